"""Editors and their head at work in the back office, from the sign-in to what the public reads."""

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.images.models import Image

from home.models import NewsIndexPage, NewsPage
from home.services.site import set_up_site
from innovation_portal.accounts.roles import Role
from tests.browser.test_evidence import photo
from tests.factories.accounts import UserFactory
from tests.factories.home import published_submission
from tests.factories.submissions import EditionFactory

PASSWORD = "kain-lurik-7-warna"


@pytest.fixture
def site(transactional_db):
    """The page tree of a portal with a current edition."""
    EditionFactory(year=2099)
    return set_up_site()


@pytest.fixture
def editor(site):
    user = UserFactory(roles=[Role.EDITORIAL])
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def head(site):
    return UserFactory(roles=[Role.HEAD_EDITOR])


@pytest.fixture
def innovation_page(site):
    return published_submission(version__title="Antrean dari Rumah", version__summary="Nomor diambil lewat telepon.")


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def choose_action(page, name):
    """Press one of the actions in the foot of the editor that stand behind "more"."""
    page.get_by_role("button", name="Tindakan lain").click()
    page.get_by_role("button", name=name).click()


def approve(page, edited):
    page.goto(edit_address(edited))
    choose_action(page, "Setujui dan Publikasikan")


def write_news(page, *, title):
    page.goto(reverse("wagtailadmin_pages:add", args=["home", "newspage", NewsIndexPage.objects.get().pk]))
    page.locator("#id_title").fill(title)
    page.locator("#id_lead").fill("Mulai hari ini sampai akhir bulan.")


def test_an_editor_changes_an_innovation_and_the_head_publishes_it(
    page_of, assert_accessible, editor, head, innovation_page
):
    desk = page_of()
    desk.goto("/masuk/?next=/admin/")
    desk.locator("#id_login").fill(editor.email)
    desk.locator("#id_password").fill(PASSWORD)
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Saya sudah membacanya, lanjutkan").click()
    desk.wait_for_url("/admin/")
    desk.goto(edit_address(innovation_page))
    expect(desk.get_by_role("row", name="Judul Antrean dari Rumah")).to_be_visible()

    desk.locator("#id_headline").fill("Pasien tidak lagi datang sebelum subuh")
    desk.locator("[data-contentpath=body]").get_by_role("button", name="Sisipkan blok").first.click()
    desk.get_by_role("option", name="Kutipan").click()
    desk.locator("#body-0-value-text").fill("Nomor antrean sudah ada sebelum sarapan.")
    desk.locator("#body-0-value-source").fill("Pasien rawat jalan")
    desk.get_by_role("button", name="Buka atau tutup pratinjau").click()
    preview = desk.frame_locator("#w-preview-iframe, iframe[title='Pratinjau']").first
    expect(preview.get_by_role("heading", level=1)).to_have_text("Pasien tidak lagi datang sebelum subuh")
    expect(preview.get_by_text("Nomor antrean sudah ada sebelum sarapan.")).to_be_visible()
    desk.get_by_role("tab", name="Alamat dan pencarian").click()
    desk.locator("#id_slug").fill("antrean-tanpa-subuh")
    choose_action(desk, "Pengajuan ke Persetujuan redaksi")
    expect(desk.get_by_text("telah dikirim untuk moderasi")).to_be_visible()
    visitor = page_of()
    visitor.goto("/inovasi/antrean-dari-rumah/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Antrean dari Rumah")

    approve(page_of(head), innovation_page)
    visitor.goto("/inovasi/")
    visitor.get_by_role("link", name="Antrean dari Rumah").click()

    expect(visitor).to_have_url("/inovasi/antrean-tanpa-subuh/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Pasien tidak lagi datang sebelum subuh")
    expect(visitor.get_by_text("Nomor antrean sudah ada sebelum sarapan.")).to_be_visible()
    assert_accessible(visitor)
    visitor.goto("/inovasi/antrean-dari-rumah/")
    expect(visitor).to_have_url("/inovasi/antrean-tanpa-subuh/")


