"""The report of the audit: for administrators, in words, searchable, and with the state of the chain."""

import pytest
from django.urls import reverse

from innovation_portal.utils.audit.chain import Verdict, head_of_chain, link_entries, note_verdict
from innovation_portal.utils.audit.models import AuditEntry
from innovation_portal.utils.audit.origin import Origin, writing_as
from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from tests.factories.accounts import UserFactory
from tests.factories.submissions import AgencyFactory


@pytest.fixture
def administrator(db):
    return UserFactory(name="Bu Admin", is_superuser=True, is_staff=True)


@pytest.fixture
def office(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def story(administrator):
    """An agency that its secretary names anew, and whose page is read."""
    secretary = UserFactory(name="Pak Sekretaris", email="sekretaris@example.go.id")
    agency = AgencyFactory()
    with writing_as(Origin(request_id="permintaan-1", actor_id=secretary.pk)):
        agency.name = "Dinas Baru"
        agency.save()
        note_read(secretary, ProtectedRead.PERSON, administrator)
    return agency


def shown(response) -> list[tuple]:
    return [(e.person, e.action, e.table_name, e.row_pk) for e in response.context["object_list"]]


def test_the_report_says_who_did_what_in_words(office, story):
    response = office.get(reverse("audit_report"), {"request_id": "permintaan-1"})

    assert [row[:3] for row in shown(response)] == [
        ("Pak Sekretaris", "read", "accounts_user"),
        ("Pak Sekretaris", "update", "submissions_agency"),
    ]
    page = response.content.decode()
    assert "Halaman pengguna" in page
    assert reverse("agencies:edit", args=[story.pk]) in page


@pytest.mark.parametrize(
    "asked",
    [
        {"person": "sekretaris@example.go.id", "action": "update"},
        {"person": "pak sekre", "table_name": "submissions_agency"},
        {"request_id": "permintaan-1", "table_name": "submissions_agency"},
    ],
)
def test_the_report_is_searched_by_person_row_action_and_request(office, story, asked):
    response = office.get(reverse("audit_report"), asked)

    assert shown(response) == [("Pak Sekretaris", "update", "submissions_agency", str(story.pk))]


def test_one_row_is_followed_through_its_life(office, story):
    response = office.get(reverse("audit_report"), {"table_name": "submissions_agency", "row_pk": story.pk})

    assert [entry.action for entry in response.context["object_list"]] == ["update", "insert"]


def test_days_narrow_the_report(office, story):
    nothing = office.get(reverse("audit_report"), {"at_from": "2001-01-01", "at_to": "2001-01-02"})

    assert shown(nothing) == []


def test_the_report_is_taken_away_without_formulas(office, story):
    response = office.get(reverse("audit_report"), {"request_id": "permintaan-1", "export": "csv"})

    lines = b"".join(response).decode().splitlines()
    assert len(lines) == 3
    assert f"submissions_agency;{story.pk};name;" in lines[2]


def test_the_top_says_how_the_chain_stands(office, story):
    link_entries()
    note_verdict(Verdict(head_of_chain()))

    page = office.get(reverse("audit_report"))

    assert page.context["head"] == head_of_chain()
    assert page.context["waiting"] == AuditEntry.objects.count() - head_of_chain().position
    assert not page.context["is_broken"]
    assert head_of_chain().digest in page.content.decode()


def test_the_top_says_that_the_chain_is_broken(office, story):
    note_verdict(Verdict(head_of_chain(), broken_at=7, reason="the link is missing"))

    assert "The chain is broken at link 7" in office.get(reverse("audit_report")).content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_the_number_of_queries_is_constant(office, count, django_assert_max_num_queries):
    office.get(reverse("audit_report"))
    AgencyFactory.create_batch(count)

    with django_assert_max_num_queries(20):
        office.get(reverse("audit_report"), {"table_name": "submissions_agency"})


def test_only_administrators_open_it(client, secretary, story):
    client.force_login(secretary)

    assert client.get(reverse("audit_report")).status_code == 302
