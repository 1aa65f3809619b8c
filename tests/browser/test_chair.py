"""The chair before the seal: from the wide spread to the sheets, what if, the workbook, and the minutes after it."""

from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect

from innovation_portal.accounts.roles import Role
from judging.enums import AwardKind
from judging.models import ResultRun
from judging.services.results import calculate_result, confirm_result
from judging.services.seals import seal_result
from tests.factories.accounts import UserFactory
from tests.factories.judging import (
    AssignmentFactory,
    AwardLevelFactory,
    PanelistFactory,
    RoundFactory,
    RubricFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
)

# Marks for entries that tie, that are far apart and that lie near an edge, by the name of the judge.
MARKS = {
    "Bu Longgar": (90, 85, 85, 92, 75),
    "Pak Ketat Yang Namanya Panjang Sekali": (60, 56, 56, 93, 44),
    "Bu Sedang": (75, 70, 70, 78, 59),
}


@pytest.fixture
def chair(db):
    return UserFactory(roles=[Role.CHAIR])


@pytest.fixture
def run(chair):
    rubric = RubricFactory(criteria={"dampak": 60, "baru": 40}, scale_maximum=100, level_labels="")
    round_ = RoundFactory(rubric=rubric, edition__judges_per_entry=3, first_tie_break="smaller_range")
    AwardLevelFactory(edition=round_.edition, kind=AwardKind.WINNER, places=2)
    PanelistFactory(round=round_, judge=chair, is_chair=True)
    title = "Layanan “Antar Obat” untuk Pasien Tuberkulosis di Wilayah Pegunungan yang Sulit Dijangkau Kendaraan"
    entries = VerifiedSubmissionFactory.create_batch(5, edition=round_.edition, innovation__title=title)
    for name, marks in MARKS.items():
        seat = PanelistFactory(round=round_, judge__name=name)
        for entry, mark in zip(entries, marks, strict=True):
            assignment = AssignmentFactory(round=round_, panelist=seat, version=entry.versions.get())
            shift = 2 if entry == entries[2] else 0  # as good as the entry before it, by other criteria
            values = {"dampak": mark - 2 * shift, "baru": mark + 3 * shift}
            ScoreSheetFactory(assignment=assignment, values=values)
    return calculate_result(round_.pk, actor=chair)


def test_pages_of_a_result_are_accessible(page_of, assert_accessible_everywhere, chair, run):
    entry = run.round.assignments.earliest("pk").version_id
    pages = [reverse(f"judging:{name}", args=[run.pk]) for name in ("result-detail", "result-statistics")]
    what_if = reverse("judging:result-what-if", args=[run.pk])
    pages += [what_if, f"{what_if}?rule_0=higher_median", reverse("judging:entry-scores", args=[run.round_id, entry])]

    assert_accessible_everywhere(page_of(chair), "/juri/ketua/", f"/juri/ketua/{run.round_id}/", *pages)

    confirm_result(run.pk, actor=chair)
    seal_result(run.pk, actor=chair)
    reopening = reverse("judging:result-reopen", args=[run.pk])
    assert_accessible_everywhere(page_of(chair), pages[0], pages[1], reopening)


@pytest.mark.parametrize("width", [360, 1440])
def test_the_chair_goes_from_a_wide_spread_to_its_sheets_and_tries_other_tie_breaks(page_of, chair, run, width):
    page = page_of(chair, width=width)
    page.goto(reverse("judging:result-detail", args=[run.pk]))

    page.get_by_role("link", name="Ketat-longgar, kesepakatan, dan lembar yang menonjol").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Penilaian juri jauh berbeda untuk 4 peserta")
    ranks = page.locator(".so-moves li")
    expect(ranks).to_have_count(5)
    for drawn in (".so-whisker svg", ".so-moves li"):
        boxes = [one.bounding_box() for one in page.locator(drawn).all()]
        assert {(box["width"] > 100, box["x"] + box["width"] < width) for box in boxes} == {(True, True)}
    page.locator(".so-links a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    page.go_back()

    before = ResultRun.objects.values_list("inputs_hash", flat=True).get()
    page.get_by_role("link", name="Bagaimana jika nilai sama diputuskan lain?").click()
    page.get_by_label("Baru").select_option("1")
    page.get_by_label("Dampak").select_option("2")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 peserta akan berpindah")
    assert ResultRun.objects.values_list("inputs_hash", flat=True).get() == before


def test_the_workbook_and_the_minutes_are_handed_over(page_of, chair, run):
    page = page_of(chair)
    page.goto(reverse("judging:result-detail", args=[run.pk]))
    with page.expect_download() as download:
        page.get_by_role("link", name="Semuanya dalam Excel").click()
    workbook = load_workbook(BytesIO(download.value.path().read_bytes()), read_only=True)
    assert len(workbook.sheetnames) > 1

    confirm_result(run.pk, actor=chair)
    sealed = seal_result(run.pk, actor=chair)
    page.reload()
    answer = page.request.get(page.get_by_role("link", name="Berita acara (PDF)").get_attribute("href"))
    with pypdfium2.PdfDocument(answer.body()) as minutes:
        words = "".join(sheet.get_textpage().get_text_range() for sheet in minutes)
    assert sealed.seal_hash in "".join(words.split())
