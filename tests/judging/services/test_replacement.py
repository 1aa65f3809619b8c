import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import RoundState, SheetState
from judging.models import Assignment, Panelist, ScoreSheet
from judging.selectors.assignments import task_list
from judging.selectors.departures import departure_of
from judging.selectors.plans import plan_of
from judging.selectors.results import inputs_of
from judging.services.allocation import apply_allocation
from judging.services.conflicts import declare_no_conflict
from judging.services.replacement import replace_judge
from judging.services.rounds import seat_judge
from tests.factories.accounts import UserFactory
from tests.factories.judging import (
    AssignmentFactory,
    PanelistFactory,
    RoundFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
    version_of,
)


@pytest.fixture
def seat(db):
    """A judge with one entry in each state, one judge per entry, and two colleagues with nothing to do."""
    round_ = RoundFactory(edition__judges_per_entry=1)
    seat = PanelistFactory(round=round_)
    AssignmentFactory(round=round_, panelist=seat)
    AssignmentFactory(round=round_, panelist=seat, cleared_at=clock.now())
    for state in (SheetState.DRAFT, SheetState.SUBMITTED):
        ScoreSheetFactory(assignment__round=round_, assignment__panelist=seat, state=state)
    PanelistFactory.create_batch(2, round=round_)
    return seat


def entries_of(seat, state):
    sheets = {"untouched": {"sheet": None}, "begun": {"sheet__state": "draft"}, "in": {"sheet__state": "submitted"}}
    return set(seat.assignments.filter(**sheets[state]).values_list("version_id", flat=True))


def test_the_preview_says_what_is_left_behind_and_changes_nothing(seat):
    before = list(Assignment.objects.values())

    departure = departure_of(seat, keeps_sheets=True)

    assert (departure.untouched, departure.begun, departure.handed_in) == (2, 1, 1)
    handed_on = {version for _seat, version in departure.plan.pairs}
    assert handed_on == entries_of(seat, "untouched") | entries_of(seat, "begun")
    assert seat.pk not in {load.seat.pk for load in departure.plan.loads}
    assert sorted(load.after for load in departure.plan.loads) == [1, 2]
    assert list(Assignment.objects.values()) == before


def test_open_entries_go_to_others_and_what_is_in_counts_on(seat, secretary):
    departure = departure_of(seat, keeps_sheets=True)

    made = replace_judge(seat.pk, actor=secretary, reason=" Sakit. ", expected=departure.digest)

    assert sorted((item.panelist_id, item.version_id) for item in made) == sorted(departure.plan.pairs)
    kept = seat.assignments.filter(recused_at=None)
    assert set(kept.values_list("version_id", flat=True)) == entries_of(seat, "in")
    assert ScoreSheet.objects.filter(assignment__panelist=seat, state=SheetState.DRAFT).count() == 1
    seat.refresh_from_db()
    assert (seat.left_reason, seat.left_at is not None) == ("Sakit.", True)
    assert [sheet["judge"] for sheet in inputs_of(seat.round)["sheets"]] == [seat.judge_id]


def test_sheets_that_are_left_out_are_replaced_too_and_leave_a_trace(seat, secretary):
    made = replace_judge(seat.pk, actor=secretary, reason="Melanggar kode etik.", keeps_sheets=False)

    assert len(made) == 4
    inputs = inputs_of(seat.round)
    assert inputs["sheets"] == []
    assert {recusal["judge"] for recusal in inputs["recusals"]} == {seat.judge_id}
    assert len(inputs["recusals"]) == 4
    assert ScoreSheet.objects.filter(assignment__panelist=seat).count() == 2
    entry = ModelLogEntry.objects.get(action="judging.replace")
    assert entry.data == {
        "judge": seat.judge.name,
        "reason": "Melanggar kode etik.",
        "sheets_left_out": 1,
        "count": 4,
    }


def test_who_drops_out_gets_one_mail_and_the_others_that_of_an_allocation(seat, secretary):
    made = replace_judge(seat.pk, actor=secretary, reason="Sakit.")

    sent = list(OutgoingMessage.objects.values_list("recipient", "kind"))
    takers = {item.panelist.judge_id for item in made}
    assert sorted(sent) == sorted([(seat.judge_id, "judge_relieved"), *((pk, "entries_assigned") for pk in takers)])
    assert "Sakit" not in OutgoingMessage.objects.get(kind="judge_relieved").body


def test_again_changes_nothing(seat, secretary):
    replace_judge(seat.pk, actor=secretary, reason="Sakit.")
    before = list(Assignment.objects.values())

    assert replace_judge(seat.pk, actor=secretary, reason="Lagi.", keeps_sheets=False) == []

    assert list(Assignment.objects.values()) == before
    assert Panelist.objects.get(pk=seat.pk).left_reason == "Sakit."
    assert OutgoingMessage.objects.filter(kind="judge_relieved").count() == 1


