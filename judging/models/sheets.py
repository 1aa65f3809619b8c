from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from judging.enums import Confidence, ScoreState, SheetState
from judging.models.rounds import Assignment
from judging.models.rubrics import Criterion


class ScoreSheet(models.Model):
    """The scores of one judge for one entry; counts only when submitted."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="sheet")
    state = models.CharField(_("state"), max_length=10, choices=SheetState, default=SheetState.DRAFT)
    note = models.TextField(_("note for the secretariat"), blank=True)
    private_note = models.TextField(_("own notes"), blank=True)
    confidence = models.PositiveSmallIntegerField(_("confidence"), choices=Confidence, null=True, blank=True)
    revision = models.PositiveIntegerField(
        default=0, help_text="Counts saves; a save based on an older one is refused."
    )
    updated_at = models.DateTimeField(_("saved at"), default=clock.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True)
                | Q(state="submitted", submitted_at__isnull=False),
                name="submitted_sheet_has_its_moment",
            )
        ]

    def __str__(self):
        return str(self.assignment)


class SheetReopening(models.Model):
    """That the chair gave a submitted sheet back to its judge, or that the rubric of a started one was replaced.

    Kept for ever, with how the sheet was until then: `kept` holds the marks by the code of the criterion, the note,
    the confidence, the moment of the submit, and the name and version of a rubric that was replaced.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="reopenings")
    reason = models.CharField(_("reason"), max_length=250)
    kept = models.JSONField(_("as it was"))
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(_("reopened at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("reopening of a sheet")
        verbose_name_plural = _("reopenings of sheets")
        ordering = ["reopened_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reopening_of_a_sheet_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.sheet}, {self.reopened_at}"

    @property
    def is_by_rubric(self) -> bool:
        """Whether the sheet came back because its rubric was replaced."""
        return "rubric" in self.kept


class Score(models.Model):
    """One criterion on one sheet: a whole number on the rubric's scale, or the reason why there is none.

    `proof` holds the words for the evidence by level where levels are proved, a level being a text such as "2".
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    state = models.CharField(_("state"), max_length=16, choices=ScoreState, default=ScoreState.NOT_YET)
    value = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    proof = models.JSONField(_("evidence by level"), default=dict, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["criterion__sort_order", "criterion_id"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once_per_criterion"),
            models.CheckConstraint(
                condition=Q(state="scored", value__isnull=False) | (~Q(state="scored") & Q(value__isnull=True)),
                name="only_a_scored_criterion_has_a_value",
            ),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.value if self.value is not None else self.get_state_display()}"
