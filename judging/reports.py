"""Everything of a round as tables: the places of a result, every sheet, the judges and their conflicts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from innovation_portal.utils.spreadsheets import Table
from judging.enums import ConflictSource, ScoreState
from judging.models import Assignment, Criterion, ResultRow, ResultRun, Round, Score
from judging.selectors.blinding import name_entries
from judging.selectors.conflicts import conflicts_of
from judging.selectors.entries import entries_of
from judging.selectors.progress import progress_by_judge


def tables_of(
    run: ResultRun, rows: Iterable[ResultRow], *, hides_names: bool, tied: Collection[int] = ()
) -> list[Table]:
    """Return the tables of a result; `rows` carry `seen_title` and `seen_agency`. Own notes of judges are left out.

    `hides_names` leaves titles as judges of a blind round read them, and conflicts out. Of the submissions in `tied`,
    which the reader has a conflict of interest with, no sheet says more than that there is one.
    """
    round_ = run.round
    tables = [_places(rows), _sheets(round_, hides_names=hides_names, tied=tied), _judges(run)]
    return tables if hides_names else [*tables, _conflicts(round_)]


def _places(rows: Iterable[ResultRow]) -> Table:
    headings = (
        *(_("Rank"), _("Registration number"), _("Title"), _("Agency"), _("Score"), _("Mean"), _("Rank by the mean")),
        *(_("Adjusted mean"), _("Standard error"), _("Rank by the adjusted mean"), _("Likely from"), _("Likely to")),
        *(_("Spread"), _("Sheets"), _("Tie decided by")),
    )
    lines = (
        (
            row.rank,
            row.submission.registration_number,
            row.seen_title,
            row.seen_agency,
            *map(_number, (row.score, row.raw_score)),
            row.raw_rank,
            *map(_number, (row.adjusted_score, row.standard_error)),
            *(row.adjusted_rank, row.first_rank, row.last_rank),
            _number(row.spread),
            row.sheet_count,
            row.tie_break_words,
        )
        for row in rows
    )
    return Table(_("Ranking"), headings, lines)


def _sheets(round_: Round, *, hides_names: bool, tied: Collection[int]) -> Table:
    criteria = list(round_.rubric.criteria.all())
    marked = [heading for one in criteria for heading in (one.name, _("Comment on %(name)s") % {"name": one.name})]
    headings = (
        *(
            _("Registration number"),
            _("Title"),
            _("Judge"),
            _("State"),
            _("Handed in"),
            _("Withdrew"),
            _("Confidence"),
        ),
        *marked,
        _("Note for the secretariat"),
    )
    return Table(_("Sheets"), headings, _sheet_lines(round_, criteria, hides_names=hides_names, tied=tied))


def _sheet_lines(
    round_: Round, criteria: list[Criterion], *, hides_names: bool, tied: Collection[int]
) -> Iterator[tuple[Any, ...]]:
    """Yield what is in: a draft is its judge's alone."""
    entries = {entry.pk: entry for entry in entries_of(round_).select_related("submission")}
    if hides_names:
        name_entries(entries.values(), round_)
    assignments = Assignment.objects.filter(round=round_, sheet__submitted_at__isnull=False)
    rows = (
        assignments.select_related("panelist__judge", "sheet", "version")
        .defer("version__payload")
        .order_by("version_id", "panelist__judge__name", "pk")
    )
    marks: dict[int, dict[int, tuple[str, int | None, str]]] = defaultdict(dict)
    scores = Score.objects.filter(sheet__assignment__in=assignments).order_by()
    for sheet, criterion, *mark in scores.values_list("sheet_id", "criterion_id", "state", "value", "comment"):
        marks[sheet][criterion] = tuple(mark)
    for assignment in rows:
        entry, sheet = entries.get(assignment.version_id), assignment.sheet
        title = "" if entry is None else entry.seen_title if hides_names else entry.title
        number = entry.submission.registration_number if entry else ""
        if assignment.version.submission_id in tied:
            yield (number, title, "", _("Not shown: you have a conflict of interest"), *[""] * (4 + 2 * len(criteria)))
            continue
        yield (
            number,
            title,
            assignment.panelist.judge.name,
            sheet.get_state_display(),
            sheet.submitted_at,
            assignment.recused_at,
            sheet.get_confidence_display() if sheet.confidence else "",
            *(cell for one in criteria for cell in _mark(marks[sheet.pk].get(one.pk))),
            sheet.note,
        )


def _mark(mark: tuple[str, int | None, str] | None) -> tuple[Any, str]:
    if mark is None:
        return ("", "")
    state, value, comment = mark
    return (value if state == ScoreState.SCORED else str(ScoreState(state).label), comment)


def _judges(run: ResultRun) -> Table:
    effects = {row["judge"]: row for row in run.statistics.get("judges", ())}
    headings = (
        *(_("Judge"), _("Employer"), _("Assigned"), _("Handed in"), _("Recused")),
        *(_("Points above an average judge"), _("Standard error")),
    )
    lines = (
        (
            *(seat.judge.name, seat.employer, seat.assigned, seat.submitted, seat.recused),
            *(
                _number(effects[seat.judge_id][name]) if seat.judge_id in effects else ""
                for name in ("effect", "standard_error")
            ),
        )
        for seat in progress_by_judge(run.round)
    )
    return Table(_("Judges"), headings, lines)


def _conflicts(round_: Round) -> Table:
    headings = (
        *(_("Judge"), _("Entry"), _("Agency"), _("Source"), _("Reason"), _("Recorded")),
        *(_("Lifted"), _("Lifted by"), _("Why it was lifted")),
    )
    lines = (
        (
            conflict.judge.name,
            conflict.submission.registration_number,
            conflict.submission.innovation.agency.name,
            str(ConflictSource(conflict.source).label),
            conflict.reason,
            conflict.recorded_at,
            conflict.lifted_at,
            conflict.lifted_by.name if conflict.lifted_by else "",
            conflict.lifting_reason,
        )
        for conflict in conflicts_of(round_)
    )
    return Table(_("Conflicts of interest"), headings, lines)


def _number(value: Any) -> float | None:
    """A spreadsheet shows numbers as its reader is used to; a decimal would become text."""
    return None if value is None else float(value)