def test_a_picture_is_uploaded_needs_its_words_and_has_a_focal_point(page_of, editor, innovation_page, tmp_path):
    file = tmp_path / "loket.jpg"
    file.write_bytes(photo().read())
    desk = page_of(editor)
    desk.goto(edit_address(innovation_page))

    desk.get_by_role("button", name="Pilih sebuah gambar").click()
    desk.get_by_role("tab", name="Unggah").click()
    desk.locator("#id_image-chooser-upload-file").set_input_files(file)
    desk.locator("#id_image-chooser-upload-title").fill("Loket baru")
    desk.locator(".modal-body").get_by_role("button", name="Unggah").click()
    expect(desk.locator(".modal-body")).to_have_count(0)
    choose_action(desk, "Pengajuan ke Persetujuan redaksi")
    expect(desk.get_by_text("Tuliskan apa yang tampak pada gambar.")).to_be_visible()
    desk.locator("#id_cover_alt").fill("Loket pendaftaran yang baru")
    choose_action(desk, "Pengajuan ke Persetujuan redaksi")
    expect(desk.get_by_text("telah dikirim untuk moderasi")).to_be_visible()

    image = Image.objects.get()
    desk.goto(reverse("wagtailimages:edit", args=[image.pk]))
    area = desk.locator(".jcrop-tracker").last.bounding_box()
    desk.mouse.move(area["x"] + area["width"] * 0.25, area["y"] + area["height"] * 0.25)
    desk.mouse.down()
    desk.mouse.move(area["x"] + area["width"] * 0.5, area["y"] + area["height"] * 0.5, steps=5)
    desk.mouse.up()
    desk.get_by_role("button", name="Simpan").click()
    desk.get_by_text("diperbarui").wait_for()

    image.refresh_from_db()
    assert (image.title, image.has_focal_point()) == ("Loket baru", True)
    innovation_page.refresh_from_db()
    assert innovation_page.get_latest_revision_as_object().cover_alt == "Loket pendaftaran yang baru"


def test_news_are_published_and_a_changed_slug_leads_on(page_of, head):
    desk = page_of(head)
    write_news(desk, title="Pendaftaran dibuka")
    choose_action(desk, "Terbitkan")
    expect(desk.get_by_text("dipublikasi")).to_be_visible()
    visitor = page_of()
    visitor.goto("/kabar/")
    visitor.get_by_role("link", name="Pendaftaran dibuka").click()
    expect(visitor).to_have_url("/kabar/pendaftaran-dibuka/")

    desk.goto(edit_address(NewsPage.objects.get()))
    desk.get_by_role("tab", name="Alamat dan pencarian").click()
    desk.locator("#id_slug").fill("pendaftaran-2099")
    choose_action(desk, "Terbitkan")
    expect(desk.get_by_text("dipublikasi")).to_be_visible()

    visitor.goto("/kabar/pendaftaran-dibuka/")
    expect(visitor).to_have_url("/kabar/pendaftaran-2099/")


def test_the_author_reads_why_the_head_sent_a_page_back(page_of, editor, head):
    desk, office = page_of(editor), page_of(head)
    write_news(desk, title="Pendaftaran dibuka")
    choose_action(desk, "Pengajuan ke Persetujuan redaksi")
    desk.wait_for_load_state()
    news = NewsPage.objects.get()

    office.goto(edit_address(news))
    choose_action(office, "Minta perbaikan")
    office.locator("#id_comment").fill("Sebutkan tanggal penutupannya.")
    with office.expect_navigation():
        office.locator(".modal-body").get_by_role("button").last.click()
    desk.goto("/admin/")
    desk.get_by_role("link", name="Pendaftaran dibuka").first.click()

    desk.get_by_role("button", name="Buka atau tutup keadaan").click()
    desk.get_by_role("button", name="Lihat rincian").click()
    expect(desk.get_by_role("dialog").get_by_text("Sebutkan tanggal penutupannya.")).to_be_visible()
    [told] = [message for message in mail.outbox if message.to == [editor.email]]
    assert told.subject == "Halaman “Pendaftaran dibuka” perlu diperbaiki menurut “Persetujuan redaksi”."
    assert "Catatannya: “Sebutkan tanggal penutupannya.”" in told.body
    assert not NewsPage.objects.get().live


def test_editors_check_a_public_page_from_its_bar(page_of, editor):
    page = page_of(editor)
    page.goto("/tentang/")
    bar = page.locator("wagtail-userbar")

    bar.get_by_role("button", name="Buka bilah redaksi").click()
    bar.get_by_role("menuitem", name="Pemeriksaan").click()

    expect(bar.get_by_role("dialog").get_by_text("Masalah yang ditemukan").first).to_be_visible()
