from contextlib import nullcontext
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from judging.enums import RoundState
from judging.models import ResultRun, Round
from judging.scoring.calculation import calculate_places
from judging.services.results import calculate_result, confirm_result
from judging.services.seals import seal_result
from submissions.models import Edition
from tests.factories.judging import AssignmentFactory, ScoreSheetFactory, VerifiedSubmissionFactory, version_of


@pytest.fixture
def scored_round(round_):
    """Two entries with one sheet each."""
    better = AssignmentFactory(round=round_)
    ScoreSheetFactory(assignment=better, values={"signifikansi": 5, "kebaruan": 4})
    ScoreSheetFactory(assignment=AssignmentFactory(round=round_), values={"signifikansi": 3, "kebaruan": None})
    return round_


def rows_of(run):
    return [(row.rank, row.score, row.sheet_count) for row in run.rows.all()]


def test_calculating_keeps_inputs_hash_and_places(scored_round, chair):
    VerifiedSubmissionFactory(edition=scored_round.edition)

    run = calculate_result(scored_round.pk, actor=chair)

    assert rows_of(run) == [(1, Decimal(92), 1), (2, Decimal(60), 1), (None, None, 0)]
    stored = ResultRun.objects.get()
    assert (stored.number, stored.method) == (1, "weighted-mean")
    assert stored.inputs_hash == hash_of(stored.inputs)
    assert [place.rank for place in calculate_places(stored.inputs)] == [1, 2, None]


def test_calculating_again_makes_a_new_run_with_the_same_hash(scored_round, chair, secretary):
    first = calculate_result(scored_round.pk, actor=chair)
    second = calculate_result(scored_round.pk, actor=secretary)

    assert (first.number, second.number) == (1, 2)
    assert first.inputs_hash == second.inputs_hash


def test_withdrawn_and_unfinished_sheets_do_not_count(scored_round, chair):
    first = calculate_result(scored_round.pk, actor=chair)
    withdrawn = scored_round.assignments.first()
    withdrawn.recused_at = clock.now()
    withdrawn.save()
    ScoreSheetFactory(assignment=AssignmentFactory(round=scored_round), state="draft", values={"signifikansi": 5})

    second = calculate_result(scored_round.pk, actor=chair)

    assert rows_of(second) == [(1, Decimal(60), 1), (None, None, 0), (None, None, 0)]
    assert second.inputs["recusals"] == [
        {"submission": withdrawn.version.submission_id, "judge": withdrawn.panelist.judge_id, "source": ""}
    ]
    assert first.inputs_hash != second.inputs_hash


def test_confirm_then_seal_closes_the_round(scored_round, chair):
    run = calculate_result(scored_round.pk, actor=chair)

    confirmed = confirm_result(run.pk, actor=chair)
    sealed = seal_result(run.pk, actor=chair)

    assert confirmed.confirmed_by == sealed.sealed_by == chair
    scored_round.refresh_from_db()
    assert scored_round.state == RoundState.SEALED


def test_confirming_and_sealing_twice_change_nothing(scored_round, chair):
    run = calculate_result(scored_round.pk, actor=chair)
    first = confirm_result(run.pk, actor=chair).confirmed_at
    assert confirm_result(run.pk, actor=chair).confirmed_at == first

    first = seal_result(run.pk, actor=chair).sealed_at
    assert seal_result(run.pk, actor=chair).sealed_at == first


def test_sealing_needs_a_confirmation(scored_round, chair):
    run = calculate_result(scored_round.pk, actor=chair)

    with pytest.raises(ValidationError) as raised:
        seal_result(run.pk, actor=chair)

    assert raised.value.code == "unconfirmed"
    scored_round.refresh_from_db()
    assert scored_round.state == RoundState.OPEN


