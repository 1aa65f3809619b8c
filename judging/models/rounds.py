from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from judging.enums import (
    AdmissionKind,
    FeedbackPolicy,
    Pool,
    RoundKind,
    RoundState,
    ScoringMethod,
    TaskState,
    TieBreakRule,
)
from judging.models.rubrics import Rubric
from submissions.models import Edition, EditionCategory, Submission, SubmissionVersion

CODE_OF_CONDUCT = Path(__file__).parent.parent / "data" / "kode-etik.txt"


def default_code_of_conduct() -> str:
    return CODE_OF_CONDUCT.read_text(encoding="utf-8").strip()


class Round(models.Model):
    """One pass of judging in an edition, with its rubric, its panel and the rule by which entries go on from it.

    The first round judges what was verified, each later one what the sealed round before it let through.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("edition"))
    number = models.PositiveSmallIntegerField(
        _("order"), default=1, validators=[MinValueValidator(1)], help_text=_("1 is the first round of the edition.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=RoundKind, default=RoundKind.DESK)
    name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("Empty: that of its kind."))
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("rubric"))
    state = models.CharField(
        _("state"), max_length=12, choices=RoundState, default=RoundState.PREPARATION, editable=False
    )
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    presentation_minutes = models.PositiveSmallIntegerField(
        _("minutes of a presentation"),
        default=7,  # with 13 of questions: KIPP 2022
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("Only in a round of presentations."),
    )
    question_minutes = models.PositiveSmallIntegerField(
        _("minutes of questions"), default=13, validators=[MaxValueValidator(240)]
    )
    seed = models.PositiveIntegerField(
        _("seed"), default=2026, help_text=_("Makes the allocation and the order of entries repeatable.")
    )
    demands_expertise = models.BooleanField(
        _("only judges of the category"),
        default=False,
        help_text=_("Entries go only to judges who know their category. Otherwise those are merely preferred."),
    )
    least_sheets = models.PositiveSmallIntegerField(
        _("least sheets per entry"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("No result is confirmed while any entry has fewer. Empty: as many as each entry gets judges."),
    )
    judges_per_entry = models.PositiveSmallIntegerField(
        _("judges per entry"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: that of the edition."),
    )
    is_blind = models.BooleanField(
        _("blind"),
        default=False,
        help_text=_("Judges see neither the agency nor the names of people, and no original names of files."),
    )
    code_of_conduct = models.TextField(
        _("code of conduct"),
        default=default_code_of_conduct,
        help_text=_("Each judge agrees to it before an entry opens. It stays as it is once anybody has."),
    )
    weight = models.PositiveSmallIntegerField(
        _("weight in the final score"),
        default=100,
        validators=[MaxValueValidator(100)],
        help_text=_("Beside the weights of the other rounds. 0: it only decides who goes on."),
    )
    method = models.CharField(
        _("official score"),
        max_length=24,
        choices=ScoringMethod,
        default=ScoringMethod.MEAN,
        help_text=_(
            "Both are shown. Where the adjusted mean cannot be calculated, the plain one counts and says why."
        ),
    )
    shrinkage = models.DecimalField(
        _("shrinkage of severity"),
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("As many sheets of an average judge as each severity is held against. Empty: by the sheets."),
    )
    least_sheets_per_entry = models.PositiveSmallIntegerField(
        _("least sheets of an entry"),
        default=2,
        validators=[MinValueValidator(1)],
        help_text=_("Below it the adjusted mean is not calculated."),
    )
    least_sheets_per_judge = models.PositiveSmallIntegerField(
        _("least sheets of a judge"),
        default=2,
        validators=[MinValueValidator(1)],
        help_text=_("Below it the adjusted mean is not calculated."),
    )
    first_tie_break = models.CharField(
        _("ties after the criteria"),
        max_length=20,
        choices=TieBreakRule,
        blank=True,
        help_text=_("Empty: who is still equal after the criteria shares the place."),
    )
    second_tie_break = models.CharField(_("and after that"), max_length=20, choices=TieBreakRule, blank=True)
    discrepancy_threshold = models.DecimalField(
        _("spread that asks for a look"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(20),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
        help_text=_("Points between the highest and the lowest sheet of an entry, above which the chair looks at it."),
    )
    advance_count = models.PositiveSmallIntegerField(
        _("how many go on"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: no limit.")
    )
    advance_pool = models.CharField(_("counted in"), max_length=10, choices=Pool, default=Pool.ALL)
    passing_grade = models.DecimalField(
        _("passing grade"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
        help_text=_("On the scale 0 to 100, for example 85. Empty: none."),
    )

    feedback_policy = models.CharField(
        _("feedback to the agencies"),
        max_length=10,
        choices=FeedbackPolicy,
        default=FeedbackPolicy.NOTHING,
        help_text=_("What an agency reads of its own sheets after the announcement, never with names of judges."),
    )

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"],
                name="round_number_once_per_edition",
                violation_error_message=_("The edition has a round with this number already."),
            ),
            models.CheckConstraint(condition=Q(least_sheets__gt=0), name="least_sheets_is_positive"),
        ]
        permissions = [("run_round", "Can assign judges and run rounds")]

    def __str__(self):
        return f"{self.title}, {self.edition}"

    @property
    def title(self) -> str:
        """What the round is called inside its edition."""
        return self.name or self.get_kind_display()

    @property
    def tie_breaks(self) -> list[str]:
        """The rules that decide after the criteria, one after the other, each once."""
        return list(dict.fromkeys(filter(None, (self.first_tie_break, self.second_tie_break))))

    @property
    def meets_agencies(self) -> bool:
        """Whether judges meet those whose entries they score, and write down what they saw and heard."""
        return self.kind in (RoundKind.PRESENTATION, RoundKind.FIELD)

    @property
    def slot_minutes(self) -> int:
        return self.presentation_minutes + self.question_minutes

    @property
    def wanted_judges(self) -> int:
        """How many judges each entry gets. Reads the edition, so fetch it along."""
        return self.judges_per_entry or self.edition.judges_per_entry

    @property
    def accepts_sheets(self) -> bool:
        return self.state == RoundState.OPEN and (self.closes_at is None or clock.now() <= self.closes_at)

    def clean(self):
        if self.is_blind and self.meets_agencies:
            raise ValidationError(
                {"is_blind": _("Judges meet the agencies in this kind of round, so it cannot be blind.")}
            )


class Admission(models.Model):
    """That an entry came into a round or was taken out of it, by the rule or by hand. Rows are never deleted.

    The current row of an entry says whether it is in; the first round has rows for what was changed by hand only.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="admissions")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="admissions")
    kind = models.CharField(_("how"), max_length=10, choices=AdmissionKind)
    run = models.ForeignKey(
        "ResultRun", on_delete=models.PROTECT, null=True, related_name="+", help_text="The result that let it through."
    )
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("at"), default=clock.now)
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("admission")
        verbose_name_plural = _("admissions")
        ordering = ["decided_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "submission"], condition=Q(is_current=True), name="one_current_admission_per_entry"
            ),
            models.CheckConstraint(
                condition=Q(kind=AdmissionKind.ADVANCED, run__isnull=False)
                | (~Q(kind=AdmissionKind.ADVANCED) & ~Q(reason="")),
                name="admission_names_its_result_or_reason",
            ),
        ]

    def __str__(self):
        return f"{self.submission}, {self.round}: {self.get_kind_display()}"


