from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.enums import EditionState
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    RegionFactory,
    SubmissionFactory,
    put_into,
)


@pytest.fixture
def edition(db):
    return EditionFactory(year=2026, name="Kompetisi 2026")


@pytest.fixture
def table(client, edition):
    """Return the rows of a table that a leader takes away, by the name of its address."""
    client.force_login(UserFactory(roles=[Role.LEADERSHIP]))

    def take(name, *args):
        response = client.get(reverse(f"submissions:monitoring-{name}-table", args=args))
        assert response["Content-Disposition"].endswith('.xlsx"')
        return [list(row) for row in load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)]

    return take


def handed_in(edition, agency, title="Loket"):
    submission = SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency, title=title))
    put_into(submission, "submitted")
    return submission


def test_regions_hold_share_and_submissions(edition, table):
    region = RegionFactory(name="Kabupaten Kudus", code="33.19")
    done = ObligationFactory(edition=edition, agency__region=region)
    ObligationFactory(edition=edition, agency__region=region)
    RegionFactory(name="Kabupaten Demak", code="33.21")
    handed_in(edition, done.agency)

    assert table("regions", 2026) == [
        ["Kode", "Daerah", "Jenis", "OPD wajib", "Terpenuhi", "Persentase", "Usulan"],
        ["33.19", "Kabupaten Kudus", "kabupaten", 2, 1, 50, 1],
        ["33.21", "Kabupaten Demak", "kabupaten", None, None, None, 0],
    ]


def test_years_hold_every_edition(edition, table):
    finished = EditionFactory(year=2025, name="Kompetisi 2025", state=EditionState.FINISHED)
    handed_in(finished, ObligationFactory(edition=finished).agency)
    ObligationFactory(edition=edition)

    assert table("years")[1:] == [
        [2026, "Kompetisi 2026", "Dibuka", 1, 0, 0],
        [2025, "Kompetisi 2025", "Selesai", 1, 1, 100],
    ]


def test_contacts_hold_everybody_who_is_late_and_no_formula(edition, table):
    late = ObligationFactory(edition=edition, agency__name='=HYPERLINK("x")').agency
    people = [
        MembershipFactory(agency=late, role="approver", user__name=name, user__email=f"{name.lower()}@example.id").user
        for name in ("Ani", "Budi")
    ]
    MembershipFactory(agency=late)  # an operator
    handed_in(edition, ObligationFactory(edition=edition).agency)
    people[0].last_login = clock.now()
    people[0].save()

    [_headings, row] = table("late", 2026)

    assert row[:4] == ['\'=HYPERLINK("x")', late.region.name, "Belum", None]
    assert row[5:] == [None, None, "Ani; Budi", "ani@example.id; budi@example.id"]


def test_agency_holds_what_it_handed_in_over_the_years(edition, table):
    agency = AgencyFactory()
    earlier = handed_in(EditionFactory(year=2024, name="Kompetisi 2024"), agency, "Loket Malam")
    SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))  # a draft stays with the agency

    assert table("agency", 2026, agency.pk)[1:] == [
        [2024, "Kompetisi 2024", earlier.registration_number, "Loket Malam", "Diajukan"]
    ]


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(("name", "queries"), [("regions", 8), ("late", 9)])
def test_tables_ask_the_same_questions_for_any_number(
    client, edition, name, queries, count, django_assert_num_queries
):
    client.force_login(UserFactory(roles=[Role.LEADERSHIP]))
    for _each in range(count):
        MembershipFactory(agency=ObligationFactory(edition=edition).agency, role="approver")
    address = reverse(f"submissions:monitoring-{name}-table", args=[2026])
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)
