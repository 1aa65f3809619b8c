"""What the people of an agency do: write, approve, submit, and at the end fetch the certificate."""

from playwright.sync_api import expect

from submissions.models import Agency
from tests.browser.year.album import DESK, PHONE, Album
from tests.factories.files import PDF

TITLE = "Kasa Berbuntut: menghitung kasa operasi tanpa ragu"
REPORT = {"name": "laporan-evaluasi.pdf", "mimeType": "application/pdf"}
ANSWER = (
    "Setiap kasa operasi kini berekor pita berwarna yang tetap terlihat di luar luka. Perawat menghitung kasa dalam "
    "satu kali pandang, sehingga waktu hitung turun dari 9 menit menjadi 3 menit dan tidak ada lagi kasa tertinggal."
)
CHOICES = ("Inovasi baru", "Pelayanan publik", "Nondigital", "Penerapan", "Kehidupan sehat dan sejahtera")


def write_draft(page, album: Album) -> None:
    page.goto("/opd/")
    album.keep(page, "beranda-opd", widths=(DESK, PHONE))
    page.get_by_role("link", name="Mulai usulan").first.click()
    _fill_facts(page)
    album.keep(page, "data-usulan", widths=(DESK, PHONE))
    page.get_by_role("button", name="Simpan draf dan lanjut").click()
    page.wait_for_url("**/aspek/**")
    _fill_sections(page, album)
    page.get_by_label("Nama orang atau tim").first.fill("dr. Retno Handayani, Sp.B.")
    page.get_by_label("Peran dalam inovasi").first.fill("Ketua tim kamar operasi")
    album.keep(page, "inovator")
    page.get_by_role("button", name="Simpan dan periksa").click()
    page.wait_for_url("**/periksa/")
    album.keep(page, "periksa", widths=(DESK, PHONE))
    page.get_by_role("button", name="Minta persetujuan").click()
    expect(page.locator(".so-messages")).to_be_visible()
    album.keep(page, "menunggu-persetujuan")


def _fill_facts(page) -> None:
    page.get_by_label("Judul", exact=True).fill(TITLE)
    page.get_by_label("Dalam satu kalimat").fill("Perawat memastikan tidak ada kasa yang tertinggal di tubuh pasien.")
    page.get_by_label("Diterapkan sejak").fill("2020-03-01")
    page.get_by_label("Kategori").select_option(index=1)
    page.get_by_label("Bidang layanan").select_option("kesehatan")
    page.get_by_label("Urusan pemerintahan").select_option("kesehatan")
    page.get_by_label("Umum: untuk inovasi").check()
    for label in CHOICES:
        page.get_by_label(label, exact=True).check()


def _fill_sections(page, album: Album) -> None:
    """Each section leads to the next, the last one to the innovators."""
    is_first = True
    while "/aspek/" in page.url:
        page.get_by_label("Jawaban Anda").fill(ANSWER)
        if page.get_by_text("Aspek ini memerlukan sedikitnya satu bukti.").count():
            page.get_by_label("Lampirkan berkas").set_input_files({**REPORT, "buffer": PDF})
            page.get_by_label("Apa yang ditunjukkannya?").fill("Laporan evaluasi kamar operasi, 2024 dan 2025")
        if is_first:
            album.keep(page, "aspek", widths=(DESK, PHONE))
            is_first = False
        with page.expect_navigation():
            page.get_by_role("button", name="Simpan dan lanjut").click()


def approve_and_submit(page, album: Album) -> None:
    page.goto("/opd/")
    album.keep(page, "beranda-penanggung-jawab", widths=(DESK, PHONE))
    page.get_by_role("link", name="Baca dan ajukan").click()
    page.locator("form#submit").wait_for()
    for box in page.locator("form#submit [type=checkbox]").all():
        box.check()
    album.keep(page, "pernyataan")
    page.get_by_role("button", name="Setujui dan ajukan").click()
    expect(page.locator("body")).to_contain_text("-0001")
    album.keep(page, "diajukan", widths=(DESK, PHONE))


def fetch_certificates(page, agency: Agency, album: Album) -> list[bytes]:
    """Return the PDF files that the agency finds on its page of certificates."""
    page.goto("/opd/")
    page.get_by_role("link", name="Piagam").first.click()
    links = page.get_by_role("link", name="Buka PDF")
    links.first.wait_for()
    expect(page.get_by_text(agency.name).first).to_be_visible()
    album.keep(page, "piagam-opd", widths=(DESK, PHONE))
    return [page.request.get(link.get_attribute("href")).body() for link in links.all()]
