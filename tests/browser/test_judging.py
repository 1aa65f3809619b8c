from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from judging.enums import RoundState, RubricScale, ScoreState, SheetState
from judging.models import Assignment, ResultRun, ScoreSheet
from judging.selectors.sheets import Mark, marks_of
from tests.browser.conftest import lose_what_is_sent
from tests.factories.accounts import UserFactory
from tests.factories.judging import AssignmentFactory, PanelistFactory, RoundFactory, ScoreSheetFactory


@pytest.fixture
def round_(db):
    return RoundFactory(edition__judges_per_entry=1, closes_at=clock.now() + timedelta(days=9))


@pytest.fixture
def chair(round_):
    return PanelistFactory(round=round_, is_chair=True, judge=UserFactory(roles=[Role.CHAIR])).judge


@pytest.fixture
def assignment(round_, chair):
    return AssignmentFactory(round=round_, sort_order=1)


@pytest.fixture
def judge(assignment):
    return assignment.panelist.judge


def choose(page, criterion, value):
    """Click the number, as a person does: the radio itself is transparent and lies above it."""
    page.locator(f"#div_id_mark_{criterion.pk} input[value='{value}']").check()


def on_scale(assignment, scale, highest):
    """Open the entry to its judge, with the rubric on another scale."""
    Assignment.objects.filter(pk=assignment.pk).update(cleared_at=clock.now())
    rubric = assignment.round.rubric
    rubric.scale, rubric.scale_maximum = scale, highest
    rubric.save()
    return rubric


def sheet_of(assignment):
    return reverse("judging:sheet-detail", args=[assignment.pk])


def wait_for_save(page, revision):
    page.wait_for_selector(f"#id_revision[value='{revision}']", state="attached")


@pytest.mark.parametrize("width", [360, 1440])
def test_a_judge_declares_scores_and_hands_in(page_of, assert_accessible, assignment, judge, width):
    first, second = assignment.round.rubric.criteria.all()
    page = page_of(judge, width=width)

    page.goto("/juri/")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 usulan masih menunggu nilai Anda")
    assert_accessible(page)
    page.get_by_role("link", name="Buka usulan berikutnya").click()
    assert_accessible(page)
    page.get_by_label("Tidak, saya dapat menilainya dengan adil").check()
    page.get_by_role("button", name="Lanjutkan").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(assignment.version.payload["title"])
    choose(page, first, 4)
    wait_for_save(page, 1)
    expect(page.locator(f"#div_id_mark_{first.pk} .so-level-chosen:visible")).to_have_text("4, kuat. Kuat.")
    assert_accessible(page)

    page.get_by_role("button", name="Kirim lembar nilai").click()
    expect(page.get_by_text("Pilih nilai untuk Kebaruan, atau nyatakan abstain.")).to_have_count(2)
    assert_accessible(page)
    choose(page, second, 5)
    page.get_by_role("button", name="Kirim lembar nilai").click()

    page.get_by_text("Lembar nilai Anda sudah terkirim. Terima kasih.").wait_for()
    assert_accessible(page)
    sheet = ScoreSheet.objects.get()
    assert sheet.state == SheetState.SUBMITTED
    assert [mark.value for mark in marks_of(sheet).values()] == [4, 5]


def test_a_comment_is_saved_while_it_is_written_and_survives_a_reload(page_of, assignment, judge):
    assignment.cleared_at = clock.now()
    assignment.save()
    criterion = assignment.round.rubric.criteria.first()
    page = page_of(judge)

    page.goto(f"/juri/{assignment.pk}/")
    page.locator("details.so-comment summary").first.click()
    page.locator(f"#id_comment_{criterion.pk}").fill("Angkanya “dapat” diperiksa 📈")
    wait_for_save(page, 1)
    page.reload()

    expect(page.locator(f"#id_comment_{criterion.pk}")).to_have_value("Angkanya “dapat” diperiksa 📈")


def test_two_windows_see_each_others_words(page_of, assert_accessible, assignment, judge):
    assignment.cleared_at = clock.now()
    assignment.save()
    criterion = assignment.round.rubric.criteria.first()
    laptop, phone = page_of(judge), page_of(judge, width=360)
    for page in (laptop, phone):
        page.goto(f"/juri/{assignment.pk}/")

    choose(phone, criterion, 2)
    wait_for_save(phone, 1)
    choose(laptop, criterion, 5)
    laptop.get_by_text("Tekan “Simpan draf” untuk membandingkan.").wait_for()
    laptop.get_by_role("button", name="Simpan draf").click()

    expect(laptop.get_by_text("Yang tersimpan sementara itu: 2")).to_be_visible()
    expect(laptop.locator(f"#div_id_mark_{criterion.pk} input[value='5']")).to_be_checked()
    assert_accessible(laptop)
    laptop.get_by_role("button", name="Simpan draf").click()
    laptop.get_by_text("Lembar nilai Anda tersimpan sebagai draf.").wait_for()
    assert marks_of(ScoreSheet.objects.get())[criterion.pk].value == 5


