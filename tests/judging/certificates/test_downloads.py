"""Certificates to take away: the zip, and the PDF for a printing house."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of_chunks
from innovation_portal.utils.schedule import registered_jobs, run_jobs
from judging.enums import CertificateDesign, CertificateKind, Orientation, PrinterFileState, SheetState
from judging.models import Certificate, PrinterFile
from judging.pdf import print_sheets
from judging.selectors.printer_files import certificates_to_hand_out
from judging.services.certificates import issue_certificates, render_certificate, revoke_certificate
from judging.services.printer_files import _take, make_printer_file, order_printer_file
from judging.services.signing import sign_certificate
from judging.signing import make_test_key, pkcs12_key
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateTemplateFactory, certificate_payload
from tests.factories.judging import AssignmentFactory, PanelistFactory, ScoreSheetFactory
from tests.factories.submissions import AgencyFactory

MM = 72 / 25.4


@pytest.fixture
def desk(client, ceremony):
    sync_role_groups()
    client.force_login(ceremony.secretary)
    return client


def of(edition) -> list[Certificate]:
    return list(certificates_to_hand_out(edition.pk))


@pytest.mark.parametrize(
    ("orientation", "size"), [(Orientation.LANDSCAPE, (297, 210)), (Orientation.PORTRAIT, (210, 297))]
)
@pytest.mark.parametrize("design", CertificateDesign)
def test_printer_pages_have_three_millimetres_of_bleed_and_crop_marks_outside_them(design, orientation, size):
    target = io.BytesIO()
    payloads = [
        certificate_payload(design=design.value, orientation=orientation.value, number=f"{place}")
        for place in range(2)
    ]

    counts = list(print_sheets(payloads, target, pictures={}))

    with pikepdf.open(target) as pdf:
        both = [box for page in pdf.pages for box in (page.trimbox, page.bleedbox)]
        boxes = [[round(float(side) / MM) for side in box] for box in both]
        assert pdf.check_pdf_syntax() == []
    with pypdfium2.PdfDocument(target.getvalue()) as pdf:
        picture = pdf[0].render(scale=144 / 72).to_pil().convert("L")
        texts = [page.get_textpage().get_text_range() for page in pdf]
    width, height = size
    at_trim = round(8 * MM * 2)
    mark = min(picture.getpixel((round(MM * 2), at_trim + step)) for step in (-1, 0, 1))
    assert counts == [2]
    assert boxes == [[0, 0, width, height], [-3, -3, width + 3, height + 3]] * 2
    assert picture.width == pytest.approx((width + 16) * MM * 2, abs=1)
    assert mark < 100
    assert ["Nomor 0" in texts[0], "Nomor 1" in texts[1]] == [True, True]


@pytest.mark.parametrize(
    ("design", "orientation", "dark", "light"),
    [
        (CertificateDesign.GUNUNGAN, Orientation.LANDSCAPE, [(-2, 100), (40, -2), (40, 212)], [(-6, 100), (40, -6)]),
        (CertificateDesign.GUNUNGAN, Orientation.PORTRAIT, [(100, -2)], [(100, -6), (-6, 20), (216, 20)]),
        (CertificateDesign.TUMPAL, Orientation.LANDSCAPE, [(-2, 100), (299, 100)], [(-6, 100), (303, 100), (5, -6)]),
        (CertificateDesign.TUMPAL, Orientation.PORTRAIT, [(100, -2), (100, 299)], [(100, -6), (100, 303), (-6, 5)]),
    ],
)
def test_cloth_reaches_over_the_bleed_and_not_to_the_marks(design, orientation, dark, light):
    target = io.BytesIO()

    list(print_sheets([certificate_payload(design=design.value, orientation=orientation.value)], target, pictures={}))

    with pypdfium2.PdfDocument(target.getvalue()) as pdf:
        picture = pdf[0].render(scale=2).to_pil().convert("RGB")
    at = [
        [picture.getpixel((round((x + 8) * MM * 2), round((y + 8) * MM * 2))) for x, y in places]
        for places in (dark, light)
    ]
    assert [sum(pixel) < 600 for pixel in at[0]] == [True] * len(dark)
    assert at[1] == [(255, 255, 255)] * len(light)


def test_first_page_keeps_its_design_at_the_printers():
    """Certificates of the first page, with one `signatory`, may stand beside newer ones in one file."""
    first = json.loads((Path(__file__).parent / "first_page.json").read_text())["payload"]
    old = [{**first, "design": design.value} for design in CertificateDesign]
    target = io.BytesIO()

    counts = list(print_sheets([*old, certificate_payload(number="5/2026")], target, pictures={}))

    with pypdfium2.PdfDocument(target.getvalue()) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    assert counts == [1, 2, 3, 4]
    assert [first["number"] in text for text in texts] == [True, True, True, False]


def test_printer_file_holds_the_certificates_in_the_order_of_their_numbers(
    ceremony, django_capture_on_commit_callbacks
):
    for _place in range(3):
        ceremony.certificate()

    with django_capture_on_commit_callbacks(execute=True):
        order_printer_file(ceremony.edition.pk, actor=ceremony.secretary, certificates=of(ceremony.edition)[::-1])

    order = PrinterFile.objects.get()
    with order.file.open() as file, pypdfium2.PdfDocument(file.read()) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    assert (order.state, order.planned, order.done) == (PrinterFileState.READY, 3, 3)
    assert [f"/{place:03}/" in text for place, text in enumerate(texts, start=1)] == [True] * 3


def test_printer_file_of_a_killed_worker_is_begun_again(ceremony, django_capture_on_commit_callbacks):
    ceremony.certificate()
    order = order_printer_file(ceremony.edition.pk, actor=ceremony.secretary, certificates=of(ceremony.edition))
    _take(order.pk, "killed")
    make_printer_file(order.pk)
    order.refresh_from_db()
    while_it_may_live = order.state
    PrinterFile.objects.update(beat_at=clock.now() - timedelta(minutes=5))

    with django_capture_on_commit_callbacks(execute=True):
        failed = run_jobs([job for job in registered_jobs() if job.name == "printer files"])

    order.refresh_from_db()
    assert while_it_may_live == PrinterFileState.PRINTING
    assert failed == []
    assert order.state == PrinterFileState.READY


def test_printer_file_that_cannot_be_made_says_why(ceremony):
    certificate = ceremony.certificate()
    Certificate.objects.filter(pk=certificate.pk).update(payload={**certificate.payload, "emblem": "hilang.png"})
    order = order_printer_file(ceremony.edition.pk, actor=ceremony.secretary, certificates=[certificate])

    make_printer_file(order.pk)

    order.refresh_from_db()
    assert order.state == PrinterFileState.FAILED
    assert "tidak ditemukan di penyimpanan" in order.error


def test_printer_file_is_deleted_after_a_week(ceremony, django_capture_on_commit_callbacks):
    certificate = ceremony.certificate()
    old, new = [
        order_printer_file(ceremony.edition.pk, actor=ceremony.secretary, certificates=[certificate])
        for _place in range(2)
    ]
    make_printer_file(old.pk)
    old.refresh_from_db()
    PrinterFile.objects.filter(pk=old.pk).update(ordered_at=clock.now() - timedelta(days=8))

    with django_capture_on_commit_callbacks(execute=True):
        run_jobs([job for job in registered_jobs() if job.name == "retention"])

    assert list(PrinterFile.objects.all()) == [new]
    assert not default_storage.exists(old.file.name)


def test_only_the_secretariat_orders_and_not_nothing(ceremony, operator):
    certificate = ceremony.certificate()

    with pytest.raises(PermissionDenied):
        order_printer_file(ceremony.edition.pk, actor=operator, certificates=[certificate])
    with pytest.raises(ValidationError) as error:
        order_printer_file(ceremony.edition.pk, actor=ceremony.secretary, certificates=[])

    assert error.value.code == "nothing_chosen"
    assert not PrinterFile.objects.exists()


def test_zip_holds_the_printed_files_and_a_list_of_all(desk, ceremony):
    first = ceremony.certificate(agency=AgencyFactory(name="=RSUD Kelet"))
    second = ceremony.certificate()
    revoke_certificate(ceremony.certificate().pk, actor=ceremony.secretary, reason="Salah nama")
    render_certificate(first.pk)
    first.refresh_from_db()

    response = desk.post(reverse("certificates:take-zip"), {"edition": ceremony.edition.pk})
    with ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        names = archive.namelist()
        rows = list(csv.reader(io.StringIO(archive.read("daftar.csv").decode("utf-8-sig")), delimiter=";"))
        content = archive.read(names[0])

    year = ceremony.edition.year
    with first.file.open() as file:
        assert content == file.read()
    assert names == [f"0001-000-8-3-4-001-{year}-rsud-kelet.pdf", "daftar.csv"]
    assert [row[0] for row in rows[1:]] == [first.number, second.number]
    assert [row[1] for row in rows[1:2]] == ["'=RSUD Kelet"]
    assert [row[6:] for row in rows[1:]] == [[names[0], first.file_sha256], ["belum tercetak", ""]]
    assert "no-store" in response.headers["Cache-Control"]


def test_zip_holds_the_signed_file_where_there_is_one(desk, ceremony):
    certificate = render_certificate(ceremony.certificate().pk)
    key = pkcs12_key(make_test_key(passphrase="uji", at=clock.now()).pkcs12, "uji")
    signed = sign_certificate(certificate.pk, actor=ceremony.secretary, key=key)

    response = desk.post(reverse("certificates:take-zip"), {"edition": ceremony.edition.pk})
    with ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        content = archive.read(archive.namelist()[0])
        rows = list(csv.reader(io.StringIO(archive.read("daftar.csv").decode("utf-8-sig")), delimiter=";"))

    assert (hash_of_chunks([content]), rows[1][-1]) == (signed.sha256, signed.sha256)


def test_zip_of_ticked_ones_and_of_one_kind_holds_no_others(desk, ceremony):
    CertificateTemplateFactory(edition=ceremony.edition, kind=CertificateKind.JUDGE)
    judge = UserFactory(name="Citra Ayu", roles=[Role.JUDGE])
    first = ceremony.certificate()
    assignment = AssignmentFactory(
        round=ceremony.run.round,
        panelist=PanelistFactory(round=ceremony.run.round, judge=judge),
        cleared_at=clock.now(),
        version=first.submission.versions.get(),
    )
    ScoreSheetFactory(assignment=assignment, state=SheetState.SUBMITTED)
    [second] = issue_certificates(ceremony.edition.pk, actor=ceremony.secretary, kinds=[CertificateKind.JUDGE])
    for certificate in (first, second):
        render_certificate(certificate.pk)

    def numbers(**more) -> list[str]:
        response = desk.post(reverse("certificates:take-zip"), {"edition": ceremony.edition.pk, **more})
        with ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
            return [name[:4] for name in archive.namelist()[:-1]]

    assert numbers() == ["0001", "0002"]
    assert numbers(certificate=first.pk) == ["0001"]
    assert numbers(certificate=[first.pk] * 2000) == ["0001"]
    assert numbers(kind=CertificateKind.JUDGE.value) == ["0002"]


def test_page_lists_certificates_and_makes_a_printer_file(desk, ceremony, django_capture_on_commit_callbacks):
    certificate = ceremony.certificate(agency=AgencyFactory(name="RSUD Kelet"))
    ceremony.certificate()

    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(
            reverse("certificates:take-printer"), {"edition": ceremony.edition.pk, "certificate": certificate.pk}
        )
    page = desk.get(response.url).content.decode()
    fragment = desk.get(response.url, headers={"HX-Request": "true"}).content.decode()
    order = PrinterFile.objects.get()
    download = desk.get(reverse("certificates:printer-file", args=[order.pk]))

    assert list(order.certificates.all()) == [certificate]
    assert "RSUD Kelet" in page
    assert "PDF berisi 1 halaman" in page
    assert "RSUD Kelet" not in fragment
    assert b"".join(download.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize("edition", ["", "x", "999999"])
def test_edition_that_is_none_gets_nothing(desk, ceremony, edition):
    ceremony.certificate()

    answers = [
        desk.post(reverse("certificates:take-zip"), {"edition": edition}),
        desk.post(reverse("certificates:take-printer"), {"edition": edition}),
    ]

    assert [answer.url for answer in answers] == [reverse("certificates:take")] * 2
    assert not PrinterFile.objects.exists()
