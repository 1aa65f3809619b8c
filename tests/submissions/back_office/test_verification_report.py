from datetime import timedelta

import pytest
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from submissions.back_office.verification_report import time_taken
from submissions.models import Verification
from submissions.services.verification import verify_submission
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory, ReasonCodeFactory, handed_in

ADDRESS = "verification_report"


@pytest.fixture
def desk(client, verifier):
    client.force_login(verifier)
    return client


@pytest.fixture
def edition(db):
    return EditionFactory(year=2031)


def decided(edition, verifier, outcome="passed", **fields):
    submission = handed_in(edition, **fields)
    reason = ReasonCodeFactory(edition=edition)
    return verify_submission(submission.pk, actor=verifier, outcome=outcome, reason_ids=[reason.pk])


def test_report_shows_numbers_and_decisions_of_the_current_edition(desk, edition, verifier):
    decision = decided(edition, verifier)
    handed_in(edition)
    decided(EditionFactory(year=2030), verifier)

    response = desk.get(reverse(ADDRESS))

    numbers = response.context["numbers"]
    assert (numbers.waiting, numbers.decided) == (1, 1)
    assert list(response.context["object_list"]) == [decision]
    assert "Terlama menunggu sejak" in response.content.decode()


def test_earlier_edition_is_chosen_by_filter_and_the_numbers_follow(desk, edition, verifier):
    earlier = EditionFactory(year=2030)
    decision = decided(earlier, verifier, "returned")
    decided(edition, verifier)

    for name in (ADDRESS, "verification_report_results"):
        response = desk.get(reverse(name), {"edition": earlier.pk})
        assert list(response.context["object_list"]) == [decision]
        assert [share.count for share in response.context["numbers"].shares] == [0, 1, 0]


def test_list_is_narrowed_and_the_numbers_stay(desk, edition, verifier):
    colleague = UserFactory(roles=[Role.VERIFIER])
    own, other = decided(edition, verifier, "rejected"), decided(edition, colleague)

    by_person = desk.get(reverse(ADDRESS), {"verifier": colleague.pk})
    by_outcome = desk.get(reverse(ADDRESS), {"outcome": "rejected"})

    assert list(by_person.context["object_list"]) == [other]
    assert list(by_outcome.context["object_list"]) == [own]
    assert by_outcome.context["numbers"].decided == 2


def test_report_without_an_edition_is_empty(desk):
    response = desk.get(reverse(ADDRESS))

    assert list(response.context["object_list"]) == []
    assert "numbers" not in response.context


def test_exported_decisions_cannot_run_a_formula(desk, edition, verifier):
    decision = decided(edition, verifier, "returned", title="=1+1")

    response = desk.get(reverse(ADDRESS), {"export": "csv"})

    heading, line = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert heading.split(";")[:3] == ["Nomor", "Inovasi", "Perangkat daerah"]
    assert line.startswith(f"{decision.version.submission.registration_number};'=1+1;")
    assert ";Dikembalikan;" in line


@pytest.mark.parametrize("person", ["judge", "leader", "approver"])
def test_others_do_not_get_the_report(request, client, edition, verifier, person):
    decided(edition, verifier)
    client.force_login(request.getfixturevalue(person))

    assert client.get(reverse(ADDRESS)).status_code in {302, 403}
    assert Verification.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_report_query_count_is_constant(desk, edition, verifier, count, django_assert_num_queries):
    for _each in range(count):
        decided(edition, verifier, "returned")
    desk.get(reverse(ADDRESS))

    with django_assert_num_queries(20):
        response = desk.get(reverse(ADDRESS))

    assert len(response.context["object_list"]) == count


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (timedelta(minutes=59), "kurang dari satu jam"),
        (timedelta(minutes=60), "1 jam"),
        (timedelta(hours=47), "47 jam"),
        (timedelta(hours=48), "2,0 hari"),
        (timedelta(days=3, hours=12), "3,5 hari"),
    ],
)
def test_time_taken_is_written_in_hours_or_days(span, written):
    assert time_taken(span) == written
