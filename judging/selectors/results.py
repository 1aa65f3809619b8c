from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from innovation_portal import __version__
from judging.enums import AdmissionKind, AwardState, RoundState, ScoreState, SheetState
from judging.models import Assignment, Award, ResultRow, ResultRun, Round, Rubric, Score
from judging.models.results import IS_SEALED
from judging.scoring.calculation import ADJUSTED_METHOD
from judging.scoring.outcome import Standing
from judging.selectors.assignments import open_tasks
from judging.selectors.conflicts import with_source
from judging.selectors.entries import active_assignments, entries_of
from judging.selectors.records import closed_records
from judging.selectors.rounds import rounds_chaired_by
from submissions.models import Edition


def may_see_scores(user, round_: Round) -> bool:
    """Say whether this user may see scores of a round at all: its chair or the secretariat.

    Whoever still owes a sheet there may not, whatever their role: nobody sees what others gave before the own is in.
    """
    if not user.is_authenticated or not user.has_perm("judging.view_scores", round_):
        return False
    return not open_tasks(user).filter(round=round_).exists()


def result_runs_visible_to(user) -> QuerySet[ResultRun]:
    """Results this user may open, newest first, by the same rule as `may_see_scores`, without their large inputs."""
    runs = (
        ResultRun.objects.select_related(
            "round__edition", "round__rubric", "calculated_by", "confirmed_by", "sealed_by", "reopened_by"
        )
        .defer("inputs", "seal")
        .order_by("-round_id", "-number")
    )
    if not user.is_authenticated or not user.is_active:
        return runs.none()
    if not user.has_perm("judging.run_round"):
        if not user.has_perm("judging.judge"):
            return runs.none()
        runs = runs.filter(round__panel__judge=user, round__panel__is_chair=True)
    return runs.exclude(round__in=open_tasks(user).order_by().values("round"))


def chaired_results(user) -> QuerySet[ResultRun]:
    """Results of the rounds that the user chairs, as far as the user may see scores."""
    return result_runs_visible_to(user).filter(round__in=rounds_chaired_by(user))


def ranking_table(run: ResultRun) -> QuerySet[ResultRow]:
    """The places of a result in order, each with its submission, innovation and agency."""
    rows = ResultRow.objects.filter(run=run).select_related("submission__innovation__agency__region")
    return rows.order_by(F("rank").asc(nulls_last=True), "pk")  # as the index has them, without sorting by run


def sealed_run_of(edition: Edition) -> ResultRun | None:
    """The sealed result of the edition's last round, by which awards go; None while that round is not sealed."""
    last = Round.objects.filter(edition=edition).order_by("number").last()
    sealed = ResultRun.objects.filter(IS_SEALED, round=last, round__state=RoundState.SEALED)
    return sealed.defer("inputs", "seal").first()


def inputs_of(round_: Round) -> dict[str, Any]:
    """Everything that the ranking of a round depends on, as plain JSON; its shape is in docs/scoring.md.

    Two calls give the same value as long as nothing changed in between, so its hash tells whether anything did.
    """
    recusals = with_source(Assignment.objects.filter(round=round_, recused_at__isnull=False))
    closed = closed_records(round_) if round_.meets_agencies else []
    return {
        "method": round_.method,
        "adjustment": {
            "shrinkage": None if round_.shrinkage is None else str(round_.shrinkage),
            "least_sheets_per_entry": round_.least_sheets_per_entry,
            "least_sheets_per_judge": round_.least_sheets_per_judge,
        },
        "tie_breaks": round_.tie_breaks,
        "software": __version__,
        "round": {
            "id": round_.pk,
            "edition": round_.edition.year,
            "number": round_.number,
            "kind": round_.kind,
            "weight": round_.weight,
            "seed": round_.seed,
            "least_sheets": round_.least_sheets,
        },
        "earlier": _earlier_rounds(round_),
        "rubric": _rubric(round_.rubric),
        "entries": [
            {"submission": submission, "version": number, "sha256": sha256}
            for submission, number, sha256 in entries_of(round_)
            .order_by("submission_id")
            .values_list("submission_id", "number", "sha256")
        ],
        "changes": [
            {
                "submission": change.submission_id,
                "number": change.submission.registration_number,
                "kind": change.kind,
                "reason": change.reason,
            }
            for change in round_.admissions.exclude(kind=AdmissionKind.ADVANCED).select_related("submission")
        ],
        "sheets": _sheets_in(round_),
        "recusals": [
            {"submission": submission, "judge": judge, "source": source}
            for submission, judge, source in recusals.order_by(
                "version__submission_id", "panelist__judge_id"
            ).values_list("version__submission_id", "panelist__judge_id", "source")
        ],
        **({"records": closed} if closed else {}),
    }