class Panelist(models.Model):
    """A judge in the panel of a round. Who drops out keeps the row, with the moment and the reason."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="panel")
    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panel_seats", verbose_name=_("judge")
    )
    is_chair = models.BooleanField(_("chair"), default=False)
    employer = models.CharField(_("employer"), max_length=200, blank=True)
    load_limit = models.PositiveSmallIntegerField(_("most entries"), null=True, blank=True)
    categories = models.ManyToManyField(
        EditionCategory,
        verbose_name=_("categories"),
        related_name="panelists",
        blank=True,
        help_text=_("What the judge knows well. None: all."),
    )
    agreed_at = models.DateTimeField(_("agreed to the code of conduct at"), null=True, blank=True, editable=False)
    agreed_text = models.TextField(_("code of conduct that was agreed to"), blank=True, editable=False)
    left_at = models.DateTimeField(_("dropped out at"), null=True, blank=True, editable=False)
    left_reason = models.CharField(_("reason for dropping out"), max_length=250, blank=True, editable=False)

    class Meta:
        verbose_name = _("panel member")
        verbose_name_plural = _("panel")
        ordering = ["-is_chair", "judge__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "judge"], name="judge_once_per_round"),
            models.UniqueConstraint(fields=["round"], condition=Q(is_chair=True), name="one_chair_per_round"),
            models.CheckConstraint(condition=Q(left_at=None) | Q(is_chair=False), name="chair_has_not_left"),
            models.CheckConstraint(
                condition=Q(left_at=None, left_reason="") | (Q(left_at__isnull=False) & ~Q(left_reason="")),
                name="who_left_says_why",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_text="") | (Q(agreed_at__isnull=False) & ~Q(agreed_text="")),
                name="agreement_keeps_its_words",
            ),
        ]

    def __str__(self):
        return str(self.judge)


class Assignment(models.Model):
    """One judge, one frozen version, one round. The entry opens only after the judge declared no conflict."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assignments")
    panelist = models.ForeignKey(Panelist, on_delete=models.PROTECT, related_name="assignments")
    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="assignments")
    sort_order = models.PositiveIntegerField(default=0, help_text="Order in the judge's list, drawn from the seed.")
    cleared_at = models.DateTimeField(_("no conflict declared at"), null=True, blank=True)
    recused_at = models.DateTimeField(_("recused at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["panelist", "sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "panelist", "version"], name="assignment_once_per_judge_and_version"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | Q(recused_at__isnull=True) | Q(recused_at__gte=F("cleared_at")),
                name="recusal_comes_after_clearance",
            ),
        ]

    def __str__(self):
        return f"{self.panelist} → {self.version}"

    @property
    def state(self) -> TaskState:
        """Where this task stands for its judge. Reads the sheet, so fetch it along."""
        if self.recused_at:
            return TaskState.RECUSED
        if not self.cleared_at:
            return TaskState.UNDECLARED
        sheet = getattr(self, "sheet", None)
        if sheet is None:
            return TaskState.CLEARED
        return TaskState.SUBMITTED if sheet.submitted_at else TaskState.DRAFT
