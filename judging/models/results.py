from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from judging.enums import AwardKind, AwardState, TieBreakRule
from judging.models.rounds import Round
from submissions.models import Edition, Submission

IS_SEALED = Q(sealed_at__isnull=False, reopened_at=None)


class ResultRun(models.Model):
    """One calculation of a round's ranking. `inputs` is everything it depended on; `inputs_hash` its SHA-256.

    Calculating again makes a new row; confirming and sealing are separate steps by the chair. `seal` is what was
    sealed (docs/scoring.md says its shape), `seal_hash` its SHA-256; each seal of an edition names the one before it.
    A sealed result that was reopened stays as it was, beside the one that comes after it.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="result_runs", verbose_name=_("round"))
    number = models.PositiveSmallIntegerField(_("number"))
    method = models.CharField(_("method"), max_length=40)
    software_version = models.CharField(_("software version"), max_length=40)
    inputs = models.JSONField(_("inputs"))
    statistics = models.JSONField(
        _("statistics"), default=dict, help_text="What `judging.scoring.report` says beside the places."
    )
    inputs_hash = models.CharField(_("hash of the inputs"), max_length=64)
    calculated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    calculated_at = models.DateTimeField(_("calculated at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sealed_at = models.DateTimeField(_("sealed at"), null=True, blank=True)

    seal = models.JSONField(_("seal"), null=True, blank=True, editable=False)
    seal_hash = models.CharField(_("hash of the seal"), max_length=64, blank=True, editable=False)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    reopening_reason = models.CharField(_("reason of the reopening"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="result_number_once_per_round"),
            models.UniqueConstraint(fields=["round"], condition=IS_SEALED, name="one_sealed_result_per_round"),
            models.CheckConstraint(
                condition=Q(sealed_at__isnull=True) | Q(confirmed_at__isnull=False), name="sealed_result_was_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | (Q(sealed_at__isnull=False) & ~Q(reopening_reason="")),
                name="reopened_result_was_sealed_and_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.round}, {self.number}"

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None and self.reopened_at is None


class ResultRow(models.Model):
    """One entry's place in a result. Scores are on the scale 0 to 100, rounded to six places.

    `rank` and `score` are official: by the method of the round, combined with the rounds before. Beside them stand the
    plain and the judge-adjusted mean of the round alone, with the ranks between which repeated judging could well have
    put the entry. What needs the adjustment is empty where that was refused.
    """

    run = models.ForeignKey(ResultRun, on_delete=models.CASCADE, related_name="rows")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="result_rows")
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True, help_text=_("Empty: no sheet was submitted."))
    score = models.DecimalField(_("score"), max_digits=9, decimal_places=6, null=True, blank=True)
    sheet_count = models.PositiveSmallIntegerField(_("sheets"))
    tie_break = models.CharField(_("tie decided by"), max_length=120, blank=True)
    raw_rank = models.PositiveIntegerField(_("rank by the mean"), null=True, blank=True)
    raw_score = models.DecimalField(_("mean"), max_digits=9, decimal_places=6, null=True, blank=True)
    adjusted_rank = models.PositiveIntegerField(_("rank by the adjusted mean"), null=True, blank=True)
    adjusted_score = models.DecimalField(_("adjusted mean"), max_digits=9, decimal_places=6, null=True, blank=True)
    standard_error = models.DecimalField(_("standard error"), max_digits=9, decimal_places=6, null=True, blank=True)
    first_rank = models.PositiveIntegerField(_("best likely rank"), null=True, blank=True)
    last_rank = models.PositiveIntegerField(_("worst likely rank"), null=True, blank=True)
    spread = models.DecimalField(_("spread"), max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["run", models.F("rank").asc(nulls_last=True), "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "submission"], name="submission_once_per_result")]
        indexes = [models.Index(fields=["run", "rank"], name="result_row_rank")]

    def __str__(self):
        return f"{self.rank}. {self.submission}"

    @property
    def tie_break_words(self) -> str:
        """What decided a tie: the name of a criterion, or a rule in words."""
        return str(dict(TieBreakRule.choices).get(self.tie_break, self.tie_break))


class AwardLevel(models.Model):
    """A level of the edition, for example Nomine or Terbaik I; places say which ranks it goes to."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="award_levels", verbose_name=_("edition")
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=AwardKind)
    places = models.PositiveSmallIntegerField(
        _("places"), help_text=_("How many ranks it covers, after those of the higher levels of the same kind.")
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("The highest award first."))

    class Meta:
        verbose_name = _("award level")
        verbose_name_plural = _("award levels")
        ordering = ["edition", "sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="award_level_name_once_per_edition")]

    def __str__(self):
        return self.name


class Award(models.Model):
    """A level given to a submission; provisional until the objections are closed."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="awards", verbose_name=_("submission")
    )
    level = models.ForeignKey(AwardLevel, on_delete=models.PROTECT, related_name="awards", verbose_name=_("level"))
    run = models.ForeignKey(ResultRun, on_delete=models.PROTECT, related_name="awards", verbose_name=_("result"))
    state = models.CharField(_("state"), max_length=12, choices=AwardState, default=AwardState.PROVISIONAL)
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(_("announced at"))
    finalised_at = models.DateTimeField(_("final since"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revocation_reason = models.CharField(_("reason of the revocation"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["level__sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "level"], condition=~Q(state="revoked"), name="award_level_once_per_submission"
            ),
            models.CheckConstraint(
                condition=(~Q(state="revoked") & Q(revoked_at__isnull=True))
                | (Q(state="revoked", revoked_at__isnull=False) & ~Q(revocation_reason="")),
                name="revoked_award_says_when_and_why",
            ),
        ]

    def __str__(self):
        return f"{self.level}: {self.submission}"
