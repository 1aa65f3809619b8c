"""Results of a national competition from a table: matched, previewed, applied once, refused by row."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from submissions.models import NationalEvent, Recognition
from submissions.national_imports import RESULTS
from submissions.services.national_results import import_results
from tests.factories.national import SOURCE, NationalCompetitionFactory, proposal_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def competition():
    return NationalCompetitionFactory(year=2033)


@pytest.fixture
def sent(competition, secretary):
    return proposal_in("proposed", actor=secretary, competition=competition, number="S-1", title="Kasa Ber-Buntut")


@pytest.fixture
def load(competition, secretary):
    def read(*rows, **options):
        checked = RESULTS.check([(number, cells) for number, cells in enumerate(rows, start=2)])
        report = import_results(checked, competition_id=competition.pk, actor=secretary, **options)
        return report.changed, report.unchanged

    return read


def row(result, *, title="", number="", source=SOURCE, day="", note=""):
    return {
        "judul": title,
        "nomor_registrasi": number,
        "hasil": result,
        "tanggal": day,
        "sumber": source,
        "catatan": note,
    }


def test_rows_are_applied_in_their_order_and_again_change_nothing(load, sent):
    rows = [
        row("Lolos Administrasi", number="s-1", day="2026-02-03"),
        row("finalis", title="KASA BERBUNTUT"),
        row("Top 99", number="S-1"),
        row("KIPP nasional - Top 45", number="S-1"),
    ]

    assert load(*rows) == (4, 0)
    events = NationalEvent.objects.count()
    assert load(*rows) == (0, 4)

    sent.refresh_from_db()
    assert (sent.state, sent.level.name, NationalEvent.objects.count()) == ("recognised", "Top 45", events)
    assert [(one.award, one.source_url) for one in Recognition.objects.all()] == [("KIPP nasional - Top 45", SOURCE)]
    assert str(sent.events.get(action="pass_administration").happened_on) == "2026-02-03"


def test_preview_tries_everything_and_keeps_nothing(load, sent):
    assert load(row("Top 45", number="S-1"), is_preview=True) == (1, 0)

    sent.refresh_from_db()
    assert (sent.state, Recognition.objects.count()) == ("proposed", 0)


def test_every_wrong_row_is_named_and_none_is_written(load, sent, competition, secretary):
    for number, title in (("S-2", "Antar Obat"), ("S-3", "Antar-Obat")):
        proposal_in("proposed", actor=secretary, competition=competition, number=number, title=title)
    proposal_in("candidate", actor=secretary, competition=competition, title="Belum Dikirim")

    with pytest.raises(ValidationError) as refusal:
        load(
            row("Top 45", number="S-1"),
            row("Top 45", number="S-9"),
            row("Top 45", title="Tidak dikenal"),
            row("Top 45", title="Antar Obat"),
            row("Juara harapan", number="S-1"),
            row("Finalis", title="Belum Dikirim"),
            row("Top 99", number="S-2", source=""),
        )

    assert refusal.value.messages == [
        "Baris 3: Tidak ada usulan dengan nomor S-9.",
        "Baris 4: Tidak ada usulan berjudul “Tidak dikenal”.",
        "Baris 5: Beberapa usulan berjudul sama; sebutkan nomor registrasinya.",
        "Baris 6: “Juara harapan” bukan hasil kompetisi ini.",
        "Baris 7: Hasil ini tidak dapat mengikuti status “Calon”.",
        "Baris 8: Sebutkan halaman pengumumannya.",
    ]


def test_wrong_cells_are_named_by_row_and_column():
    with pytest.raises(ValidationError) as refusal:
        RESULTS.check([(2, row("")), (3, row("Finalis", number="S-1", day="kemarin"))])

    assert refusal.value.messages == [
        "Baris 2, kolom hasil: Kolom ini  harus diisi.",
        "Baris 2, kolom judul: Sebutkan judul atau nomor registrasinya.",
        "Baris 3, kolom tanggal: Masukkan tanggal yang valid.",
    ]


def test_only_the_secretariat_imports(competition, sent, verifier):
    checked = RESULTS.check([(2, row("Top 45", number="S-1"))])

    with pytest.raises(PermissionDenied):
        import_results(checked, competition_id=competition.pk, actor=verifier)
    assert Recognition.objects.count() == 0


def test_table_is_previewed_then_applied(client, secretary, competition, sent):
    client.force_login(secretary)
    address = reverse("national_competitions:results", args=[competition.pk])
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, RESULTS.required)
    writer.writeheader()
    writer.writerow(row("Top 45", number="S-1"))

    preview = client.post(address, {"table": SimpleUploadedFile("hasil.csv", buffer.getvalue().encode())})
    assert (preview.context["report"].changed, Recognition.objects.count()) == (1, 0)
    done = client.post(address, {"rows": preview.context["form"].initial["rows"]})

    assert done.url == f"{reverse('national:index')}?year=2033&kind=kipp"
    assert Recognition.objects.get().innovation == sent.innovation
