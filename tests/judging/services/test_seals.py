from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from judging.enums import RoundKind, RoundState
from judging.models import Record, ResultRun, Round, Score
from judging.selectors.records import canonical
from judging.selectors.results import inputs_of
from judging.selectors.seals import check_seals
from judging.services.admissions import remove_entry
from judging.services.results import calculate_result, confirm_result
from judging.services.revocations import revoke_award
from judging.services.rounds import open_round
from judging.services.seals import reopen_result, seal_result
from tests.factories.judging import (
    AssignmentFactory,
    AwardFactory,
    PanelistFactory,
    RecordFactory,
    RecordFileFactory,
    RoundFactory,
    ScoreSheetFactory,
)


@pytest.fixture
def scored_round(round_, secretary):
    """Two entries with a sheet each, a withdrawn judge, and an entry that was taken out by hand."""
    for values in ({"signifikansi": 5, "kebaruan": 4}, {"signifikansi": 3, "kebaruan": None}):
        sheet = ScoreSheetFactory(assignment=AssignmentFactory(round=round_), values=values)
    AssignmentFactory(round=round_, version=sheet.assignment.version, recused_at=clock.now())
    disqualified = AssignmentFactory(round=round_, recused_at=clock.now()).version.submission
    remove_entry(round_.pk, actor=secretary, submission=disqualified, reason="Diskualifikasi.")
    return round_


@pytest.fixture
def visited_round(scored_round):
    """The same in the field, with a closed record that has a photo, and a draft."""
    scored_round.kind = RoundKind.FIELD
    scored_round.save()
    entries = scored_round.assignments.filter(recused_at=None).order_by("pk")
    record = RecordFactory(round=scored_round, submission=entries[0].version.submission)
    RecordFileFactory(record=record)
    RecordFactory(round=scored_round, submission=entries[1].version.submission, closed_at=None)
    return scored_round


def sealed(round_, chair):
    run = calculate_result(round_.pk, actor=chair)
    confirm_result(run.pk, actor=chair)
    return seal_result(run.pk, actor=chair)


@pytest.fixture
def run(scored_round, chair):
    return sealed(scored_round, chair)


def test_seal_holds_places_people_names_and_hashes(run, chair):
    run.refresh_from_db()

    assert run.seal_hash == hash_of(run.seal)
    assert (run.seal["inputs_hash"], run.seal["previous"]) == (run.inputs_hash, "")
    assert [(place["rank"], place["score"], place["sheet_count"]) for place in run.seal["places"]] == [
        (1, "92.000000", 1),
        (2, "60.000000", 1),
    ]
    assert (run.seal["confirmed"]["name"], run.seal["sealed"]["by"]) == (chair.name, chair.pk)
    assert [entry["submission"] for entry in run.seal["entries"]] == [
        place["submission"] for place in run.seal["places"]
    ]
    assert {seat["name"] for seat in run.seal["panel"] if seat["is_chair"]} == {chair.name}
    assert run.inputs["changes"][0]["reason"] == "Diskualifikasi."


def test_untouched_result_is_as_it_was_sealed(run):
    output = StringIO()
    call_command("verify_results", str(run.round.edition.year), stdout=output)

    assert check_seals(run.round.edition) == []
    assert output.getvalue() == f"{run}: {run.seal_hash}\n1 seals, everything as it was sealed.\n"


