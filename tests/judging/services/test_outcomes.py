"""The official score of a round: by its method, with the rounds before it, and what stands beside it."""

from decimal import Decimal

import pytest

from judging.enums import RoundKind, ScoringMethod, TieBreakRule
from judging.models import Round
from judging.scoring.calculation import ADJUSTED_METHOD, METHOD
from judging.selectors.seals import check_seals
from judging.services.results import calculate_result, confirm_result
from judging.services.rounds import open_round
from judging.services.seals import seal_result
from tests.factories.judging import (
    AssignmentFactory,
    PanelistFactory,
    RoundFactory,
    RubricFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
)


@pytest.fixture
def hundred(round_):
    """The open round with one criterion on the scale to 100, so that a mark is a score."""
    rubric = RubricFactory(criteria={"dampak": 100}, scale_maximum=100, level_labels="")
    Round.objects.filter(pk=round_.pk).update(rubric=rubric)
    return Round.objects.get(pk=round_.pk)


def judged(round_, marks, seats=None, entries=None):
    """Hand in sheets: a row of marks per judge, one per entry, None where there is no sheet. Return the entries."""
    seats = seats or PanelistFactory.create_batch(len(marks), round=round_)
    entries = entries or VerifiedSubmissionFactory.create_batch(len(marks[0]), edition=round_.edition)
    for seat, row in zip(seats, marks, strict=True):
        for entry, mark in zip(entries, row, strict=True):
            if mark is not None:
                assignment = AssignmentFactory(round=round_, panelist=seat, version=entry.versions.get())
                code = round_.rubric.criteria.first().code
                ScoreSheetFactory(assignment=assignment, values={code: mark})
    return entries


# The worked example of docs/scoring.md, "Judge-adjusted means": entries by columns, judges A, B and C by rows.
EXAMPLE = [(86, None, 88, 84), (70, 74, None, 76), (None, 82, 80, None)]


def rows_of(run, *columns):
    rows = run.rows.order_by("submission_id").values_list(*columns)
    return [tuple(value if value is None or isinstance(value, int) else float(value) for value in row) for row in rows]


def test_both_means_stand_side_by_side_and_the_plain_one_counts(hundred, chair):
    judged(hundred, EXAMPLE)

    run = calculate_result(hundred.pk, actor=chair)

    assert run.method == METHOD
    assert rows_of(run, "rank", "score", "raw_rank", "raw_score") == [
        (3, 78, 3, 78),
        (3, 78, 3, 78),
        (1, 84, 1, 84),
        (2, 80, 2, 80),
    ]
    assert rows_of(run, "adjusted_rank", "spread") == [(4, 16), (2, 8), (1, 8), (3, 8)]
    intervals = rows_of(run, "adjusted_rank", "first_rank", "last_rank")
    assert all(first <= rank <= last for rank, first, last in intervals)
    assert run.statistics["refusal"] is None
    assert [judge["effect"] for judge in run.statistics["judges"]] == ["5.910827", "-5.910827", "0.000000"]
    assert run.statistics["shrinkage"] == "0.206897"


def test_adjusted_mean_counts_where_the_round_says_so(hundred, chair):
    judged(hundred, EXAMPLE)
    Round.objects.filter(pk=hundred.pk).update(method=ScoringMethod.ADJUSTED, shrinkage=0)

    run = calculate_result(hundred.pk, actor=chair)

    assert run.method == ADJUSTED_METHOD
    assert rows_of(run, "rank", "score", "adjusted_score") == [
        (4, 78, 78),
        (1, 81.2, 81.2),
        (2, 80.8, 80.8),
        (3, 80, 80),
    ]


