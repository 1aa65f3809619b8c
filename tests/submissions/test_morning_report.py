"""The page for the morning meeting is read back."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.enums import AgencyKind
from submissions.models import Agency, Obligation
from submissions.monitoring_reports import print_morning_report
from submissions.monitoring_reports.shortening import Names, ShareRow, capped, shortened
from submissions.selectors.overview import Share
from submissions.services.submissions import change_status
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    ReadySubmissionFactory,
    RegionFactory,
    SubmissionFactory,
)
from tests.submissions.test_dossier_pdf import pages_of


def fill(edition, count, *, name="Dinas", regions=1):
    """Add so many agencies of all kinds that owe something, in so many regions."""
    places = RegionFactory.create_batch(regions)
    kinds = AgencyKind.values
    agencies = Agency.objects.bulk_create(
        Agency(region=places[n % regions], code=f"ISI-{n}", name=f"{name} {n}", kind=kinds[n % len(kinds)])
        for n in range(count)
    )
    Obligation.objects.bulk_create(
        Obligation(edition=edition, agency=one, name=one.name, kind=one.kind, region=one.region) for one in agencies
    )


@pytest.mark.parametrize(
    ("count", "name", "regions"), [(1, "Dinas", 1), (50, "Dinas Pekerjaan Umum", 1), (1500, "Badan " + "x" * 180, 36)]
)
def test_report_is_one_page_however_many_agencies(db, count, name, regions):
    edition = EditionFactory()
    fill(edition, count, name=name, regions=regions)
    for title in ("Antrean " + "panjang " * 25, "Loket"):
        approver = MembershipFactory(role="approver")
        entry = ReadySubmissionFactory(
            edition=edition, innovation=InnovationFactory(agency=approver.agency, title=title[:200])
        )
        change_status(entry.pk, "submit", actor=approver.user)

    pdf = print_morning_report(edition)

    [page] = pages_of(pdf)
    assert f"{count:,} OPD belum mengajukan inovasi".replace(",", ".") in page
    assert (", dan " in page or "; dan " in page) == (count == 1500)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked


@clock.at(datetime(2031, 5, 4, 5, 0, tzinfo=UTC))
def test_report_says_figures_pace_news_and_who_is_late(db):
    before = EditionFactory(year=clock.today().year - 1)
    edition = EditionFactory(year=clock.today().year)
    ObligationFactory(edition=before)
    ObligationFactory(edition=edition, agency__name="Dinas Diam")
    writing = ObligationFactory(edition=edition, agency__name="Dinas Menulis", agency__kind=AgencyKind.BOARD)
    SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=writing.agency))
    done = ObligationFactory(edition=edition, agency__name="Dinas Tuntas")
    approver = MembershipFactory(agency=done.agency, role="approver").user
    entry = ReadySubmissionFactory(
        edition=edition, innovation=InnovationFactory(agency=done.agency, title="Jemput Bola")
    )
    change_status(entry.pk, "submit", actor=approver)

    [page] = pages_of(print_morning_report(edition))

    for expected in (
        "2 OPD belum mengajukan inovasi, pendaftaran ditutup 30 hari lagi",
        "1 dari 3 OPD telah memenuhi kewajiban (33%)",
        "30 hari sampai pendaftaran ditutup",
        "+1 OPD dibandingkan akhir hari kemarin",
        f"+1 OPD dibandingkan hari yang sama tahun {before.year}",
        "Dinas Tuntas mengajukan: “Jemput Bola”",
        f"Belum ada usulan (1): Dinas Diam ({edition.obligations.get(name='Dinas Diam').region})",
        "Draf (1): Dinas Menulis",
        "Belum memenuhi: 2 OPD",
        "Badan 1 0 1",
        "Dinas 2 1 1",
    ):
        assert expected in page


def test_report_survives_an_edition_without_registration_or_agencies(db):
    edition = EditionFactory(stages={"judging": (clock.now(), clock.now() + timedelta(days=3))})

    [page] = pages_of(print_morning_report(edition))

    assert "Belum ada OPD yang berkewajiban" in page
    assert "jadwal pendaftaran belum ditetapkan" in page


def test_names_are_shortened_but_one_always_stands():
    assert shortened("Draf", ["Dinas A", "Dinas B", "Dinas C"], 18) == Names("Draf", ["Dinas A", "Dinas B"], 1)
    assert shortened("Draf", ["Dinas yang panjang"], 1) == Names("Draf", ["Dinas yang panjang"], 0)


def test_rows_that_do_not_fit_are_added_up():
    shares = {"a": Share(1, 1), "b": Share(0, 5), "c": Share(2, 4), "d": Share(1, 2)}
    rows = [ShareRow(label, share) for label, share in shares.items()]

    assert capped(rows, 4, rest="{count} lain") == [rows[1], rows[2], rows[3], rows[0]]
    assert capped(rows, 3, rest="{count} lain") == [rows[1], rows[2], ShareRow("2 lain", Share(2, 3))]


@pytest.mark.parametrize(("query", "disposition"), [("", "inline"), ("?unduh=1", "attachment")])
def test_report_is_shown_or_saved(client, db, query, disposition):
    edition = EditionFactory()
    client.force_login(UserFactory(roles=[Role.LEADERSHIP]))

    response = client.get(reverse("submissions:monitoring-morning", args=[edition.year]) + query)

    assert response["Content-Disposition"] == f'{disposition}; filename="laporan-pagi-{edition.year}.pdf"'
    assert b"".join(response).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("count", [1, 4])
def test_report_asks_the_same_questions_for_any_number_of_agencies(db, count, django_assert_num_queries):
    edition = EditionFactory()
    fill(edition, count)

    with django_assert_num_queries(15):
        print_morning_report(edition)