def test_whoever_is_gone_sees_and_does_nothing_any_more(client, seat, secretary):
    judge, tasks = seat.judge, list(seat.assignments.values_list("pk", flat=True))
    replace_judge(seat.pk, actor=secretary, reason="Sakit.")
    client.force_login(judge)

    assert list(task_list(judge)) == []
    for pk in tasks:
        for name in ("sheet-detail", "conflict-declare"):
            assert client.get(reverse(f"judging:{name}", args=[pk])).status_code == 404
        with pytest.raises(PermissionDenied):
            declare_no_conflict(pk, actor=judge)


def test_what_nobody_may_take_over_stays_short_and_the_judge_is_gone_all_the_same(seat, secretary):
    seat.round.panel.exclude(pk=seat.pk).update(load_limit=1)

    made = replace_judge(seat.pk, actor=secretary, reason="Sakit.")

    assert len(made) == 2
    gaps = plan_of(seat.round, seed=1).gaps
    assert [(gap.missing, gap.limit, gap.conflict, gap.expertise) for gap in gaps] == [(1, 2, 0, 0)]


def test_only_the_entries_of_the_judge_are_filled(seat, secretary):
    VerifiedSubmissionFactory(edition=seat.round.edition)

    assert len(replace_judge(seat.pk, actor=secretary, reason="Sakit.")) == 3


def test_who_dropped_out_gets_nothing_more_and_may_come_back_without_what_was_taken(seat, secretary):
    replace_judge(seat.pk, actor=secretary, reason="Sakit.")
    fresh = VerifiedSubmissionFactory.create_batch(3, edition=seat.round.edition)

    apply_allocation(seat.round_id, actor=secretary, seed=1)
    assert not seat.assignments.filter(version__submission__in=fresh).exists()

    seat_judge(seat.round_id, actor=secretary, judge=seat.judge)
    assert [item.pk for item in task_list(seat.judge).filter(recused_at=None)] == [
        seat.assignments.get(sheet__state=SheetState.SUBMITTED).pk
    ]
    newest = VerifiedSubmissionFactory(edition=seat.round.edition)
    assert apply_allocation(seat.round_id, actor=secretary, seed=1)[0].version == version_of(newest)


def test_who_comes_back_does_not_get_again_what_was_taken(seat, secretary):
    seat.round.panel.exclude(pk=seat.pk).update(load_limit=0)
    replace_judge(seat.pk, actor=secretary, reason="Sakit.")
    seat_judge(seat.round_id, actor=secretary, judge=seat.judge)

    plan = plan_of(seat.round, seed=1)

    assert (plan.pairs, [gap.missing for gap in plan.gaps]) == ([], [1, 1, 1])


def test_a_preview_that_is_out_of_date_is_refused(seat, secretary):
    departure = departure_of(seat, keeps_sheets=True)
    ScoreSheetFactory(assignment=seat.assignments.filter(sheet=None, cleared_at__isnull=False).get())

    with pytest.raises(ValidationError) as raised:
        replace_judge(seat.pk, actor=secretary, reason="Sakit.", expected=departure.digest)

    assert raised.value.code == "stale"
    assert Panelist.objects.get(pk=seat.pk).left_at is None


@pytest.mark.parametrize("state", [RoundState.PREPARATION, RoundState.SEALED])
def test_nobody_drops_out_before_the_round_or_after_its_seal(seat, secretary, state):
    seat.round.state = state
    seat.round.save()

    with pytest.raises(ValidationError) as raised:
        replace_judge(seat.pk, actor=secretary, reason="Sakit.")

    assert raised.value.code == "not_open"
    assert Panelist.objects.get(pk=seat.pk).left_at is None


def test_the_chair_hands_over_first(seat, secretary):
    Panelist.objects.filter(pk=seat.pk).update(is_chair=True)

    with pytest.raises(ValidationError) as raised:
        replace_judge(seat.pk, actor=secretary, reason="Sakit.")

    assert raised.value.code == "chair"


def test_a_reason_is_given(seat, secretary):
    with pytest.raises(ValidationError) as raised:
        replace_judge(seat.pk, actor=secretary, reason="  ")

    assert raised.value.code == "reason_required"
    assert not OutgoingMessage.objects.exists()


def test_nobody_takes_out_themselves_and_no_judge_takes_out_another(seat, judge):
    both = UserFactory(roles=[Role.SECRETARIAT, Role.JUDGE])
    own = PanelistFactory(round=seat.round, judge=both)

    with pytest.raises(ValidationError) as raised:
        replace_judge(own.pk, actor=both, reason="Sibuk.")
    assert raised.value.code == "own_seat"
    with pytest.raises(PermissionDenied):
        replace_judge(seat.pk, actor=judge, reason="Sibuk.")
    assert not Panelist.objects.filter(left_at__isnull=False).exists()