def _rubric(rubric: Rubric) -> dict[str, Any]:
    return {
        "name": rubric.name,
        "version": rubric.version,
        "scale": rubric.scale,
        "scale_maximum": rubric.scale_maximum,
        "criteria": [
            {
                "code": criterion.code,
                "name": criterion.name,
                "weight": str(criterion.weight),
                "tie_break_order": criterion.tie_break_order,
            }
            for criterion in rubric.criteria.order_by("sort_order", "pk")
        ],
    }


def _sheets_in(round_: Round) -> list[dict[str, Any]]:
    """The sheets that count, each with the marks by the code of their criterion."""
    active = active_assignments(round_).filter(sheet__state=SheetState.SUBMITTED)
    sheets = {
        pk: {"submission": submission, "judge": judge, "scores": {}}
        for pk, submission, judge in active.order_by("version__submission_id", "panelist__judge_id").values_list(
            "sheet__pk", "version__submission_id", "panelist__judge_id"
        )
    }
    marks = Score.objects.filter(sheet__in=active.values("sheet")).order_by()
    for sheet, code, state, value in marks.values_list("sheet_id", "criterion__code", "state", "value"):
        sheets[sheet]["scores"][code] = value if state == ScoreState.SCORED else state
    return list(sheets.values())


def values_of(standing: Standing) -> dict[str, Any]:
    """Return the columns of a `ResultRow` for what the calculation says of an entry."""
    place = standing.place
    return {
        "submission_id": place.submission,
        "rank": place.rank,
        "score": place.score,
        "sheet_count": place.sheet_count,
        "tie_break": place.tie_break[:120],
        "raw_rank": standing.raw_rank,
        "raw_score": standing.raw_score,
        "adjusted_rank": standing.adjusted_rank,
        "adjusted_score": standing.adjusted_score,
        "standard_error": standing.standard_error,
        "first_rank": standing.first,
        "last_rank": standing.last,
        "spread": standing.spread,
    }


def _earlier_rounds(round_: Round) -> list[dict[str, Any]]:
    """Return the sealed rounds before this one that count, each with its weight, its seal and its scores alone."""
    runs = ResultRun.objects.filter(
        IS_SEALED, round__edition=round_.edition_id, round__number__lt=round_.number, round__weight__gt=0
    )
    earlier = []
    for run in runs.select_related("round").defer("inputs", "seal").order_by("round__number"):
        score = "adjusted_score" if run.method == ADJUSTED_METHOD else "raw_score"
        scores = run.rows.order_by("submission_id").values_list("submission", score)
        earlier.append(
            {
                "round": run.round_id,
                "weight": run.round.weight,
                "seal": run.seal_hash,
                "scores": {str(entry): None if score is None else f"{score:.6f}" for entry, score in scores},
            }
        )
    return earlier


def awards_of(innovation) -> QuerySet[Award]:
    """Awards of an innovation in all editions that stand, newest first."""
    return (
        Award.objects.filter(submission__innovation=innovation)
        .exclude(state=AwardState.REVOKED)
        .select_related("level__edition")
        .order_by("-level__edition__year", "level__sort_order")
    )


def final_award_names(innovation_ids: Iterable[int]) -> QuerySet[Award, tuple[int, str]]:
    """Ids of the innovations with the name of each level they reached for good, for the rules of taking part."""
    awards = Award.objects.filter(submission__innovation__in=innovation_ids, state=AwardState.FINAL)
    return awards.values_list("submission__innovation", "level__name")


def awards_of_edition(edition: Edition) -> QuerySet[Award]:
    """Awards of an edition that stand, the highest level first and within it by rank."""
    return (
        Award.objects.filter(level__edition=edition)
        .exclude(state=AwardState.REVOKED)
        .select_related("level", "submission__innovation__agency")
        .order_by("level__sort_order", "level_id", "submission__registration_number")
    )


def editions_with_judging() -> QuerySet[Edition]:
    """Editions, newest first, with their rounds and the number of awards that stand as `award_count`."""
    return (
        Edition.objects.prefetch_related("rounds")
        .annotate(award_count=Count("award_levels__awards", filter=~Q(award_levels__awards__state=AwardState.REVOKED)))
        .order_by("-year")
    )
