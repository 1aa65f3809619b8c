from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.enums import DossierPart
from submissions.selectors.verification_numbers import percentile, verification_numbers
from submissions.services.remarks import Remark
from submissions.services.submissions import change_status
from submissions.services.verification import verify_submission
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory, ReasonCodeFactory, handed_in

START = datetime(2031, 5, 4, 2, tzinfo=UTC)


@pytest.fixture
def edition(db):
    with clock.at(START):
        return EditionFactory(year=2031)


@pytest.fixture
def ani(db):
    return UserFactory(name="Ani", roles=[Role.VERIFIER])


@pytest.fixture
def budi(db):
    return UserFactory(name="Budi", roles=[Role.VERIFIER])


def handed_in_at(edition, moment):
    with clock.at(moment):
        return handed_in(edition)


def decided(edition, verifier, outcome, *, hours, **said):
    submission = handed_in_at(edition, START)
    with clock.at(START + timedelta(hours=hours)):
        verify_submission(submission.pk, actor=verifier, outcome=outcome, **said)
    return submission


def test_edition_without_decisions_has_no_times(edition):
    numbers = verification_numbers(edition)

    assert (numbers.waiting, numbers.oldest, numbers.decided) == (0, None, 0)
    assert (numbers.median, numbers.ninetieth, numbers.verifiers, numbers.reasons) == (None, None, [], [])
    assert [(share.outcome, share.count, share.percent) for share in numbers.shares] == [
        ("passed", 0, 0),
        ("returned", 0, 0),
        ("rejected", 0, 0),
    ]


def test_times_shares_and_people_are_counted(edition, ani, budi):
    decided(edition, ani, "passed", hours=1)
    decided(edition, ani, "passed", hours=3)
    decided(edition, budi, "returned", hours=10, note="Lengkapi.")
    decided(edition, ani, "rejected", hours=40, note="Tidak sesuai.")

    numbers = verification_numbers(edition)

    assert numbers.decided == 4
    assert (round(numbers.median / timedelta(hours=1), 1), round(numbers.ninetieth / timedelta(hours=1))) == (6.5, 40)
    assert [(share.outcome, share.count, share.percent) for share in numbers.shares] == [
        ("passed", 2, 50),
        ("returned", 1, 25),
        ("rejected", 1, 25),
    ]
    assert [(person.name, person.counts, person.total) for person in numbers.verifiers] == [
        ("Ani", [2, 0, 1], 3),
        ("Budi", [0, 1, 0], 1),
    ]


def test_waiting_begins_anew_with_a_correction(edition, ani):
    returned = decided(edition, ani, "returned", hours=1, note="Lengkapi.")
    approver = returned.events.first().actor
    handed_in_at(edition, START + timedelta(hours=8))
    with clock.at(START + timedelta(hours=5)):
        change_status(returned.pk, "submit", actor=approver)

    numbers = verification_numbers(edition)

    assert numbers.waiting == 2
    assert START + timedelta(hours=5) <= numbers.oldest < START + timedelta(hours=6)


def test_reason_counts_once_per_return_wherever_it_was_given(edition, ani):
    often, seldom = (ReasonCodeFactory(edition=edition, text=text) for text in ("Bukti.", "Judul."))
    section = edition.sections.first()
    both = [Remark(DossierPart.SECTION, section.pk, [often.pk]), Remark(DossierPart.FACTS, None, [often.pk])]
    decided(edition, ani, "returned", hours=1, reason_ids=[often.pk, seldom.pk], remarks=both)
    decided(edition, ani, "returned", hours=1, remarks=both)
    decided(edition, ani, "rejected", hours=1, reason_ids=[seldom.pk])

    assert verification_numbers(edition).reasons == [("Bukti.", 2), ("Judul.", 1)]


def test_other_editions_are_not_counted(edition, ani):
    with clock.at(START):
        other = EditionFactory(year=2032)
    decided(other, ani, "returned", hours=1, reason_ids=[ReasonCodeFactory(edition=other).pk])
    handed_in_at(other, START)

    numbers = verification_numbers(edition)

    assert (numbers.waiting, numbers.decided, numbers.verifiers, numbers.reasons) == (0, 0, [], [])


@pytest.mark.parametrize("count", [1, 3])
def test_numbers_query_count_is_constant(edition, ani, count, django_assert_num_queries):
    reason = ReasonCodeFactory(edition=edition)
    for _each in range(count):
        decided(edition, ani, "returned", hours=1, reason_ids=[reason.pk])
        handed_in_at(edition, START)

    with django_assert_num_queries(5):
        numbers = verification_numbers(edition)

    assert (numbers.waiting, numbers.decided) == (count, count)


@given(st.lists(st.integers(0, 1000), min_size=1), st.integers(1, 100))
def test_percentile_is_a_value_that_enough_do_not_exceed(minutes, percent):
    ordered = sorted(timedelta(minutes=each) for each in minutes)

    value = percentile(ordered, percent)

    assert value in ordered
    assert sum(each <= value for each in ordered) * 100 >= percent * len(ordered)
    assert sum(each < value for each in ordered) * 100 < percent * len(ordered)
