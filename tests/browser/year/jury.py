"""What judges and their chair do."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.year.album import DESK, PHONE, Album

COMMENT = "Perubahan diukur sebelum dan sesudah, dan sumber angkanya jelas."


def judge_entry(page, album: Album, *, score: int) -> None:
    page.goto(reverse("judging:task-list"))
    album.keep(page, "tugas-juri", widths=(DESK, PHONE))
    page.get_by_role("link", name="Baca kode etik").click()
    album.keep(page, "kode-etik", widths=(DESK, PHONE))
    page.get_by_role("button", name="Saya setuju").click()
    page.get_by_role("link", name="Buka usulan").first.click()
    page.get_by_label("Tidak, saya dapat menilainya dengan adil").check()
    album.keep(page, "benturan-kepentingan", widths=(DESK, PHONE))
    page.get_by_role("button", name="Lanjutkan").click()
    page.locator(".so-criterion").first.wait_for()
    for criterion in page.locator(".so-criterion").all():
        criterion.locator(".so-score label").nth(score - 1).click()
        criterion.get_by_role("textbox").fill(COMMENT)
    album.keep(page, "lembar-nilai", widths=(DESK, PHONE))
    page.get_by_role("button", name="Kirim lembar nilai").click()
    expect(page.locator(".so-messages")).to_be_visible()


def seal_result(page, round_, album: Album) -> None:
    page.goto(reverse("judging:chair-round", args=[round_.pk]))
    album.keep(page, "kemajuan-babak", widths=(DESK, PHONE))
    page.get_by_role("button", name="Hitung").click()
    album.keep(page, "peringkat")
    page.get_by_role("button", name="Tetapkan").click()
    page.get_by_role("link", name="Lanjut ke penyegelan").click()
    page.get_by_label("Saya sudah memeriksa peringkat ini.").check()
    album.keep(page, "segel")
    page.get_by_role("button", name="Segel untuk seterusnya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Peringkat sudah disegel")
    album.keep(page, "peringkat-disegel", widths=(DESK, PHONE))
