"""Writing and submitting in a real browser, with the connection going away, and without JavaScript."""

import string
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from innovation_portal.utils import clock
from innovation_portal.utils.words import count_words
from submissions.enums import MembershipRole
from submissions.models import Answer
from submissions.services.drafts import save_answer
from tests.browser.conftest import lose_what_is_sent
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    LinkFactory,
    MembershipFactory,
    ObligationFactory,
    ReadySubmissionFactory,
    RecognitionFactory,
    SectionFactory,
)


@pytest.fixture
def agency(db):
    return AgencyFactory(name="RSUD Prof. Dr. Margono Soekarjo")


@pytest.fixture
def draft(agency):
    edition = EditionFactory(year=2026)
    ObligationFactory(edition=edition, agency=agency)
    recognised = InnovationFactory(agency=agency, title="Kabut Cepat Sirna (kasa berbuntut percepat operasi)")
    RecognitionFactory(innovation=recognised)
    submission = ReadySubmissionFactory(
        edition=edition,
        innovation=InnovationFactory(agency=agency, title="Kasa Berbuntut II"),
        created_at=clock.now() - timedelta(days=1),
    )
    LinkFactory(submission=submission, section=edition.sections.first())
    return submission


@pytest.fixture
def operator(agency):
    return MembershipFactory(agency=agency).user


@pytest.fixture
def approver(agency):
    return MembershipFactory(agency=agency, role=MembershipRole.APPROVER).user


@pytest.fixture
def section_address(draft):
    return reverse("submissions:section-edit", args=[draft.pk, draft.edition.sections.first().pk])


def test_main_pages_are_accessible(page_of, assert_accessible_everywhere, operator, approver, draft, section_address):
    addresses = [
        reverse("submissions:dashboard", args=[draft.innovation.agency_id]),
        reverse("submissions:submission-start", args=[draft.innovation.agency_id]),
        section_address,
        *(
            reverse(f"submissions:{name}", args=[draft.pk])
            for name in ("facts-edit", "innovators-edit", "submission-review", "submission-detail")
        ),
    ]

    assert_accessible_everywhere(page_of(approver), *addresses)


def test_counter_counts_like_the_server_and_autosave_saves(page_of, operator, draft, section_address):
    page = page_of(operator)
    page.goto(section_address)
    spaces = [chr(code) for code in (*range(33), 0x85, 0xA0, 0x2003, 0x3000, 0xFEFF, 0x200B) if code not in (0, 13)]
    sample = "".join(f"kata{letter}{space}" for letter, space in zip(string.ascii_letters, spaces, strict=False))

    page.get_by_label("Jawaban Anda").fill(sample)

    expect(page.locator("[data-words]")).to_have_text(str(count_words(sample)))
    expect(page.locator("#id_revision")).to_have_value("2")
    assert Answer.objects.get(section__code="ringkasan").text == sample


def test_text_survives_a_lost_connection_and_is_offered_back(page_of, operator, draft, section_address):
    page = page_of(operator)
    page.goto(section_address)
    lose_what_is_sent(page, "**/aspek/**")

    page.get_by_label("Jawaban Anda").fill("Ditulis saat koneksi putus.")
    expect(page.locator("#save-state")).to_contain_text("koneksi atau sesi terputus")
    page.unroute("**/aspek/**")
    page.reload()
    expect(page.get_by_label("Jawaban Anda")).not_to_have_value("Ditulis saat koneksi putus.")
    page.get_by_role("button", name="Masukkan ke lembar isian").click()

    expect(page.get_by_label("Jawaban Anda")).to_have_value("Ditulis saat koneksi putus.")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator(".so-messages")).to_contain_text("Tersimpan.")
    expect(page.locator("#unsent")).to_be_hidden()
    assert Answer.objects.get(section__code="ringkasan").text == "Ditulis saat koneksi putus."


def test_a_text_begun_before_the_page_was_complete_is_saved(page_of, open_on_a_slow_line, operator, section_address):
    page = page_of(operator)
    arrive = open_on_a_slow_line(page, section_address)

    page.get_by_label("Jawaban Anda").fill("Ditulis lebih dulu.")
    arrive()

    expect(page.locator("#id_revision")).to_have_value("2")
    expect(page.locator("[data-words]")).to_have_text("3")
    assert Answer.objects.get(section__code="ringkasan").text == "Ditulis lebih dulu."


