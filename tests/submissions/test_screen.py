import pytest

from innovation_portal.utils import clock
from submissions.enums import MembershipRole, SubmissionStatus
from submissions.models import SubmissionEvent
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    MembershipFactory,
    ObligationFactory,
    SubmissionFactory,
    put_into,
)


@pytest.fixture
def edition(db):
    return EditionFactory(year=2026)


def handed_in(edition, name):
    agency = AgencyFactory(name=name)
    ObligationFactory(edition=edition, agency=agency)
    person = MembershipFactory(agency=agency, role=MembershipRole.APPROVER, user__name="Sri Rahayu").user
    submission = SubmissionFactory(edition=edition, innovation__agency=agency, innovation__title="Judul Rahasia")
    put_into(submission, SubmissionStatus.SUBMITTED, at=submission.created_at)
    SubmissionEvent.objects.create(
        submission=submission, actor=person, action="submit", to_status="submitted", at=clock.now()
    )
    return person


def test_screen_names_agencies_and_no_person(client, leader, edition):
    person = handed_in(edition, "Dinas Kesehatan")
    client.force_login(leader)

    page = client.get("/pantau/2026/layar/").content.decode()

    assert "<b>Dinas Kesehatan</b> mengajukan" in page
    shown = [word for word in (person.name, person.email, leader.name, leader.email, "Judul Rahasia") if word in page]
    assert shown == []
    assert "so-tabs" not in page


def test_screen_of_a_finished_year_tells_no_news(client, leader):
    edition = EditionFactory(year=2025, state="finished")
    handed_in(edition, "Dinas Kesehatan")
    client.force_login(leader)

    context = client.get("/pantau/2025/layar/").context

    assert (context["news"], context["overview"].share.met) == ([], 1)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_is_constant(client, leader, edition, count, django_assert_num_queries):
    for number in range(count):
        handed_in(edition, f"Dinas {number}")
    client.force_login(leader)

    with django_assert_num_queries(9):
        client.get("/pantau/2026/layar/")