@pytest.mark.parametrize("step", [confirm_result, seal_result])
def test_only_the_chair_confirms_and_seals_superusers_included(scored_round, chair, superuser, secretary, judge, step):
    run = calculate_result(scored_round.pk, actor=chair)
    if step is seal_result:
        confirm_result(run.pk, actor=chair)

    for actor in (superuser, secretary, judge):
        with pytest.raises(PermissionDenied):
            step(run.pk, actor=actor)

    run.refresh_from_db()
    assert run.sealed_at is None


def test_a_run_that_is_out_of_date_is_neither_confirmed_nor_sealed(scored_round, chair):
    stale = calculate_result(scored_round.pk, actor=chair)
    sealable = calculate_result(scored_round.pk, actor=chair)
    confirm_result(sealable.pk, actor=chair)
    ScoreSheetFactory(assignment=AssignmentFactory(round=scored_round), values={"signifikansi": 1, "kebaruan": 1})

    for step, run in ((confirm_result, stale), (seal_result, sealable)):
        with pytest.raises(ValidationError) as raised:
            step(run.pk, actor=chair)
        assert raised.value.code == "stale"


def test_outstanding_sheets_hold_up_the_confirmation_and_are_named_once_the_round_closed(scored_round, chair):
    missing = AssignmentFactory(round=scored_round)
    run = calculate_result(scored_round.pk, actor=chair)

    with pytest.raises(ValidationError) as raised:
        confirm_result(run.pk, actor=chair)
    assert raised.value.code == "outstanding"

    scored_round.closes_at = clock.now() - timedelta(minutes=1)
    scored_round.save()
    with pytest.raises(ValidationError) as raised:
        confirm_result(run.pk, actor=chair)
    assert raised.value.code == "too_few_sheets"
    assert raised.value.messages == [
        f"1 usulan punya kurang dari 1 lembar nilai: {missing.version.submission.registration_number}."
    ]


LEAST = [(None, 1, False), (1, 1, True), (9, 1, False), (9, 2, True)]


@pytest.mark.parametrize(("least", "sheets", "is_enough"), LEAST)
def test_a_closed_round_is_confirmed_with_the_least_sheets_of_its_rule(round_, chair, least, sheets, is_enough):
    Edition.objects.filter(pk=round_.edition_id).update(judges_per_entry=2)
    Round.objects.filter(pk=round_.pk).update(least_sheets=least, closes_at=clock.now() - timedelta(minutes=1))
    version = version_of(VerifiedSubmissionFactory(edition=round_.edition))
    for number in range(2):
        assignment = AssignmentFactory(round=round_, version=version)
        if number < sheets:
            ScoreSheetFactory(assignment=assignment)
    run = calculate_result(round_.pk, actor=chair)

    with nullcontext() if is_enough else pytest.raises(ValidationError, match="lembar nilai"):
        confirm_result(run.pk, actor=chair)

    run.refresh_from_db()
    assert run.confirmed_by == (chair if is_enough else None)


def test_a_round_has_one_sealed_result_and_no_more_calculations(scored_round, chair):
    first, second = (calculate_result(scored_round.pk, actor=chair) for _ in range(2))
    for run in (first, second):
        confirm_result(run.pk, actor=chair)
    seal_result(first.pk, actor=chair)

    with pytest.raises(ValidationError) as sealed:
        seal_result(second.pk, actor=chair)
    with pytest.raises(ValidationError) as calculated:
        calculate_result(scored_round.pk, actor=chair)

    assert (sealed.value.code, calculated.value.code) == ("other_sealed", "not_open")


def test_nobody_calculates_before_the_own_sheets_are_in(scored_round, chair, judge):
    own = AssignmentFactory(round=scored_round, panelist=scored_round.panel.get(judge=chair))

    with pytest.raises(PermissionDenied):
        calculate_result(scored_round.pk, actor=chair)
    with pytest.raises(PermissionDenied):
        calculate_result(scored_round.pk, actor=judge)

    assert not ResultRun.objects.exists()
    own.recused_at = clock.now()
    own.save()
    assert calculate_result(scored_round.pk, actor=chair).number == 1
