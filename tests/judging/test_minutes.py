"""The minutes are read back: what stands in them, and that they come from the seal alone."""

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import translation

from innovation_portal.utils import clock
from judging.enums import ConflictSource
from judging.minutes import print_minutes
from judging.models import ConflictOfInterest, ResultRun
from judging.services.admissions import remove_entry
from judging.services.results import calculate_result, confirm_result
from judging.services.seals import reopen_result, seal_result
from tests.factories.judging import AssignmentFactory, PanelistFactory, ScoreSheetFactory, VerifiedSubmissionFactory


@pytest.fixture
def run(round_, chair, secretary):
    longest = "Layanan “Antrean.Tanpa.Batas” 😀 " + "keluarga " * 30
    seats = [PanelistFactory(round=round_, judge__name=name) for name in ("Dr. O'Brien, M.Si.", "Siti 'Aisyah")]
    for seat, title, value in zip(seats, (longest, "Kasa <b>Berbuntut</b>"), (5, 3), strict=True):
        entry = VerifiedSubmissionFactory(edition=round_.edition, version__title=title)
        assignment = AssignmentFactory(round=round_, panelist=seat, version=entry.versions.get())
        ScoreSheetFactory(assignment=assignment, values={"signifikansi": value, "kebaruan": 4})
    ConflictOfInterest.objects.create(
        judge=seats[0].judge, submission=entry, source=ConflictSource.DECLARED, reason="Adik ipar."
    )
    AssignmentFactory(round=round_, panelist=seats[0], version=entry.versions.get(), recused_at=clock.now())
    gone = VerifiedSubmissionFactory(edition=round_.edition)
    remove_entry(round_.pk, actor=secretary, submission=gone, reason="Mengundurkan diri dari kompetisi.")
    made = calculate_result(round_.pk, actor=chair)
    confirm_result(made.pk, actor=chair)
    return seal_result(made.pk, actor=chair)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(
            " ".join(page.get_textpage().get_text_range().replace("\ufffe", "-").split()) for page in document
        )


def test_minutes_say_who_decided_what_by_which_method(run, chair):
    text = text_of(print_minutes(run))

    for expected in (
        f"Berita acara hasil penilaian Penilaian proposal, {run.round.edition}",
        f"{chair.name} selaku ketua juri menyegel",
        "Kasa <b>Berbuntut</b>",
        "Layanan “Antrean.Tanpa.Batas” [U+1F600] keluarga",
        "92,00",
        "68,00",
        "Signifikansi 60,00 1",
        "Dr. O'Brien, M.Si.",
        "Dr. O'Brien, M.Si.: Kasa <b>Berbuntut</b>",
        "Alasan: Mengundurkan diri dari kompetisi.",
        "), dinyatakan juri",
        "Lembar nilai yang dihitung 2 dari 3 juri",
        "Peringkat Inovasi Nilai Rata-rata Tersesuaikan Lembar 1",
    ):
        assert expected in text
    digits = text.replace(" ", "")
    assert run.seal_hash in digits
    assert run.inputs_hash in digits


def test_minutes_are_those_of_the_day_of_the_seal(run):
    before = print_minutes(run)
    seat = run.round.panel.exclude(is_chair=True).first()
    seat.judge.name = "Nama Lain"
    seat.judge.save()
    run.round.rubric.criteria.update(name="Kriteria lain")

    assert print_minutes(ResultRun.objects.get(pk=run.pk)) == before


def test_minutes_are_indonesian_whatever_the_reader_has_chosen(run):
    with translation.override("en"):
        assert "Peringkat Inovasi Nilai Rata-rata" in text_of(print_minutes(run))


def test_minutes_of_a_reopened_result_say_so(run, chair):
    reopened = reopen_result(run.pk, actor=chair, reason="Satu lembar salah ketik.")

    text = text_of(print_minutes(reopened))

    assert "Hasil ini dibuka kembali pada" in text
    assert "Alasan: Satu lembar salah ketik." in text


def test_pages_lead_to_the_minutes_and_the_reopening(client, run, chair):
    client.force_login(chair)
    page = client.get(reverse("judging:result-detail", args=[run.pk])).content.decode()

    assert reverse("judging:result-minutes", args=[run.pk]) in page
    assert reverse("judging:result-reopen", args=[run.pk]) in page
    response = client.get(reverse("judging:result-minutes", args=[run.pk]))
    assert b"".join(response.streaming_content)[:5] == b"%PDF-"
    response.close()
    assert "berita-acara" in response["Content-Disposition"]


def test_reopening_asks_for_the_reason_beside_its_field(client, run, chair):
    client.force_login(chair)
    address = reverse("judging:result-reopen", args=[run.pk])

    empty = client.post(address, {"reason": "  "})
    assert list(empty.context["form"].errors) == ["reason"]
    done = client.post(address, {"reason": "Satu lembar salah ketik."}, follow=True)

    assert done.request["PATH_INFO"] == reverse("judging:chair-round", args=[run.round_id])
    run.refresh_from_db()
    assert run.reopening_reason == "Satu lembar salah ketik."
    assert client.get(address).status_code == 302
