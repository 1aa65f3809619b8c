from datetime import datetime, time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from judging.models.rounds import Round
from judging.validators import spans_in, validate_spans
from submissions.models import Submission


class SittingDay(models.Model):
    """A day of presentations: from when to when, and where. Times are those of the portal's time zone."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sitting_days")
    date = models.DateField(_("day"))
    begins_at = models.TimeField(_("begins at"), default=time(9))
    ends_at = models.TimeField(_("ends at"), default=time(15))
    breaks = models.CharField(
        _("breaks"),
        max_length=120,
        blank=True,
        validators=[validate_spans],
        help_text=_("From and to, several parted by commas, for example 12.00-13.00, 15.00-15.15."),
    )
    gap_minutes = models.PositiveSmallIntegerField(
        _("minutes between two slots"), default=5, validators=[MaxValueValidator(120)]
    )
    rooms = models.PositiveSmallIntegerField(
        _("rooms at the same time"), default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("address of the meeting"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("day of presentations")
        verbose_name_plural = _("days of presentations")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "date"],
                name="sitting_day_once_per_round",
                violation_error_message=_("The round has this day already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")),
                name="sitting_day_ends_after_it_begins",
                violation_error_message=_("The end comes after the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(link=""),
                name="sitting_day_says_where",
                violation_error_message=_("Give a place, an address of the meeting, or both."),
            ),
        ]

    def __str__(self):
        return f"{self.round}, {self.date}"

    @property
    def span(self) -> tuple[datetime, datetime]:
        """When the day begins and ends, as aware moments."""
        return self._moment(self.begins_at), self._moment(self.ends_at)

    @property
    def pauses(self) -> list[tuple[datetime, datetime]]:
        return [(self._moment(begin), self._moment(end)) for begin, end in spans_in(self.breaks)]

    def _moment(self, at: time) -> datetime:
        return timezone.make_aware(datetime.combine(self.date, at))

    def clean(self):
        if self.date and self._state.adding and self.date < clock.today():
            raise ValidationError({"date": _("This day is over.")})


class Slot(models.Model):
    """The time and room in which an entry is presented.

    `announced` holds what its agency was told last, as `facts_of` writes it, empty before that.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="slots")
    day = models.ForeignKey(SittingDay, on_delete=models.PROTECT, related_name="slots")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="slots")
    room = models.PositiveSmallIntegerField(_("room"))
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    announced = models.JSONField(default=dict, blank=True, editable=False)
    announced_at = models.DateTimeField(_("announced at"), null=True, editable=False)
    announcements = models.PositiveSmallIntegerField(default=0, editable=False, help_text="Counts what was announced.")

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["starts_at", "room"]
        constraints = [
            models.UniqueConstraint(fields=["round", "submission"], name="slot_once_per_entry"),
            models.UniqueConstraint(fields=["day", "room", "starts_at"], name="slot_once_per_room_and_time"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self.submission}, {self.starts_at}"

    @property
    def key(self) -> str:
        """Where it is, for forms; the same as that of its `judging.selectors.timetables.Position`."""
        return position_key(self.day_id, self.room, self.starts_at)


def position_key(day_id: int, room: int, starts_at: datetime) -> str:
    return f"{day_id}/{room}/{timezone.localtime(starts_at):%H:%M}"


class SlotChange(models.Model):
    """That a slot was moved after its agency had been told, and why. Kept for ever."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="changes")
    reason = models.CharField(_("reason"), max_length=250)
    moved_from = models.DateTimeField(_("moved from"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("change of a slot")
        verbose_name_plural = _("changes of slots")
        ordering = ["changed_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="change_of_a_slot_has_a_reason")]

    def __str__(self):
        return f"{self.slot}: {self.reason}"