@pytest.fixture
def kept(page_of):
    """Whatever of a sheet a browser holds that never reached the server."""

    def keys_of(page):
        page.wait_for_load_state()  # what has arrived is forgotten by a script
        page.evaluate("new Promise((done) => setTimeout(done))")  # behind htmx, which begins in the same way
        return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsent:'))")

    return keys_of


def test_scores_survive_a_lost_connection_and_are_offered_back(page_of, assert_accessible, assignment, judge, kept):
    assignment.cleared_at = clock.now()
    assignment.save()
    first, second = assignment.round.rubric.criteria.all()
    page = page_of(judge, width=360)
    page.goto(f"/juri/{assignment.pk}/")
    lose_what_is_sent(page, "**/juri/**")

    choose(page, first, 3)
    page.locator(f"#div_id_comment_{first.pk} summary, details.so-comment summary").first.click()
    page.locator(f"#id_comment_{first.pk}").fill("Ditulis di kereta.")
    expect(page.locator("#save-state")).to_contain_text("koneksi atau sesi terputus")
    page.reload()
    page.unroute("**/juri/**")  # not before: a second save may have been due
    assert_accessible(page)
    expect(page.locator(f"#div_id_mark_{first.pk} input[value='3']")).not_to_be_checked()
    page.get_by_role("button", name="Masukkan ke lembar isian").click()
    wait_for_save(page, 1)

    assert marks_of(ScoreSheet.objects.get())[first.pk] == Mark(ScoreState.SCORED, 3, "Ditulis di kereta.")
    choose(page, second, 5)
    page.get_by_role("button", name="Kirim lembar nilai").click()
    page.get_by_text("Lembar nilai Anda sudah terkirim. Terima kasih.").wait_for()
    assert kept(page) == []


def test_a_score_chosen_before_the_page_was_complete_is_saved(page_of, open_on_a_slow_line, assignment, judge, kept):
    assignment.cleared_at = clock.now()
    assignment.save()
    criterion = assignment.round.rubric.criteria.first()
    page = page_of(judge, width=360)
    arrive = open_on_a_slow_line(page, sheet_of(assignment))

    choose(page, criterion, 4)
    arrive()

    wait_for_save(page, 1)
    assert marks_of(ScoreSheet.objects.get())[criterion.pk].value == 4
    assert kept(page) == []


def test_scores_survive_an_ended_session(page_of, assignment, judge, kept):
    assignment.cleared_at = clock.now()
    assignment.save()
    criterion = assignment.round.rubric.criteria.first()
    page = page_of(judge)
    page.goto(f"/juri/{assignment.pk}/")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")

    choose(page, criterion, 4)
    expect(page.locator("#save-state")).to_contain_text("sesi terputus")
    assert kept(page) == [f"unsent:{assignment.pk}/{assignment.round.rubric_id}"]
    page.context.add_cookies(cookies)
    page.reload()
    page.get_by_role("button", name="Masukkan ke lembar isian").click()

    wait_for_save(page, 1)
    assert marks_of(ScoreSheet.objects.get())[criterion.pk].value == 4
    assert kept(page) == []


def test_a_sheet_is_scored_and_handed_in_by_keyboard_alone(page_of, assignment, judge):
    assignment.cleared_at = clock.now()
    assignment.save()
    first, second = assignment.round.rubric.criteria.all()
    page = page_of(judge)
    page.goto(f"/juri/{assignment.pk}/")

    for criterion, score in ((first, "4"), (second, "2")):
        page.locator(f"#div_id_mark_{criterion.pk} input").first.focus()
        page.keyboard.press(score)
        expect(page.locator(f"#div_id_mark_{criterion.pk} input[value='{score}']")).to_be_focused()
    wait_for_save(page, 1)
    page.keyboard.press("9")  # no such score
    page.get_by_role("button", name="Kirim lembar nilai").focus()
    page.keyboard.press("Enter")

    page.get_by_text("Lembar nilai Anda sudah terkirim. Terima kasih.").wait_for()
    assert [mark.value for mark in marks_of(ScoreSheet.objects.get()).values()] == [4, 2]


def test_the_sheet_works_without_javascript(page_of, assignment, judge):
    assignment.cleared_at = clock.now()
    assignment.save()
    page = page_of(judge, java_script_enabled=False)
    page.goto(f"/juri/{assignment.pk}/")

    for criterion in assignment.round.rubric.criteria.all():
        choose(page, criterion, 3)
    page.get_by_role("button", name="Kirim lembar nilai").click()

    page.get_by_text("Lembar nilai Anda sudah terkirim. Terima kasih.").wait_for()
    assert ScoreSheet.objects.get().state == SheetState.SUBMITTED


