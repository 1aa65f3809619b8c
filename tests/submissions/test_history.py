"""Figures of past moments, held against a second way of counting them from the raw rows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innovation_portal.utils import clock
from submissions.enums import ComplianceState as C
from submissions.enums import SubmissionStatus as S
from submissions.models import ObligationEvent, SubmissionEvent
from submissions.selectors.history import Figures, end_of, history_of
from submissions.services.obligations import exempt_agency, lift_exemption
from submissions.workflow import TRANSITIONS
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    ObligationEventFactory,
    ObligationFactory,
    SubmissionFactory,
)

BEGIN = datetime(2031, 3, 1, 1, tzinfo=UTC)
PREFERRED = [C.VERIFIED, C.SUBMITTED, C.RETURNED, C.REJECTED, C.AWAITING_APPROVAL, C.DRAFT]


def hours(number):
    return BEGIN + timedelta(hours=number)


class Stage:
    """An edition with agencies, whose events are written row by row."""

    def __init__(self):
        self.edition, self.person = EditionFactory(), UserFactory()

    def agency(self, *, at=0, owed=1):
        duty = ObligationFactory(edition=self.edition, required_count=owed, event=None)
        self.duty(duty, at, "entered", is_exempt=False)
        return duty

    def duty(self, duty, at, step, *, is_exempt):
        ObligationEventFactory(obligation=duty, step=step, is_exempt=is_exempt, at=hours(at))

    def entry(self, agency, *steps):
        """`steps`: hour and action, one after the other; return the submission."""
        submission = SubmissionFactory(edition=self.edition, innovation=InnovationFactory(agency=agency))
        self.go_on(submission, *steps)
        return submission

    def go_on(self, submission, *steps):
        for at, action in steps:
            status = S.DRAFT if action == "start" else TRANSITIONS[action].target_of(submission)
            if action == "submit":
                submission.first_submitted_at = submission.first_submitted_at or hours(at)
            elif action == "restore":
                submission.first_submitted_at = None
            SubmissionEvent.objects.create(
                submission=submission, actor=self.person, action=action, to_status=status, at=hours(at)
            )


@pytest.fixture
def stage(db):
    return Stage()


def figures(met, owed, **states):
    return Figures(met, owed, {state: states.get(state.name.lower(), 0) for state in C})


def test_every_moment_has_the_figures_that_the_board_showed_then(stage):
    first, second = stage.agency(), stage.agency(at=5)
    stage.entry(first.agency, (10, "start"), (20, "request_approval"), (30, "submit"), (40, "return"), (50, "submit"))
    stage.entry(second.agency, (60, "start"), (70, "submit"), (80, "reject"))
    stage.duty(second, 90, "exempted", is_exempt=True)

    history = history_of(stage.edition)

    assert {hour: history.at(hours(hour)) for hour in (-1, 0, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90)} == {
        -1: figures(0, 0),
        0: figures(0, 1, nothing=1),
        5: figures(0, 2, nothing=2),
        10: figures(0, 2, draft=1, nothing=1),
        20: figures(0, 2, awaiting_approval=1, nothing=1),
        30: figures(1, 2, submitted=1, nothing=1),
        40: figures(1, 2, returned=1, nothing=1),
        50: figures(1, 2, submitted=1, nothing=1),
        60: figures(1, 2, submitted=1, draft=1),
        70: figures(2, 2, submitted=2),
        80: figures(1, 2, submitted=1, rejected=1),
        90: figures(1, 1, submitted=1, exempt=1),
    }


def test_what_was_withdrawn_counted_until_then_and_counts_again_only_when_it_is_handed_in_again(stage):
    duty = stage.agency()
    steps = [(1, "start"), (2, "submit"), (3, "withdraw"), (4, "restore"), (5, "request_approval"), (6, "submit")]
    stage.entry(duty.agency, *steps)

    history = history_of(stage.edition)

    assert [history.at(hours(hour)) for hour in range(1, 7)] == [
        figures(0, 1, draft=1),
        figures(1, 1, submitted=1),
        figures(0, 1, nothing=1),
        figures(0, 1, draft=1),
        figures(0, 1, awaiting_approval=1),
        figures(1, 1, submitted=1),
    ]


def test_a_correction_that_waits_for_approval_still_counts(stage):
    duty = stage.agency()
    steps = [(1, "start"), (2, "submit"), (3, "return"), (4, "request_approval")]
    stage.entry(duty.agency, *steps)

    assert history_of(stage.edition).at(hours(4)) == figures(1, 1, returned=1)


def test_the_days_end_at_midnight_of_the_portal(stage):
    duty = stage.agency()
    stage.entry(duty.agency, (0, "start"), (15, "submit"))  # 16.00 UTC is 23.00 WIB of the same day

    days = history_of(stage.edition).by_day(date(2031, 2, 28), date(2031, 3, 2))

    assert days == [figures(0, 0), figures(1, 1, submitted=1), figures(1, 1, submitted=1)]
    assert end_of(date(2031, 3, 1)) == datetime(2031, 3, 1, 16, 59, 59, 999999, tzinfo=UTC)


def test_an_agency_without_a_duty_is_no_figure(stage):
    stage.entry(AgencyFactory(), (1, "start"), (2, "submit"))

    assert history_of(stage.edition).at(hours(3)) == figures(0, 0)
    assert history_of(stage.edition).states_at(hours(3)) == {}


def test_exempting_and_lifting_leave_their_events(stage, secretary):
    duty = stage.agency()
    with clock.at(hours(7)):
        exempt_agency(duty.pk, actor=secretary, reason=" Digabung. ")
    with clock.at(hours(8)):
        lift_exemption(duty.pk, actor=secretary)
        lift_exemption(duty.pk, actor=secretary)

    rows = ObligationEvent.objects.filter(obligation=duty).values_list("step", "is_exempt", "reason", "actor", "at")
    assert list(rows)[1:] == [
        ("exempted", True, "Digabung.", secretary.pk, hours(7)),
        ("lifted", False, "", secretary.pk, hours(8)),
    ]
    assert [history_of(stage.edition).at(hours(hour)).owed for hour in (6, 7, 8)] == [1, 0, 1]


ACTIONS = st.sampled_from(sorted(TRANSITIONS))
STORY = st.lists(st.tuples(st.integers(0, 200), ACTIONS), max_size=8).map(sorted)
AGENCIES = st.lists(
    st.tuples(
        st.integers(0, 100),
        st.integers(1, 2),
        st.lists(st.integers(0, 200), max_size=3),
        st.lists(STORY, max_size=2),
    ),
    max_size=3,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(agencies=AGENCIES, moments=st.lists(st.integers(0, 210), min_size=1, max_size=4))
def test_random_histories_are_counted_the_same_a_second_way(db, agencies, moments):
    stage = Stage()
    for entered, owed, switches, stories in agencies:
        duty = stage.agency(at=entered, owed=owed)
        for number, at in enumerate(sorted(switches)):
            stage.duty(duty, at, "exempted" if number % 2 == 0 else "lifted", is_exempt=number % 2 == 0)
        for story in stories:
            stage.entry(duty.agency, (story[0][0] if story else 0, "start"), *story)

    history = history_of(stage.edition)

    for moment in moments:
        assert history.at(hours(moment)) == counted_by_hand(stage.edition, hours(moment))


def counted_by_hand(edition, moment):
    """Every row up to the moment, agency by agency: what is the last that was said of its duty and its entries."""
    states, met, owed = dict.fromkeys(C, 0), 0, 0
    for duty in edition.obligations.all():
        said = [row for row in duty.events.order_by("at", "pk") if row.at <= moment]
        if not said:
            continue
        standing, counting = set(), 0
        for entry in edition.submissions.filter(agency=duty.agency):
            steps = [row for row in entry.events.order_by("at", "pk") if row.at <= moment]
            actions = [row.action for row in steps]
            restored = max((place for place, action in enumerate(actions) if action == "restore"), default=-1)
            last = steps[-1].to_status if steps else None
            was_handed_in = "submit" in actions[restored + 1 :]
            counting += was_handed_in and last not in {S.REJECTED, S.WITHDRAWN}
            if last == S.AWAITING_APPROVAL and was_handed_in:
                last = S.RETURNED
            standing.add(last)
        if said[-1].is_exempt:
            states[C.EXEMPT] += 1
            continue
        owed += 1
        met += counting >= said[-1].required_count
        states[next((state for state in PREFERRED if state.value in standing), C.NOTHING)] += 1
    return Figures(met, owed, states)