def test_what_was_kept_is_offered_beside_what_was_just_begun(page_of, open_on_a_slow_line, operator, section_address):
    page = page_of(operator)
    page.goto(section_address)
    lose_what_is_sent(page, "**/aspek/**")
    page.get_by_label("Jawaban Anda").fill("Ditulis kemarin.")
    expect(page.locator("#save-state")).to_contain_text("koneksi atau sesi terputus")
    page.unroute("**/aspek/**")
    arrive = open_on_a_slow_line(page, section_address)

    page.get_by_label("Jawaban Anda").fill("Ditulis hari ini.")
    arrive()
    page.get_by_role("button", name="Buang").click()

    expect(page.locator("#id_revision")).to_have_value("2")
    assert Answer.objects.get(section__code="ringkasan").text == "Ditulis hari ini."


def test_on_the_way_back_the_newest_text_stands_beside_its_revision(page_of, operator, draft, section_address):
    page = page_of(operator)
    page.goto(section_address)
    page.get_by_label("Jawaban Anda").fill("Naskah pertama.")
    expect(page.locator("#id_revision")).to_have_value("2")
    page.goto(reverse("submissions:submission-detail", args=[draft.pk]))
    Answer.objects.filter(section__code="ringkasan").update(text="Naskah rekan.", revision=3)

    page.go_back()

    expect(page.locator("#id_revision")).to_have_value("3")
    expect(page.get_by_label("Jawaban Anda")).to_have_value("Naskah rekan.")


def test_text_survives_an_ended_session(page_of, operator, draft, section_address):
    page = page_of(operator)
    page.goto(section_address)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")

    page.get_by_label("Jawaban Anda").fill("Ditulis setelah sesi berakhir.")
    expect(page.locator("#save-state")).to_contain_text("sesi terputus")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    page.context.add_cookies(cookies)
    page.goto(section_address)
    page.get_by_role("button", name="Masukkan ke lembar isian").click()

    expect(page.get_by_label("Jawaban Anda")).to_have_value("Ditulis setelah sesi berakhir.")


def test_a_table_of_figures_saves_itself_and_survives_a_lost_connection(page_of, assert_accessible, operator, draft):
    section = SectionFactory(edition=draft.edition, kind="figures", word_limit=None, title="Dampak dalam angka")
    page = page_of(operator, width=360)
    page.goto(reverse("submissions:section-edit", args=[draft.pk, section.pk]))
    line = {"indicator": "Waktu tunggu", "unit": "menit", "before": "1.280,5", "after": "22"}

    for part, text in line.items():
        page.locator(f"#id_figure_0_{part}").fill(text)
    expect(page.locator("#id_revision")).to_have_value("1")
    assert_accessible(page)
    assert Answer.objects.get(section=section).value == [{**line, "before": "1280.5"}]

    lose_what_is_sent(page, "**/aspek/**")
    page.locator("#id_figure_1_indicator").fill("Keluhan sebulan")
    expect(page.locator("#save-state")).to_contain_text("koneksi atau sesi terputus")
    page.unroute("**/aspek/**")
    page.reload()
    page.get_by_role("button", name="Masukkan ke lembar isian").click()

    expect(page.locator("#id_figure_1_indicator")).to_have_value("Keluhan sebulan")
    expect(page.locator("#id_figure_0_before")).to_have_value("1.280,5")


def test_saved_numbers_are_not_offered_back(page_of, operator, draft):
    kinds = ("number", "figures")
    number, figures = (SectionFactory(edition=draft.edition, kind=kind, word_limit=None) for kind in kinds)
    page = page_of(operator)
    for section, field in ((number, "number"), (figures, "figure_0_before")):
        address = reverse("submissions:section-edit", args=[draft.pk, section.pk])
        page.goto(address)
        page.locator(f"#id_{field}").fill("27.700")
        expect(page.locator("#id_revision")).to_have_value("1")
        page.get_by_role("button", name="Simpan dan lanjut").click()
        expect(page.locator(".so-messages")).to_contain_text("Tersimpan.")

        page.goto(address)
        expect(page.locator(f"#id_{field}")).to_have_value("27700")
        expect(page.locator("#unsent")).to_be_hidden()

        page.locator(f"#id_{field}").fill("27.700")
        page.get_by_role("button", name="Simpan dan lanjut").click()
        page.goto(address)
        expect(page.locator("#unsent")).to_be_hidden()


