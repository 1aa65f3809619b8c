"""What judges write down where they meet an entry, and what its agency reads of the appointment."""

import pytest
from playwright.sync_api import expect

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from judging.enums import RoundKind
from judging.models import Record
from judging.records import Finding
from judging.selectors.records import contents_of
from judging.services.timetables import announce_timetable, make_timetable
from tests.factories.accounts import UserFactory
from tests.factories.judging import AssignmentFactory, PanelistFactory, RoundFactory, SittingDayFactory
from tests.factories.submissions import MembershipFactory


def met(kind):
    """An open task of a judge in a round of this kind."""
    round_ = RoundFactory(kind=kind)
    PanelistFactory(round=round_, is_chair=True, judge=UserFactory(roles=[Role.CHAIR]))
    return AssignmentFactory(round=round_, cleared_at=clock.now())


@pytest.mark.parametrize("width", [360, 1440])
def test_a_visit_is_written_down_closed_and_read_beside_the_sheet(page_of, assert_accessible, db, width):
    task = met(RoundKind.FIELD)
    judge = task.panelist.judge
    page = page_of(judge, width=width)

    page.goto(f"/juri/catatan/{task.round_id}/")
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link").last.click()
    page.get_by_label("Hari pertama").fill("2026-10-05")
    page.get_by_label("Tempat").fill("Puskesmas Kradenan II")
    page.get_by_label(judge.name).select_option("tpi")
    page.get_by_label("Pernyataan yang diperiksa").first.fill("Antrean 20 menit")
    page.get_by_role("button", name="Simpan dan tutup").click()
    expect(page.locator(".alert:not(#unsent), .invalid-feedback").first).to_be_visible()
    assert_accessible(page)
    expect(page.get_by_label("Pernyataan yang diperiksa").first).to_have_value("Antrean 20 menit")

    page.get_by_label("Yang ditemukan").first.fill("Diukur 18 menit pada 30 pasien.")
    page.get_by_label("Artinya bagi pernyataan itu").first.select_option("confirms")
    page.get_by_role("button", name="Simpan dan tutup").click()
    expect(page.locator(".so-title").get_by_text("Ditutup")).to_be_visible()
    assert_accessible(page)

    record = Record.objects.get()
    found = Finding("Antrean 20 menit", "Diukur 18 menit pada 30 pasien.", "confirms")
    assert (contents_of(record, task.round).findings, record.closed_by) == ((found,), judge)
    page.goto(f"/juri/{task.pk}/")
    expect(page.get_by_text("Diukur 18 menit pada 30 pasien.")).to_be_visible()
    assert_accessible(page)


def test_words_outlive_a_photo_that_is_sent_and_a_lost_line(page_of, assert_accessible, db):
    task = met(RoundKind.FIELD)
    page = page_of(task.panelist.judge, width=360)
    page.goto(f"/juri/catatan/{task.round_id}/{task.version_id}/")
    page.get_by_label("Tempat").fill("Puskesmas Kradenan II")
    page.get_by_role("button", name="Tambah foto").click()  # refused, since none was chosen

    expect(page.get_by_text("Peramban ini menyimpan")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Masukkan ke lembar isian").click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("#save-state")).to_contain_text("koneksi atau sesi terputus")
    page.context.set_offline(False)
    page.get_by_role("button", name="Simpan", exact=True).click()

    expect(page.locator("#save-state")).to_contain_text("Tersimpan")
    assert contents_of(Record.objects.get(), task.round).place == "Puskesmas Kradenan II"
    page.wait_for_load_state()  # what has arrived is forgotten by a script
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsent:'))") == []


def test_words_begun_before_the_page_was_complete_are_kept(page_of, open_on_a_slow_line, db):
    task = met(RoundKind.FIELD)
    page = page_of(task.panelist.judge, width=360)
    address = f"/juri/catatan/{task.round_id}/{task.version_id}/"
    arrive = open_on_a_slow_line(page, address)
    page.get_by_label("Tempat").fill("Puskesmas Kradenan II")
    arrive()
    page.wait_for_load_state()

    page.unroute_all()
    page.goto(address)
    page.get_by_role("button", name="Masukkan ke lembar isian").click()

    expect(page.get_by_label("Tempat")).to_have_value("Puskesmas Kradenan II")


def test_minutes_and_appointments_are_accessible(page_of, assert_accessible_everywhere, secretary, transactional_db):
    task = met(RoundKind.PRESENTATION)
    submission = task.version.submission
    member = MembershipFactory(agency=submission.innovation.agency)
    SittingDayFactory(round=task.round, link="https://rapat.example.id/ruang/panjang-sekali/" + "a" * 60)
    make_timetable(task.round_id, actor=secretary)
    announce_timetable(task.round_id, actor=secretary)

    assert_accessible_everywhere(
        page_of(task.panelist.judge), "/juri/", f"/juri/catatan/{task.round_id}/{task.version_id}/"
    )
    page = page_of(member.user)
    page.goto(f"/opd/usulan/{submission.pk}/")
    page.get_by_role("link", name="Presentasi").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible_everywhere(page, page.url)
    with page.expect_download() as download:
        page.get_by_role("link", name="kalender").click()
    assert "BEGIN:VEVENT" in download.value.path().read_text()
