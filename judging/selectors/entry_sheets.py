"""Every sheet of one entry side by side, for those who may see scores."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from judging.enums import ConflictSource, ScoreState
from judging.models import Assignment, Criterion, Round
from judging.scoring.means import as_decimal, percent_of, weighted_mean, whole_weights
from judging.selectors.conflicts import with_source
from judging.selectors.entries import active_assignments
from judging.selectors.sheets import Mark
from submissions.models import SubmissionVersion


@dataclass(frozen=True)
class SeenSheet:
    """A sheet with its marks in the order of the criteria; `score` is on the scale 0 to 100, None for a draft.

    `words` are the marks with a comment or with words for their evidence.
    """

    assignment: Assignment
    marks: list[Mark]
    words: list[tuple[Criterion, Mark]]
    score: Decimal | None

    @property
    def is_in(self) -> bool:
        return self.score is not None


@dataclass(frozen=True)
class Withdrawal:
    """That a judge no longer has an entry, and whether a sheet was in, which no longer counts.

    `source` is a `ConflictSource`; it is empty where there is no conflict and the judge dropped out of the panel.
    """

    judge: Any
    moment: datetime
    source: str
    had_sheet: bool

    @property
    def source_label(self) -> str:
        return ConflictSource(self.source).label if self.source else _("Dropped out of the panel")


@dataclass(frozen=True)
class EntrySheets:
    """The criteria and the sheets of an entry, and who withdrew from it.

    `spread` is the difference between the highest and the lowest score.
    """

    criteria: list[Criterion]
    sheets: list[SeenSheet]
    withdrawals: list[Withdrawal]

    @property
    def spread(self) -> Decimal | None:
        scores = [sheet.score for sheet in self.sheets if sheet.score is not None]
        return max(scores) - min(scores) if len(scores) > 1 else None

    @property
    def by_criterion(self) -> list[tuple[Criterion, list[Mark]]]:
        """Each criterion with the mark of every sheet that is in."""
        given = [sheet.marks for sheet in self.sheets if sheet.is_in]
        return [(criterion, [marks[place] for marks in given]) for place, criterion in enumerate(self.criteria)]


def sheets_of_entry(round_: Round, version: SubmissionVersion) -> EntrySheets:
    """Return the sheets of the entry that count or may still come; what a draft holds is its judge's alone."""
    criteria = list(round_.rubric.criteria.all())
    maximum = round_.rubric.scale_maximum
    sheets = [_seen(one, criteria, maximum) for one in _assignments(round_, version)]
    return EntrySheets(criteria, sheets, _withdrawals(round_, version))


def _withdrawals(round_: Round, version: SubmissionVersion) -> list[Withdrawal]:
    recused = with_source(round_.assignments.filter(version=version, recused_at__isnull=False))
    return [
        Withdrawal(one.panelist.judge, one.recused_at, one.source, had_sheet=_is_in(one))
        for one in recused.select_related("panelist__judge", "sheet").order_by("recused_at", "pk")
    ]


def _is_in(assignment: Assignment) -> bool:
    sheet = getattr(assignment, "sheet", None)
    return sheet is not None and sheet.submitted_at is not None


def _assignments(round_: Round, version: SubmissionVersion) -> QuerySet[Assignment]:
    assignments = active_assignments(round_).filter(version=version)
    return (
        assignments.select_related("panelist__judge", "sheet")
        .prefetch_related("sheet__scores", "sheet__reopenings")
        .order_by("panelist__judge__name", "pk")
    )


def _seen(assignment: Assignment, criteria: list[Criterion], maximum: int) -> SeenSheet:
    sheet = getattr(assignment, "sheet", None)
    if not _is_in(assignment):
        return SeenSheet(assignment, [], [], None)
    rows = {row.criterion_id: Mark(row.state, row.value, row.comment, row.proof) for row in sheet.scores.all()}
    marks = [rows.get(criterion.pk, Mark()) for criterion in criteria]
    values: dict[str, Fraction] = {
        criterion.code: percent_of(mark.value, maximum)
        for criterion, mark in zip(criteria, marks, strict=True)
        if mark.state == ScoreState.SCORED
    }
    score = weighted_mean(values, whole_weights({criterion.code: criterion.weight for criterion in criteria}))
    words = [(criterion, mark) for criterion, mark in zip(criteria, marks, strict=True) if mark.comment or mark.proof]
    return SeenSheet(assignment, marks, words, None if score is None else as_decimal(score))
