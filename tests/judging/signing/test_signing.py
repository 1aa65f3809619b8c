"""Real keys sign real certificates, and what was signed is read back."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from asn1crypto import crl
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from innovation_portal.utils import clock
from judging.enums import CertificateDesign, SignatureTrust
from judging.pdf import print_certificate
from judging.signing import (
    Signature,
    UnreadableFile,
    code_in,
    make_test_key,
    pkcs12_key,
    read_trust,
    sign,
    signatures_of,
)
from tests.factories.certificates import certificate_payload
from tests.factories.signing import OFFICIAL, Issuer

AT = datetime(2026, 9, 9, 3, 0, tzinfo=UTC)
VALID = Signature(
    signer=OFFICIAL,
    issuer="Penyelenggara Sertifikasi",
    signed_at=AT,
    is_time_stamped=False,
    is_intact=True,
    is_last_word=True,
    trust=SignatureTrust.TRUSTED,
    level="B-B",
)


def text_with_seal(pdf: bytes) -> str:
    """Return what a reader sees and hears, the appearance of the signature included."""
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        document[0].flatten()
        seen = " ".join(document[0].get_textpage().get_text_range().split())
    with pikepdf.open(BytesIO(pdf)) as file:
        return f"{seen} {[str(one.TU) for one in file.pages[0].obj.Annots]}"


def changed(pdf: bytes, place: int) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def test_signature_is_added_behind_our_bytes_and_read_back(paper, issuer, official):
    signed = sign(paper, official, at=AT)

    assert signed.startswith(paper)
    assert signatures_of(signed, [issuer.root], at=clock.now()) == [VALID]
    assert code_in(signed) == "7K4M2QXDWW3H"


def test_signs_and_reads_where_an_event_loop_is_running(paper, issuer, official):
    async def story():
        return signatures_of(sign(paper, official, at=AT), [issuer.root], at=clock.now())

    assert asyncio.run(story()) == [VALID]


def test_page_that_nobody_signed_has_no_signature(paper, issuer):
    assert signatures_of(paper, [issuer.root], at=AT) == []


def test_signed_file_says_that_nothing_may_change_and_is_still_pdf_a(paper, official):
    with pikepdf.open(BytesIO(sign(paper, official, at=AT))) as pdf:
        certified = pdf.Root.Perms.DocMDP
        [widget] = pdf.pages[0].obj.Annots
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]

        assert pdf.check_pdf_syntax() == []
        assert pdf.open_metadata().pdfa_status == "2A"
        assert int(certified.Reference[0].TransformParams.P) == 1
        assert certified.SubFilter == "/ETSI.CAdES.detached"
        assert int(widget.F) & 0b110 == 0b100  # printed, and not hidden (ISO 19005-2, 6.3.2)
        assert str(widget.TU) == f"Ditandatangani secara elektronik oleh {OFFICIAL}"
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        assert [str(font.BaseFont) for font in fonts if "/ToUnicode" not in font and font.Subtype == "/Type0"] == []


@pytest.mark.parametrize("design", CertificateDesign)
def test_seal_stands_in_the_gap_above_the_name_of_the_signatory(design, official):
    paper = print_certificate(certificate_payload(design=design.value))

    with pikepdf.open(BytesIO(sign(paper, official, at=AT))) as pdf:
        left, bottom, right, top = map(float, pdf.pages[0].obj.Annots[0].Rect)

    with pypdfium2.PdfDocument(paper) as document:
        words = document[0].get_textpage()
        boxes = [words.get_rect(i) for i in range(words.count_rects())]
    over = [box for box in boxes if box[0] < right and box[2] > left and box[1] < top - 1 and box[3] > bottom + 1]
    assert over == []
    assert (round(right - left), round(top - bottom)) == (193, 37)


@pytest.mark.parametrize("address", ["", "https://inovasi.contoh.go.id/piagam/7K4M2QXDWW3H/"])
def test_seal_carries_the_check_address_as_a_code_that_telephones_read(paper, issuer, official, address):
    signed = sign(paper, official, at=AT, check_address=address)

    with pypdfium2.PdfDocument(signed) as document:
        document.init_forms()
        page = document[0]
        left, bottom, right, top = page.get_bbox()
        with pikepdf.open(BytesIO(signed)) as pdf:
            seal = list(map(float, pdf.pages[0].obj.Annots[0].Rect))
        crop = (seal[0] - left, seal[1] - bottom, right - seal[2], top - seal[3])
        picture = page.render(scale=4, crop=crop, may_draw_forms=True).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == ([address] if address else [])
    assert signatures_of(signed, [issuer.root], at=clock.now()) == [VALID]


def test_page_printed_before_there_was_a_gap_gets_a_signature_without_a_seal(paper, issuer, official):
    with pikepdf.open(BytesIO(paper)) as pdf:
        del pdf.Root.Names
        output = BytesIO()
        pdf.save(output)

    signed = sign(output.getvalue(), official, at=AT)

    assert signatures_of(signed, [issuer.root], at=clock.now()) == [VALID]
    with pikepdf.open(BytesIO(signed)) as pdf:
        assert [float(number) for number in pdf.pages[0].obj.Annots[0].Rect] == [0, 0, 0, 0]


def test_test_key_is_marked_on_the_page_and_in_the_findings(paper):
    made = make_test_key(passphrase="x", at=AT)

    signed = sign(paper, pkcs12_key(made.pkcs12, "x"), at=AT)

    [found] = signatures_of(signed, [], at=clock.now())
    assert found == replace(
        VALID,
        signer="Segel portal (UJI, bukan tanda tangan resmi)",
        issuer="Penerbit (UJI, bukan tanda tangan resmi)",
        trust=SignatureTrust.TEST,
    )
    assert "SEGEL UJI, bukan tanda tangan resmi" in text_with_seal(signed)
    assert "itandatangani" not in text_with_seal(signed)


def test_seal_of_an_official_says_who_signed_and_when(paper, official):
    seen = text_with_seal(sign(paper, official, at=AT))

    # Once in the seal and once beside it: in its name for screen readers, or with the place of the certificate.
    told = ("Ditandatangani secara elektronik oleh", OFFICIAL, "9 September 2026")
    assert [seen.count(words) for words in told] == [2, 2, 2]


def test_test_key_stays_a_test_key_where_its_issuer_is_trusted(paper, tmp_path):
    made = make_test_key(passphrase="x", at=AT)
    (tmp_path / "akar.pem").write_bytes(made.root)

    signed = sign(paper, pkcs12_key(made.pkcs12, "x"), at=AT)

    assert signatures_of(signed, read_trust(tmp_path), at=AT)[0].trust == SignatureTrust.TEST


def test_key_of_somebody_else_is_unknown_whatever_name_it_carries(paper, issuer):
    stranger = Issuer().signing_key()

    signed = sign(paper, stranger, at=AT)

    assert signatures_of(signed, [issuer.root], at=clock.now()) == [replace(VALID, trust=SignatureTrust.UNKNOWN)]


def test_key_that_has_expired_is_not_trusted(paper, issuer):
    signed = sign(paper, issuer.signing_key(days=-1), at=AT)

    assert signatures_of(signed, [issuer.root], at=clock.now())[0].trust == SignatureTrust.UNKNOWN


def test_flipped_byte_is_reported(paper, issuer, official):
    signed = sign(paper, official, at=AT)
    place = signed.index(b"stream") + 40

    try:
        found = signatures_of(changed(signed, place), [issuer.root], at=clock.now())
    except UnreadableFile:
        pytest.fail("the file can still be read")

    assert [(one.is_intact, one.is_last_word, one.trust) for one in found] == [(False, False, SignatureTrust.UNKNOWN)]


def test_page_changed_after_signing_is_not_the_last_word(paper, issuer, official):
    writer = IncrementalPdfFileWriter(BytesIO(sign(paper, official, at=AT)))
    writer.root["/OpenAction"] = writer.root["/Pages"]
    writer.update_root()
    output = BytesIO()
    writer.write(output)

    [found] = signatures_of(output.getvalue(), [issuer.root], at=clock.now())

    assert (found.is_intact, found.is_last_word) == (True, False)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nhalf", b"GIF89a"])
def test_what_is_no_pdf_is_unreadable(content, issuer):
    with pytest.raises(UnreadableFile):
        signatures_of(content, [issuer.root], at=AT)


def test_encrypted_file_is_unreadable(paper, issuer):
    with pikepdf.open(BytesIO(paper)) as pdf:
        output = BytesIO()
        pdf.save(output, encryption=pikepdf.Encryption(owner="a", user=""))

    with pytest.raises(UnreadableFile):
        signatures_of(output.getvalue(), [issuer.root], at=AT)


def test_time_stamp_proves_the_time_and_outlives_the_key(paper, issuer):
    stamped_at = clock.now().replace(microsecond=0) - timedelta(days=30)
    key = issuer.signing_key(days=-10, time_stamper=issuer.time_stamper(at=stamped_at))

    signed = sign(paper, key, at=AT)

    assert signatures_of(signed, [issuer.root], at=clock.now()) == [
        replace(VALID, signed_at=stamped_at, is_time_stamped=True, level="B-T")
    ]


def test_data_for_later_are_embedded_where_they_can_be_had(paper, issuer):
    moment = clock.now().replace(microsecond=0)
    key = issuer.signing_key(time_stamper=issuer.time_stamper(at=moment))
    validation = ValidationContext(trust_roots=[issuer.root], crls=[issuer.revocations()])

    signed = sign(paper, key, at=AT, validation=validation)

    assert signatures_of(signed, [issuer.root], at=clock.now()) == [
        replace(VALID, signed_at=moment, is_time_stamped=True, level="B-LT")
    ]


def test_signer_whose_certificate_was_revoked_is_told_as_revoked(paper, issuer):
    moment = clock.now().replace(microsecond=0)
    key = issuer.signing_key(time_stamper=issuer.time_stamper(at=moment))
    signed = sign(paper, key, at=AT)
    revoked = crl.CertificateList.load(issuer.revocations(key.signer.signing_cert.serial_number))
    output = BytesIO(signed)
    writer = IncrementalPdfFileWriter(output)
    DocumentSecurityStore.supply_dss_in_writer(writer, None, crls=[revoked])
    writer.write_in_place()

    [found] = signatures_of(output.getvalue(), [issuer.root], at=clock.now())

    assert (found.is_last_word, found.trust) == (True, SignatureTrust.REVOKED)


def test_signature_is_made_without_data_for_later_where_the_chain_cannot_be_followed(paper, issuer, official):
    signed = sign(paper, official, at=AT, validation=ValidationContext(trust_roots=[]))

    assert signatures_of(signed, [issuer.root], at=clock.now()) == [VALID]


def test_time_stamper_that_does_not_answer_stops_the_signing(paper, issuer):
    key = issuer.signing_key(time_stamper=RequestsHTTPTimeStamper("http://127.0.0.1:9/"))

    with pytest.raises((TimestampRequestError, OSError)):
        sign(paper, key, at=AT)