@pytest.mark.parametrize("width", [360, 1440])
def test_the_chair_calculates_confirms_and_seals(page_of, assert_accessible, assignment, chair, round_, width):
    ScoreSheetFactory(assignment=assignment)
    page = page_of(chair, width=width)

    page.goto("/juri/ketua/")
    assert_accessible(page)
    page.get_by_role("link", name="Penilaian proposal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Semua lembar nilai sudah masuk")
    assert_accessible(page)
    page.get_by_role("button", name="Hitung").click()
    page.get_by_role("button", name="Tetapkan").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="Tetapkan").click()
    page.get_by_role("link", name="Lanjut ke penyegelan").click()
    page.get_by_label("Saya sudah memeriksa").wait_for()
    assert_accessible(page)
    page.get_by_label("Saya sudah memeriksa peringkat ini. Segel untuk seterusnya.").check()
    page.get_by_role("button", name="Segel untuk seterusnya").click()

    page.get_by_role("heading", name="Peringkat sudah disegel").wait_for()
    assert_accessible(page)
    round_.refresh_from_db()
    assert round_.state == RoundState.SEALED
    assert ResultRun.objects.get().sealed_by == chair


@pytest.mark.parametrize("width", [360, 1440])
def test_points_are_typed_and_save_themselves(page_of, assert_accessible, assignment, judge, width):
    rubric = on_scale(assignment, RubricScale.POINTS, 100)
    first, second = rubric.criteria.all()
    page = page_of(judge, width=width)
    page.goto(sheet_of(assignment))
    assert_accessible(page)

    page.get_by_label("Angka, 0 sampai 100 (Signifikansi)").fill("101")
    page.keyboard.press("Tab")
    expect(page.locator("#save-state")).to_contain_text("100")
    page.locator(f"#id_points_{first.pk}").fill("0")
    page.keyboard.press("Tab")
    wait_for_save(page, 1)
    page.locator(f"#id_points_{second.pk}").fill("73")
    page.get_by_role("button", name="Kirim lembar nilai").click()

    expect(page.locator(".so-marks b.num")).to_have_text(["0", "73"])
    assert ScoreSheet.objects.get().state == SheetState.SUBMITTED


@pytest.mark.parametrize("width", [360, 1440])
def test_words_are_asked_for_the_levels_that_are_ticked(page_of, assert_accessible, assignment, judge, kept, width):
    rubric = on_scale(assignment, RubricScale.PROVED, 3)
    first, _second = rubric.criteria.all()
    page = page_of(judge, width=width)
    page.goto(sheet_of(assignment))
    words = page.locator(f"#id_evidence_{first.pk}_2")
    expect(words).to_be_hidden()

    page.locator(f"#id_proof_{first.pk}_2").check()
    wait_for_save(page, 1)
    words.fill("SK Bupati “12”")
    wait_for_save(page, 2)
    assert_accessible(page)
    page.reload()

    expect(words).to_have_value("SK Bupati “12”")
    assert kept(page) == []
    sheet = ScoreSheet.objects.get()
    assert (sheet.revision, marks_of(sheet)[first.pk].value) == (2, 2)


def test_a_tick_taken_away_before_the_page_was_complete_is_saved(
    page_of, open_on_a_slow_line, assignment, judge, kept
):
    first, _second = on_scale(assignment, RubricScale.PROVED, 3).criteria.all()
    page = page_of(judge)
    page.goto(sheet_of(assignment))
    page.locator(f"#id_proof_{first.pk}_2").check()
    wait_for_save(page, 1)
    arrive = open_on_a_slow_line(page, sheet_of(assignment))

    page.locator(f"#id_proof_{first.pk}_2").uncheck()
    arrive()

    wait_for_save(page, 2)
    assert marks_of(ScoreSheet.objects.get())[first.pk].value == 0


def test_after_a_conflict_nothing_is_saved_before_somebody_decides(page_of, assignment, judge, kept):
    first, _second = on_scale(assignment, RubricScale.PROVED, 3).criteria.all()
    laptop, phone = page_of(judge), page_of(judge, width=360)
    for page in (laptop, phone):
        page.goto(sheet_of(assignment))
    phone.locator(f"#id_proof_{first.pk}_1").check()
    wait_for_save(phone, 1)
    laptop.locator(f"#id_proof_{first.pk}_2").check()
    laptop.get_by_text("Tekan “Simpan draf” untuk membandingkan.").wait_for()

    laptop.get_by_role("button", name="Simpan draf").click()
    expect(laptop.get_by_text("Yang tersimpan sementara itu")).to_be_visible()

    assert kept(laptop) == []
    assert ScoreSheet.objects.get().revision == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_guide_and_blocked_entry_are_accessible(page_of, assert_accessible, assignment, judge, scheme):
    page = page_of(judge, width=360, color_scheme=scheme)
    page.goto("/juri/panduan/")
    assert_accessible(page)

    assignment.recused_at = clock.now()
    assignment.save()
    page.goto(f"/juri/{assignment.pk}/")
    expect(page.get_by_role("heading", name="Usulan ini tertutup bagi Anda")).to_be_visible()
    assert_accessible(page)