def test_plain_mean_counts_and_says_why_where_the_adjusted_one_is_refused(hundred, chair):
    judged(hundred, [(90, None), (None, 70)])
    Round.objects.filter(pk=hundred.pk).update(method=ScoringMethod.ADJUSTED, least_sheets_per_judge=1)

    run = calculate_result(hundred.pk, actor=chair)

    assert run.method == METHOD
    assert rows_of(run, "rank", "score", "adjusted_rank", "standard_error", "last_rank") == [
        (1, 90, None, None, None),
        (2, 70, None, None, None),
    ]
    assert run.statistics["refusal"]["obstacle"] == "entries_short_of_sheets"
    assert (run.statistics["refusal"]["found"], run.statistics["refusal"]["needed"]) == (1, 2)


@pytest.mark.parametrize("marks", [[], [(None,)], [(80,)], [(80, 80), (80, 80)]])
def test_few_or_equal_sheets_give_a_result_without_failing(hundred, chair, marks):
    judged(hundred, marks, entries=None if marks else [VerifiedSubmissionFactory(edition=hundred.edition)])

    run = calculate_result(hundred.pk, actor=chair)

    assert run.rows.count() == max(1, len(marks[0]) if marks else 1)
    assert all(score in (None, 80.0) for (score,) in rows_of(run, "score"))


def test_ties_after_the_criteria_are_decided_by_the_rules_of_the_round(hundred, chair):
    judged(hundred, [(70, 60), (80, 80), (90, 100)])
    Round.objects.filter(pk=hundred.pk).update(
        first_tie_break=TieBreakRule.MEDIAN, second_tie_break=TieBreakRule.RANGE
    )

    run = calculate_result(hundred.pk, actor=chair)

    assert list(run.rows.order_by("submission_id").values_list("rank", "tie_break")) == [
        (1, "smaller_range"),
        (2, "smaller_range"),
    ]


def test_rounds_are_combined_by_their_weights(hundred, chair, secretary):
    Round.objects.filter(pk=hundred.pk).update(weight=60, advance_count=2)
    entries = judged(hundred, [(90, 80, 50)])
    first = calculate_result(hundred.pk, actor=chair)
    confirm_result(first.pk, actor=chair)
    seal_result(first.pk, actor=chair)
    following = RoundFactory(
        edition=hundred.edition,
        number=2,
        kind=RoundKind.PRESENTATION,
        rubric=hundred.rubric,
        state="preparation",
        weight=40,
    )
    seat = PanelistFactory(round=following, judge=chair, is_chair=True)
    open_round(following.pk, actor=secretary)
    judged(following, [(60, 100)], seats=[seat], entries=entries[:2])

    run = calculate_result(following.pk, actor=chair)

    assert rows_of(run, "rank", "score", "raw_rank", "raw_score") == [(2, 78, 2, 60), (1, 88, 1, 100)]
    first.refresh_from_db()
    assert run.inputs["earlier"] == [
        {
            "round": hundred.pk,
            "weight": 60,
            "seal": first.seal_hash,
            "scores": {
                str(entry.pk): score
                for entry, score in zip(entries, ("90.000000", "80.000000", "50.000000"), strict=True)
            },
        }
    ]
    confirm_result(run.pk, actor=chair)
    sealed = seal_result(run.pk, actor=chair)
    assert sealed.seal["previous"] == first.seal_hash
    assert check_seals(hundred.edition) == []


def test_earlier_round_without_weight_only_decides_who_goes_on(hundred, chair, secretary):
    Round.objects.filter(pk=hundred.pk).update(weight=0)
    entries = judged(hundred, [(90, 80)])
    first = calculate_result(hundred.pk, actor=chair)
    confirm_result(first.pk, actor=chair)
    seal_result(first.pk, actor=chair)
    following = RoundFactory(edition=hundred.edition, number=2, rubric=hundred.rubric, state="preparation")
    seat = PanelistFactory(round=following, judge=chair, is_chair=True)
    open_round(following.pk, actor=secretary)
    judged(following, [(60, 100)], seats=[seat], entries=entries)

    assert rows_of(calculate_result(following.pk, actor=chair), "score") == [(60,), (100,)]


def test_shrinkage_below_zero_is_refused_by_the_form(hundred):
    hundred.shrinkage = Decimal(-1)

    with pytest.raises(Exception, match="shrinkage"):
        hundred.full_clean()
