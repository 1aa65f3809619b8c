from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from innovation_portal.utils.contacts import without_personal_data
from innovation_portal.utils.visitors import VISITOR_LENGTH
from submissions.models.innovations import Innovation
from submissions.voice_enums import FeedbackKind, FeedbackState

FEEDBACK_MAX_LENGTH = 1500
FORM_KEY_LENGTH = 22


class Feedback(models.Model):
    """What somebody of the public asks or reports about an innovation; the public reads it once editors have let it.

    The address is for the answer only: no page, export or log shows it. Name and address are erased when
    `submissions.retention` says so, and everything that was written when its writer wants it.
    """

    innovation = models.ForeignKey(
        Innovation, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("innovation")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=FeedbackKind)
    text = models.TextField(_("text"), max_length=FEEDBACK_MAX_LENGTH, blank=True)
    public_text = models.TextField(
        blank=True, editable=False, help_text="What the public reads of the text: without what leads to a person."
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    consent = models.CharField(_("consent"), max_length=500, help_text=_("What was agreed to, word for word."))
    form_key = models.CharField(
        max_length=FORM_KEY_LENGTH, unique=True, editable=False, help_text="Of the form: sent twice it is one."
    )
    is_proven = models.BooleanField(_("sent with proof of work"), default=False)
    sent_at = models.DateTimeField(_("sent at"), default=clock.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=FeedbackState, default=FeedbackState.WAITING)
    revision = models.PositiveSmallIntegerField(default=0, editable=False)
    published_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When it was published first; the agency's time counts from it.",
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When it was answered first.")
    moderated_at = models.DateTimeField(null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("feedback of the public")
        verbose_name_plural = _("feedback of the public")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["innovation", "state", "-published_at"], name="feedback_of_innovation")]
        constraints = [
            models.CheckConstraint(condition=~Q(consent=""), name="feedback_has_a_consent"),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(text="") | Q(erased_at__isnull=False, name="", email=""),
                name="feedback_says_something_until_it_is_erased",
            ),
            models.CheckConstraint(
                condition=~Q(state=FeedbackState.PUBLISHED) | Q(published_at__isnull=False) & ~Q(public_text=""),
                name="published_feedback_says_something_since_when",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.innovation}"

    @property
    def public_name(self) -> str:
        """The name that stands beside the text; some type a telephone number into it."""
        return without_personal_data(self.name)

    @property
    def waited_days(self) -> int | None:
        """Whole days from publishing to the first answer, rounded; `None` while there is none."""
        if self.answered_at is None:
            return None
        return round((self.answered_at - self.published_at) / timedelta(days=1))


class FeedbackAnswer(models.Model):
    """What the agency answers, in public. The one with the highest number counts; earlier ones are kept."""

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("answer"), max_length=FEEDBACK_MAX_LENGTH)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("answer to feedback")
        verbose_name_plural = _("answers to feedback")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["feedback", "number"], name="answer_number_once_per_feedback"),
            models.CheckConstraint(condition=~Q(text=""), name="feedback_answer_says_something"),
        ]

    def __str__(self):
        return f"{self.feedback}, {self.number}"


class UsefulMark(models.Model):
    """That somebody found an innovation useful: the day, and nothing that leads to who it was.

    `visitor` lets each address count once a day, is another one the next day, and is taken out after the days of
    `submissions.retention`.
    """

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="useful_marks")
    day = models.DateField(_("day"), db_index=True)
    visitor = models.CharField(_("visitor of the day"), max_length=VISITOR_LENGTH, blank=True)

    class Meta:
        verbose_name = _("mark “useful”")
        verbose_name_plural = _("marks “useful”")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation", "day", "visitor"],
                condition=~Q(visitor=""),
                name="useful_once_per_visitor_and_day",
            )
        ]

    def __str__(self):
        return f"{self.innovation}, {self.day}"