def test_saving_without_a_line_keeps_the_page_and_heals_by_itself(page_of, operator, draft, section_address):
    page = page_of(operator)
    page.goto(section_address)

    page.get_by_label("Jawaban Anda").fill("Ditulis tanpa sinyal.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("#save-state")).to_contain_text("koneksi atau sesi terputus")
    expect(page.get_by_label("Jawaban Anda")).to_have_value("Ditulis tanpa sinyal.")
    page.context.set_offline(False)

    expect(page.locator("#save-state")).to_contain_text("Tersimpan ")
    assert Answer.objects.get(section__code="ringkasan").text == "Ditulis tanpa sinyal."


def test_section_of_files_says_that_there_is_no_line(page_of, assert_accessible, operator, draft):
    section = SectionFactory(edition=draft.edition, kind="files", word_limit=None)
    page = page_of(operator, width=360)
    page.goto(reverse("submissions:section-edit", args=[draft.pk, section.pk]))

    page.get_by_label("Atau cantumkan tautan").fill("https://example.id/video")
    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan", exact=True).click()

    expect(page.locator("#save-state")).to_contain_text("koneksi atau sesi terputus")
    expect(page.get_by_label("Atau cantumkan tautan")).to_have_value("https://example.id/video")
    assert_accessible(page)


def test_two_people_writing_see_both_texts(page_of, operator, approver, draft, section_address):
    page = page_of(operator)
    page.goto(section_address)
    section = draft.edition.sections.first()
    save_answer(draft.pk, section.pk, actor=approver, revision=1, text="Naskah penanggung jawab.")

    page.get_by_label("Jawaban Anda").fill("Naskah operator.")
    page.get_by_role("button", name="Simpan dan lanjut").click()

    expect(page.get_by_label("Naskah tersimpan")).to_contain_text("Naskah penanggung jawab.")
    expect(page.get_by_label("Jawaban Anda")).to_have_value("Naskah operator.")


def test_two_people_in_one_section_see_each_other(page_of, assert_accessible, operator, approver, section_address):
    first, second = page_of(operator), page_of(approver)
    first.goto(section_address)
    expect(first.locator("#writers-now")).to_be_attached()

    second.goto(section_address)

    expect(second.locator("#writers-now")).to_contain_text(operator.name)
    assert_accessible(second)


def test_similar_titles_appear_while_the_title_is_typed(page_of, operator, agency, draft):
    page = page_of(operator)
    page.goto(reverse("submissions:submission-start", args=[agency.pk]))

    page.get_by_label("Judul", exact=True).press_sequentially("Kabut cepat sirna", delay=20)

    expect(page.locator("#similar")).to_contain_text("Kabut Cepat Sirna (kasa berbuntut percepat operasi)")


def test_new_line_for_an_innovator_has_the_focus(page_of, operator, draft):
    page = page_of(operator, java_script_enabled=False)
    page.goto(reverse("submissions:innovators-edit", args=[draft.pk]))

    for line in (1, 2):
        page.get_by_role("button", name="Tambah baris").click()
        expect(page.locator(f"#id_form-{line}-name")).to_be_focused()


def test_submit_by_keyboard_alone_without_javascript(page_of, approver, draft):
    page = page_of(approver, java_script_enabled=False)
    page.goto(reverse("submissions:submission-review", args=[draft.pk]))

    page.get_by_label("Data dalam usulan ini benar.").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("body")).to_contain_text("INV-2026-0001")
    draft.refresh_from_db()
    assert draft.status == "submitted"


def test_source_is_searched_without_javascript_and_nothing_typed_is_lost(page_of, operator, agency, draft):
    InnovationFactory(title="Bank Sampah Sekolah")
    page = page_of(operator, java_script_enabled=False)
    page.goto(reverse("submissions:submission-start", args=[agency.pk]))

    page.get_by_label("Judul", exact=True).fill("Bank Sampah Pasar")
    page.get_by_label("Replikasi inovasi lain").check()
    page.get_by_label("Cari inovasi asalnya").fill("bank sampah")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_label("Cari inovasi asalnya")).to_be_focused()
    page.get_by_label("Bank Sampah Sekolah").check()
    page.get_by_role("button", name="Simpan draf dan lanjut").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Bank Sampah Pasar")
    expect(page.locator(".so-messages")).to_contain_text("Draf Anda tersimpan.")