TAMPERED = {
    "a score": ("UPDATE judging_score SET value = 1 WHERE value = 5", "inputs, sheets"),
    "a score that is gone": ("DELETE FROM judging_score WHERE value = 5", "inputs, sheets"),
    "the state of a score": (
        "UPDATE judging_score SET state = 'abstained', value = NULL WHERE value = 5",
        "inputs, sheets",
    ),
    "a sheet back to a draft": (
        "UPDATE judging_scoresheet SET state = 'draft', submitted_at = NULL",
        "inputs, sheets",
    ),
    "a weight": ("UPDATE judging_criterion SET weight = 61 WHERE code = 'signifikansi'", "inputs, rubric"),
    "the order in ties": ("UPDATE judging_criterion SET tie_break_order = 2", "inputs, rubric"),
    "the scale": ("UPDATE judging_rubric SET scale_maximum = 9", "inputs, rubric, scale_maximum"),
    "a recusal": ("UPDATE judging_assignment SET recused_at = NULL", "inputs, recusals"),
    "a new recusal": (
        "UPDATE judging_assignment SET recused_at = created_at WHERE recused_at IS NULL",
        "inputs, sheets",
    ),
    "a judge": (
        "UPDATE judging_panelist SET judge_id = (SELECT MIN(id) FROM accounts_user WHERE id NOT IN "
        "(SELECT judge_id FROM judging_panelist)) WHERE NOT is_chair "
        "AND id = (SELECT MIN(panelist_id) FROM judging_assignment)",
        "inputs, sheets",
    ),
    "a change by hand": ("UPDATE judging_admission SET reason = 'Lain.'", "inputs, changes"),
    "an entry": ("UPDATE submissions_submission SET status = 'rejected'", "inputs, entries"),
    "a version": ("UPDATE submissions_submissionversion SET sha256 = 'x'", "inputs, entries"),
    "the kind of the round": ("UPDATE judging_round SET kind = 'field'", "inputs, round, kind"),
    "a rank": ("UPDATE judging_resultrow SET rank = 7 WHERE rank = 1", "places, submission"),
    "a stored score": ("UPDATE judging_resultrow SET score = 99 WHERE rank = 1", "places, submission"),
    "a plain mean": ("UPDATE judging_resultrow SET raw_score = 99 WHERE rank = 1", "places, submission"),
    "a likely rank": ("UPDATE judging_resultrow SET last_rank = 9 WHERE rank = 1", "places, submission"),
    "the statistics": ("UPDATE judging_resultrun SET statistics = '{}'", "statistics"),
    "the method of the result": ("UPDATE judging_resultrun SET method = 'x'", "method of the result"),
    "the rule of the round": ("UPDATE judging_round SET method = 'judge-adjusted-mean'", "inputs, method"),
    "the weight of the round": ("UPDATE judging_round SET weight = 1", "inputs, round, weight"),
    "how few sheets are enough": ("UPDATE judging_round SET least_sheets = 1", "inputs, round, least_sheets"),
    "the rule of ties": ("UPDATE judging_round SET first_tie_break = 'higher_median'", "inputs, tie_breaks"),
    "a tie-break": ("UPDATE judging_resultrow SET tie_break = 'undian' WHERE rank = 1", "places, submission"),
    "a row": ("DELETE FROM judging_resultrow WHERE rank = 1", "places, submission"),
    "the inputs": ("UPDATE judging_resultrun SET inputs = '{\"rubric\": {}}'", "inputs hash"),
    "the hash of the inputs": ("UPDATE judging_resultrun SET inputs_hash = 'x'", "inputs hash of the result"),
    "the seal": ("UPDATE judging_resultrun SET seal = '{}'", "seal hash"),
    "the hash of the seal": ("UPDATE judging_resultrun SET seal_hash = 'x'", "seal hash"),
    "who confirmed": (
        "UPDATE judging_resultrun SET confirmed_by_id = (SELECT MAX(id) FROM accounts_user)",
        "confirmed by",
    ),
    "when it was sealed": ("UPDATE judging_resultrun SET sealed_at = '2020-01-01 00:00:00+00:00'", "sealed at"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_is_changed_behind_the_seal_is_named(run, secretary, what):
    statement, named = TAMPERED[what]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0

    found = [difference.where for difference in check_seals(run.round.edition)]

    assert any(where.startswith(named) for where in found), found
    with pytest.raises(CommandError, match=named):
        call_command("verify_results", str(run.round.edition.year), stdout=StringIO())


TAMPERED_RECORD = {
    "what a record says": "UPDATE judging_record SET contents = '{}' WHERE closed_at IS NOT NULL",
    "a record that is open again": "UPDATE judging_record SET closed_at = NULL, closed_by_id = NULL",
    "a draft that is closed": "UPDATE judging_record SET closed_at = saved_at, closed_by_id = saved_by_id",
    "a photo": "UPDATE judging_recordfile SET sha256 = 'x'",
    "a caption": "UPDATE judging_recordfile SET caption = 'Lain.'",
    "a removed photo": "UPDATE judging_recordfile SET removed_at = added_at",
}


@pytest.mark.parametrize("what", TAMPERED_RECORD)
def test_whatever_is_changed_in_a_closed_record_after_the_seal_is_named(visited_round, chair, what):
    sealed(visited_round, chair)
    assert check_seals(visited_round.edition) == []
    with connection.cursor() as cursor:
        cursor.execute(TAMPERED_RECORD[what])
        assert cursor.rowcount > 0

    found = [difference.where for difference in check_seals(visited_round.edition)]

    assert len(found) == 1
    assert found[0].startswith("inputs, records")


def test_inputs_name_closed_records_by_their_hash_alone(visited_round, scored_round):
    record = Record.objects.exclude(closed_at=None).get()

    assert inputs_of(visited_round)["records"] == [
        {"submission": record.submission_id, "record": record.pk, "sha256": hash_of(canonical(record))}
    ]
    record.closed_at = record.closed_by = None
    record.save()
    assert "records" not in inputs_of(visited_round)


def test_difference_says_what_was_sealed_and_what_is_there(run):
    score = Score.objects.get(value=5)
    entry, judge = score.sheet.assignment.version.submission_id, score.sheet.assignment.panelist.judge_id
    Score.objects.filter(pk=score.pk).update(value=2)

    (found,) = check_seals(run.round.edition)

    assert found.where == f"inputs, sheets, submission {entry} judge {judge}, scores, signifikansi"
    assert (found.sealed, found.found) == (5, 2)
    assert str(found) == f"{run}: {found.where} disegel sebagai 5, sekarang 2."


def test_year_without_an_edition_is_said(db):
    with pytest.raises(CommandError, match="There is no edition of 1999"):
        call_command("verify_results", "1999")


def test_reopened_result_stays_a_link_of_the_chain(run, scored_round, chair):
    reopened = reopen_result(run.pk, actor=chair, reason=" Satu lembar salah ketik. ")

    scored_round.refresh_from_db()
    assert (reopened.reopening_reason, reopened.reopened_by) == ("Satu lembar salah ketik.", chair)
    assert (scored_round.state, reopened.is_sealed) == (RoundState.OPEN, False)
    Score.objects.filter(value=5).update(value=2)
    second = sealed(scored_round, chair)

    assert (second.number, second.seal["previous"]) == (2, run.seal_hash)
    assert check_seals(scored_round.edition) == []
    ResultRun.objects.filter(pk=run.pk).update(seal_hash="x")
    assert [difference.where for difference in check_seals(scored_round.edition)] == ["seal hash", "previous seal"]


def test_reopening_needs_a_reason_a_seal_and_the_chair(run, scored_round, chair, secretary, superuser):
    unsealed = ResultRun.objects.create(
        round=scored_round, number=9, inputs={}, calculated_by=chair, calculated_at=clock.now()
    )
    for which, reason, code in ((run, " ", "reason_required"), (unsealed, "Salah.", "not_sealed")):
        with pytest.raises(ValidationError) as raised:
            reopen_result(which.pk, actor=chair, reason=reason)
        assert raised.value.code == code
    for actor in (secretary, superuser):
        with pytest.raises(PermissionDenied):
            reopen_result(run.pk, actor=actor, reason="Salah.")

    run.refresh_from_db()
    assert run.is_sealed


def test_reopening_twice_changes_nothing(run, chair):
    first = reopen_result(run.pk, actor=chair, reason="Salah ketik.")

    assert reopen_result(run.pk, actor=chair, reason="Lain.").reopening_reason == first.reopening_reason


def test_result_that_was_announced_or_gone_on_from_stays_sealed(run, scored_round, chair, secretary):
    award = AwardFactory(run=run)
    with pytest.raises(ValidationError) as raised:
        reopen_result(run.pk, actor=chair, reason="Salah.")
    assert raised.value.code == "announced"
    revoke_award(award.pk, actor=secretary, reason="Data tidak benar.")

    following = RoundFactory(edition=scored_round.edition, number=2, state=RoundState.PREPARATION)
    PanelistFactory(round=following, judge=chair, is_chair=True)
    open_round(following.pk, actor=secretary)
    with pytest.raises(ValidationError) as raised:
        reopen_result(run.pk, actor=chair, reason="Salah.")
    assert raised.value.code == "later_begun"


def test_database_asks_for_the_reason_of_a_reopening(run):
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultRun.objects.filter(pk=run.pk).update(reopened_at=clock.now())


def test_a_result_sealed_before_recusals_had_a_source_still_verifies(scored_round, chair, monkeypatch):
    def without_source(round_):
        inputs = inputs_of(round_)
        return {
            **inputs,
            "recusals": [{"submission": one["submission"], "judge": one["judge"]} for one in inputs["recusals"]],
        }

    monkeypatch.setattr("judging.services.results.inputs_of", without_source)
    run = sealed(scored_round, chair)
    run.refresh_from_db()
    assert {frozenset(recusal) for recusal in run.inputs["recusals"]} == {frozenset(["submission", "judge"])}

    assert check_seals(scored_round.edition) == []
    scored_round.assignments.filter(recused_at__isnull=False).update(recused_at=None)
    assert {difference.where.split(",")[1] for difference in check_seals(scored_round.edition)} >= {" recusals"}


def test_a_result_sealed_before_the_least_sheets_were_noted_still_verifies(scored_round, chair, monkeypatch):
    Round.objects.filter(pk=scored_round.pk).update(least_sheets=1)
    scored_round.refresh_from_db()

    def without_least_sheets(round_):
        inputs = inputs_of(round_)
        del inputs["round"]["least_sheets"]
        return inputs

    monkeypatch.setattr("judging.services.results.inputs_of", without_least_sheets)
    run = sealed(scored_round, chair)
    run.refresh_from_db()
    assert "least_sheets" not in run.inputs["round"]

    assert check_seals(scored_round.edition) == []


@pytest.fixture
def older_run(run):
    """The same as 0.1.0 sealed it: by the hash of its inputs, which held less, and with plain ranks alone."""
    parts = {"round": ("id", "edition", "kind"), "rubric": ("name", "version", "scale_maximum", "criteria")}
    rows = {"sheets": ("submission", "judge", "scores"), "recusals": ("submission", "judge")}
    inputs = {name: run.inputs[name] for name in ("method", "software", "entries")}
    inputs |= {part: {name: run.inputs[part][name] for name in names} for part, names in parts.items()}
    inputs |= {part: [{name: row[name] for name in names} for row in run.inputs[part]] for part, names in rows.items()}
    beyond = dict.fromkeys(("raw_rank", "raw_score", "adjusted_rank", "adjusted_score", "standard_error", "spread"))
    run.rows.update(**beyond, first_rank=None, last_rank=None)
    ResultRun.objects.filter(pk=run.pk).update(inputs=inputs, inputs_hash=hash_of(inputs), seal_hash="", seal=None)
    run.refresh_from_db()
    return run


def test_a_result_of_the_first_release_still_verifies(older_run):
    assert check_seals(older_run.round.edition) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda run: ResultRun.objects.filter(pk=run.pk).update(inputs_hash="0" * 64), "inputs hash"),
        (lambda run: run.rows.filter(rank=1).update(score=1), "places by the inputs"),
        (lambda run: run.rows.filter(rank=1).delete(), "places by the inputs"),
        (lambda run: Score.objects.filter(value__isnull=False).update(value=1), "inputs, sheets"),
        (lambda run: run.round.assignments.update(recused_at=None), "inputs, recusals"),
    ],
)
def test_what_is_changed_in_a_result_of_the_first_release_is_named(older_run, change, where):
    change(older_run)
    found = check_seals(older_run.round.edition)
    assert found
    assert {difference.where[: len(where)] for difference in found} == {where}
