"""Sheets of the Indeks Inovasi Daerah: who may see which, what they say, and how they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from submissions.iid.scoring import Rated, gaps_of, maximum_of, score_of
from submissions.models import (
    Agency,
    AssessedIndicator,
    Evidence,
    IidAssessment,
    Indicator,
    IndicatorFile,
    IndicatorTable,
    Innovation,
    Submission,
)
from submissions.selectors.submissions import evidence_visible_to
from submissions.workflow import ENDED


@dataclass(frozen=True)
class Line:
    """One indicator of a sheet with what was said of it."""

    indicator: Indicator
    assessed: AssessedIndicator | None = None
    evidence: Sequence[Evidence] = ()
    files: list[IndicatorFile] = field(default_factory=list)

    @property
    def level(self) -> int:
        return self.assessed.level if self.assessed else 0

    @cached_property
    def rated(self) -> Rated:
        indicator = self.indicator
        return Rated(indicator.number, indicator.weight, self.level, indicator.is_mandatory)

    @property
    def petals(self) -> int:
        """How many petals of a kawung the level fills: the highest fills all four."""
        return self.level and self.level + 1

    @property
    def wording(self) -> str:
        """What the level that was reached says."""
        return self._wording_of(self.level)

    @property
    def next_wording(self) -> str:
        return self._wording_of(self.level + 1)

    @property
    def evidence_names(self) -> list[str]:
        return [*(one.title for one in self.evidence), *(one.original_name for one in self.files)]

    def _wording_of(self, parameter: int) -> str:
        levels = self.indicator.levels.all()
        return next((level.wording for level in levels if level.parameter == parameter), "")


@dataclass(frozen=True)
class Sheet:
    """A sheet with every indicator of its table, in their order, whether anything was said of it or not."""

    assessment: IidAssessment
    lines: list[Line]

    @cached_property
    def rated(self) -> list[Rated]:
        return [line.rated for line in self.lines]

    @cached_property
    def score(self) -> int:
        return score_of(self.rated)

    @cached_property
    def maximum(self) -> int:
        return maximum_of(self.rated)

    @cached_property
    def gaps(self) -> list[Line]:
        """What has not reached the highest level, what would bring most first."""
        by_number = {line.indicator.number: line for line in self.lines}
        return [by_number[one.number] for one in gaps_of(self.rated)]

    @property
    def points_left(self) -> int:
        return self.maximum - self.score

    @cached_property
    def missing(self) -> list[Line]:
        """Mandatory indicators of which nothing was said."""
        return [line for line in self.lines if line.rated.is_missing]

    @cached_property
    def filled(self) -> int:
        return sum(line.level > 0 for line in self.lines)

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        return [(name, list(lines)) for name, lines in groupby(self.lines, key=lambda line: line.indicator.group)]


def table_with_indicators() -> QuerySet[IndicatorTable]:
    return IndicatorTable.objects.prefetch_related("indicators__levels")


def latest_table() -> IndicatorTable | None:
    return IndicatorTable.objects.order_by("-year").first()


def assessments_of_own_agencies(user) -> QuerySet[IidAssessment]:
    """Return the sheets that this user may write as a member of an agency."""
    if not user.is_active:
        return IidAssessment.objects.none()
    rows = IidAssessment.objects.filter(innovation__agency__in=user.memberships.values("agency"))
    return rows.select_related("table", "innovation__agency__region")


def assessments_visible_to(user) -> QuerySet[IidAssessment]:
    """Return the sheets that this user may read: leadership and secretariat all, members those of their agencies."""
    if user.is_authenticated and user.has_perm("submissions.view_compliance"):
        return known_beyond_their_agencies(IidAssessment.objects.select_related("table", "innovation__agency__region"))
    return assessments_of_own_agencies(user)


def assessments_with_files_visible_to(user) -> QuerySet[IidAssessment]:
    """Return the sheets whose evidence this user may open: the secretariat all, members those of their agencies."""
    if user.is_authenticated and user.has_perm("submissions.run_edition"):
        return assessments_visible_to(user)
    return assessments_of_own_agencies(user)


def sheet_of(assessment: IidAssessment) -> Sheet:
    return sheets_of([assessment])[0]


def sheets_of(assessments: Iterable[IidAssessment]) -> list[Sheet]:
    """Return the sheets of assessments of one table, in their order. Six queries, however many there are."""
    assessments = list(assessments)
    if not assessments:
        return []
    indicators = list(Indicator.objects.filter(table=assessments[0].table_id).prefetch_related("levels"))
    present = Prefetch("evidence", Evidence.objects.filter(removed_at=None))
    rows = AssessedIndicator.objects.filter(assessment__in=assessments).select_related("edited_by")
    assessed = {(row.assessment_id, row.indicator_id): row for row in rows.prefetch_related(present)}
    files: dict[tuple[int, int], list[IndicatorFile]] = {}
    for file in IndicatorFile.objects.filter(assessment__in=assessments):
        files.setdefault((file.assessment_id, file.indicator_id), []).append(file)
    return [
        Sheet(assessment, [_line(assessment, indicator, assessed, files) for indicator in indicators])
        for assessment in assessments
    ]


def _line(assessment, indicator, assessed, files) -> Line:
    key = (assessment.pk, indicator.pk)
    row = assessed.get(key)
    return Line(indicator, row, list(row.evidence.all()) if row else (), files.get(key, []))


def evidence_to_choose(innovation: Innovation) -> list[Evidence]:
    """Return the evidence that the innovation has in its submissions, the latest edition first."""
    rows = Evidence.objects.filter(submission__innovation=innovation, removed_at=None)
    return list(rows.order_by("-submission__edition__year", "pk"))


def evidence_readable_by(user, sheet: Sheet) -> set[int]:
    """Return the ids of the evidence on the sheet that this user may open."""
    named = [one.pk for line in sheet.lines for one in line.evidence]
    return set(evidence_visible_to(user).filter(pk__in=named).values_list("pk", flat=True))


def latest_submission(innovation: Innovation) -> Submission | None:
    """Return what the innovation was handed in as last, unless that was withdrawn.

    A draft stays with its agency until then: leadership reads the sheet, and must not read a draft in it.
    """
    alive = innovation.submissions.exclude(status__in=ENDED).exclude(registration_number="").select_related("edition")
    return alive.order_by("-edition__year", "-pk").first()


def known_beyond_their_agencies(assessments: QuerySet[IidAssessment]) -> QuerySet[IidAssessment]:
    """Leave out the sheets of innovations that were entered and never handed in: drafts stay with their agency."""
    entered = Submission.objects.filter(innovation=OuterRef("innovation"))
    return assessments.filter(Exists(entered.exclude(registration_number="")) | ~Exists(entered))


def scored_assessments(table: IndicatorTable, *, search: str = "", region=None, kind: str = "") -> QuerySet:
    """Return the sheets of a table with `score`, `filled` and `missing`, the number of empty mandatory indicators."""
    said = AssessedIndicator.objects.filter(assessment=OuterRef("pk"), level__gt=0).order_by().values("assessment")
    points = said.annotate(sum=Sum(F("level") * F("indicator__weight"))).values("sum")
    filled = said.annotate(count=Count("pk")).values("count")
    mandatory = said.filter(indicator__is_mandatory=True).annotate(count=Count("pk")).values("count")
    owed = table.indicators.filter(is_mandatory=True).count()
    rows = IidAssessment.objects.filter(table=table).select_related("innovation__agency__region", "table")
    if search:
        rows = rows.filter(Q(innovation__title__icontains=search) | Q(innovation__agency__name__icontains=search))
    if region:
        rows = rows.filter(innovation__agency__region=region)
    if kind:
        rows = rows.filter(innovation__agency__kind=kind)
    return rows.annotate(
        score=Coalesce(Subquery(points), 0),
        filled=Coalesce(Subquery(filled), 0),
        missing=owed - Coalesce(Subquery(mandatory), 0),
    ).order_by("-score", "innovation__title", "pk")


def innovations_to_assess(agency: Agency, table: IndicatorTable) -> list[tuple[Innovation, IidAssessment | None]]:
    """Return the innovations of the agency, each with its scored sheet of the table, begun ones first."""
    scored = scored_assessments(table).filter(innovation__agency=agency)
    begun = {one.innovation_id: one for one in scored}
    innovations = Innovation.objects.filter(agency=agency).order_by("title", "pk")
    pairs = [(innovation, begun.get(innovation.pk)) for innovation in innovations]
    return sorted(pairs, key=lambda pair: pair[1] is None)
