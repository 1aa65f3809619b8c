import re

import pytest
from playwright.sync_api import expect

from submissions.enums import MembershipRole, RegionKind, SubmissionStatus
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

STATES = [None, *(status for status in SubmissionStatus if status != SubmissionStatus.WITHDRAWN)]


@pytest.fixture
def agencies(db):
    """One agency in every state of 2026, and a year before it."""
    EditionFactory(year=2025)
    edition = EditionFactory(year=2026)
    region = RegionFactory(code="33.20", name="Kabupaten Jepara", kind=RegionKind.REGENCY)
    RegionFactory(code="33.76", name="Kota Tegal", kind=RegionKind.CITY)
    agencies = []
    for status in STATES:
        agency = AgencyFactory(region=region)
        agencies.append(agency)
        ObligationFactory(edition=edition, agency=agency)
        MembershipFactory(agency=agency, role=MembershipRole.APPROVER)
        if status:
            submission = SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
            put_into(submission, status, at=submission.created_at)
    return agencies


def test_monitoring_is_accessible(page_of, assert_accessible_everywhere, leader, agencies):
    addresses = ("/pantau/", "/pantau/2026/opd/", "/pantau/2026/wilayah/", "/pantau/tahun/")

    assert_accessible_everywhere(page_of(leader), *addresses)


def test_from_the_finding_to_the_person_to_call(page_of, assert_accessible, leader, agencies):
    silent = agencies[0]
    person = silent.memberships.get().user
    page = page_of(leader, width=360)

    page.goto("/pantau/")
    # 29 where midnight has passed since the edition was made.
    sentence = re.compile("4 OPD belum mengajukan, ditutup (29|30) hari lagi")
    expect(page.get_by_role("heading", level=1)).to_have_text(sentence)
    page.get_by_role("link", name="Yang perlu dihubungi").click()
    page.get_by_role("link", name=silent.name, exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(silent.name)
    expect(page.get_by_role("link", name=person.email)).to_be_visible()
    assert_accessible(page)


def test_board_is_narrowed_without_losing_what_was_typed(page_of, leader, agencies):
    page = page_of(leader)

    page.goto("/pantau/2026/opd/")
    page.get_by_label("Nama perangkat daerah").fill(agencies[3].name)
    page.get_by_role("button", name="Tampilkan").click()

    expect(page.get_by_label("Nama perangkat daerah")).to_have_value(agencies[3].name)
    expect(page.locator("tbody tr")).to_have_count(1)
