"""The report of a year is read back."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from judging.yearly_report import print_yearly_report
from submissions.enums import AgencyChangeKind, EditionState
from submissions.models import AgencyChange, Recognition
from tests.factories.accounts import UserFactory
from tests.factories.judging import AwardFactory, AwardLevelFactory
from tests.factories.submissions import (
    EditionFactory,
    InnovationFactory,
    ObligationFactory,
    RegionFactory,
    SubmissionFactory,
    put_into,
)
from tests.submissions.test_dossier_pdf import pages_of


@pytest.fixture
def edition(db):
    return EditionFactory(year=2026, name="Kompetisi 2026", state=EditionState.FINISHED)


def test_report_tells_the_year_with_cover_contents_and_bookmarks(edition):
    region = RegionFactory(name="Provinsi Uji", code="91")
    done, late, exempt = (
        ObligationFactory(edition=edition, agency__name=name, agency__region=region)
        for name in ("Dinas Tuntas", "Dinas Lalai", "Dinas Bebas")
    )
    type(exempt).objects.filter(pk=exempt.pk).update(is_exempt=True, exemption_reason="Baru dibentuk.")
    entry = SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=done.agency, title="Jemput Bola"))
    put_into(entry, "verified")
    AwardFactory(submission=entry, level=AwardLevelFactory(edition=edition, name="Terbaik I"))
    Recognition.objects.create(innovation=entry.innovation, award="Top 45", year=2026, source_url="https://x.example/")
    elsewhere = InnovationFactory(title="Dari Jauh", agency__region=RegionFactory(code="92.01"))
    Recognition.objects.create(innovation=elsewhere, award="Top 9", year=2026, source_url="https://x.example/")
    AgencyChange.objects.create(
        agency=late.agency,
        kind=AgencyChangeKind.RENAMED,
        on=date(2026, 2, 1),
        old_name="Dinas Lama",
        document="Perda Uji",
        actor=UserFactory(),
    )

    pdf = print_yearly_report(edition)

    cover, contents, *pages = pages_of(pdf)
    text = " ".join(pages)
    assert "1 dari 2 OPD memenuhi kewajibannya, 1 tidak." in cover
    assert "belum selesai" not in cover
    assert "11. Perubahan perangkat daerah" in contents
    for expected in (
        "Memenuhi kewajiban 1 (50%)",
        "Dikecualikan 1",
        "Lolos verifikasi 1",
        "Provinsi Uji (1): Dinas Lalai (Belum)",
        "Dinas Bebas Baru dibentuk.",
        "Terbaik I Jemput Bola Dinas Tuntas",
        "Top 45 Jemput Bola Dinas Tuntas",
        "1 Februari 2026: Dinas Lama berganti nama (Perda Uji).",
        f"Halaman 3 dari {len(pages) + 2}",
    ):
        assert expected in text
    assert "Dari Jauh" not in text
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        assert [item.title for item in outline.root][:2] == ["1. Ringkasan", "2. Cara menghitung"]


def test_report_of_a_running_edition_says_that_it_may_change(db):
    cover, *_others = pages_of(print_yearly_report(EditionFactory()))

    assert "Edisi ini belum selesai; angka dalam laporan ini masih dapat berubah." in cover


def test_leadership_gets_the_file_of_a_known_year(client, edition):
    client.force_login(UserFactory(roles=[Role.LEADERSHIP]))

    response = client.get(reverse("judging:yearly-report", args=[2026]) + "?unduh=1")

    assert response["Content-Disposition"] == 'attachment; filename="laporan-tahunan-2026.pdf"'
    assert b"".join(response).startswith(b"%PDF-1.7")
    assert client.get(reverse("judging:yearly-report", args=[2027])).status_code == 404
