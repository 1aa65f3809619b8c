"""Files that were signed outside come back in one zip, whatever tools, people and mistakes made of them."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.utils import clock
from judging.enums import SigningPlace
from judging.models import SignedFile
from judging.selectors.signatures import signed_file_of
from judging.services.certificates import render_certificate, revoke_certificate
from judging.services.signed_uploads import Outcome, pack_unsigned, take_in_signed
from judging.signing import sign
from tests.factories.signing import OFFICIAL, Issuer


def zipped(files: dict[str, bytes]) -> ContentFile:
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return ContentFile(output.getvalue(), name="tanda-tangan.zip")


def rewritten(pdf: bytes, change=None, **options) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        if change:
            change(document)
        document.save(output, **options)
    return output.getvalue()


class Round:
    """The unsigned files went out; what comes back is up to the test."""

    def __init__(self, ceremony, key):
        self.ceremony, self.key = ceremony, key
        self.certificate = render_certificate(ceremony.certificate().pk)

    @property
    def unsigned(self) -> bytes:
        with self.certificate.file.open("rb") as file:
            return file.read()

    def signed(self, pdf: bytes | None = None, key=None) -> bytes:
        return sign(pdf or self.unsigned, key or self.key, at=clock.now())

    def hand_in(self, files: dict[str, bytes]) -> list[tuple[str, Outcome, str]]:
        taken = take_in_signed(zipped(files), actor=self.ceremony.secretary)
        return [(one.name, one.outcome, one.reason) for one in taken]

    def is_refused(self, pdf: bytes, reason: str) -> bool:
        return self.hand_in({"a.pdf": pdf}) == [("a.pdf", Outcome.REFUSED, reason)] and not SignedFile.objects.exists()


@pytest.fixture
def outside(ceremony, official):
    return Round(ceremony, official)


def test_zip_that_goes_out_holds_what_an_official_has_to_sign(outside, ceremony):
    second = render_certificate(ceremony.certificate().pk)
    revoked = render_certificate(ceremony.certificate().pk)
    revoke_certificate(revoked.pk, actor=ceremony.secretary, reason="Salah nama.")
    outside.hand_in({"a.pdf": outside.signed()})

    with pack_unsigned(ceremony.edition.pk, actor=ceremony.secretary) as packed, zipfile.ZipFile(packed) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    year = ceremony.edition.year
    with second.file.open("rb") as file:
        assert files == {f"000-8-3-4-002-{year}-{second.public_id}.pdf": file.read()}


def test_signed_file_is_found_by_its_code_and_not_by_its_name(outside, ceremony):
    other = render_certificate(ceremony.certificate().pk)

    pdf = outside.signed()
    result = outside.hand_in({f"folder/{other.public_id}.pdf": pdf})

    signed = signed_file_of(outside.certificate)
    assert result == [(f"{other.public_id}.pdf", Outcome.ACCEPTED, "")]
    assert (signed.place, signed.signers, signed.is_test) == (SigningPlace.OUTSIDE, [OFFICIAL], False)
    with signed.file.open("rb") as file:
        assert file.read() == pdf
    assert signed_file_of(other) is None


def test_same_file_again_changes_nothing(outside):
    pdf = outside.signed()

    first, second = outside.hand_in({"a.pdf": pdf}), outside.hand_in({"b.pdf": pdf})

    assert (first, second) == ([("a.pdf", Outcome.ACCEPTED, "")], [("b.pdf", Outcome.KNOWN, "")])
    assert SignedFile.objects.count() == 1
    assert len(default_storage.listdir(f"certificates/signed/{clock.today().year}")[1]) == 1


def test_file_that_the_tool_wrote_anew_is_taken_when_its_page_is_ours(outside):
    anew = rewritten(outside.unsigned, object_stream_mode=pikepdf.ObjectStreamMode.disable)

    assert outside.hand_in({"a.pdf": outside.signed(anew)}) == [("a.pdf", Outcome.ACCEPTED, "")]


def test_page_that_was_changed_before_it_was_signed_is_refused(outside):
    def cover(document):
        document.pages[0].contents_add(b"1 1 1 rg 0 0 800 500 re f")

    pdf = outside.signed(rewritten(outside.unsigned, cover))

    assert outside.is_refused(pdf, "Halaman ini bukan halaman yang diterbitkan.")


def test_file_that_was_changed_after_it_was_signed_is_refused(outside):
    pdf = outside.signed()
    place = pdf.index(b"stream") + 40

    flipped = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]

    assert outside.is_refused(flipped, "Berkas ini diubah setelah ditandatangani.")


def test_signature_by_a_stranger_is_refused_with_the_name_of_its_issuer(outside):
    pdf = outside.signed(key=Issuer("Penerbit Lain").signing_key())

    assert outside.is_refused(
        pdf,
        f"Ditandatangani {OFFICIAL}, tetapi penerbit “Penerbit Lain” tidak termasuk yang dipercaya portal.",
    )


def test_files_that_cannot_count_are_refused_each_with_its_reason(outside, ceremony):
    revoked = render_certificate(ceremony.certificate().pk)
    with revoked.file.open("rb") as file:
        signed_before_revocation = outside.signed(file.read())
    revoke_certificate(revoked.pk, actor=ceremony.secretary, reason="Salah nama.")
    locked = rewritten(outside.unsigned, encryption=pikepdf.Encryption(owner="a", user=""))

    def other_code(document):
        document.docinfo["/Subject"] = "Periksa di https://inovasi.contoh.go.id/piagam/7K4M2QXDWW3H/"

    result = outside.hand_in(
        {
            "belum.pdf": outside.unsigned,
            "dicabut.pdf": signed_before_revocation,
            "dikunci.pdf": locked,
            "kosong.pdf": b"",
            "gambar.pdf": b"GIF89a",
            "kode.pdf": outside.signed(rewritten(outside.unsigned, other_code)),
        }
    )

    assert result == [
        ("belum.pdf", Outcome.REFUSED, "Berkas ini tidak memuat tanda tangan elektronik."),
        ("dicabut.pdf", Outcome.REFUSED, "Piagam ini sudah dicabut."),
        ("dikunci.pdf", Outcome.REFUSED, "Berkas ini bukan PDF yang dapat dibaca, atau dikunci dengan kata sandi."),
        ("kosong.pdf", Outcome.REFUSED, "Berkas ini kosong."),
        (
            "gambar.pdf",
            Outcome.REFUSED,
            "Ini bukan piagam dari portal: kodenya tidak ada dalam berkas, atau berkas tidak dapat dibaca.",
        ),
        ("kode.pdf", Outcome.REFUSED, "Tidak ada piagam dengan kode di berkas ini."),
    ]
    assert SignedFile.objects.count() == 0


def test_unsigned_copy_beside_the_signed_one_does_no_harm_and_a_second_signed_one_is_refused(outside):
    first, second = outside.signed(), outside.signed()

    result = outside.hand_in({"a.pdf": outside.unsigned, "b.pdf": first, "c.pdf": second})

    assert [outcome for _name, outcome, _reason in result] == [Outcome.REFUSED, Outcome.ACCEPTED, Outcome.REFUSED]
    assert result[2][2] == (
        "Di zip ini ada berkas lain dari piagam yang sama yang sudah ditandatangani; yang pertama diterima."
    )
    assert SignedFile.objects.count() == 1


def test_only_the_secretariat_packs_and_hands_in(outside, ceremony, operator):
    with pytest.raises(PermissionDenied):
        pack_unsigned(ceremony.edition.pk, actor=operator)
    with pytest.raises(PermissionDenied):
        take_in_signed(zipped({"a.pdf": outside.signed()}), actor=operator)

    assert SignedFile.objects.count() == 0


def test_secretariat_downloads_signs_and_hands_in(client, outside, ceremony):
    sync_role_groups()
    client.force_login(ceremony.secretary)
    edition = f"?edition={ceremony.edition.pk}"

    packed = client.get(reverse("certificates:unsigned") + edition)
    with zipfile.ZipFile(BytesIO(b"".join(packed.streaming_content))) as archive:
        signed = {name: outside.signed(archive.read(name)) for name in archive.namelist()}
    upload = zipped({**signed, "catatan.txt": b"Sudah semua."})
    page = client.post(reverse("certificates:take-in") + edition, {"upload": upload}).content.decode()

    assert "Diterima: 1" in page
    assert "Ditolak: 1" in page
    assert signed_file_of(outside.certificate).stored_by == ceremony.secretary


def test_what_is_no_zip_is_said_beside_the_field(client, outside, ceremony):
    sync_role_groups()
    client.force_login(ceremony.secretary)

    answer = client.post(reverse("certificates:take-in"), {"upload": ContentFile(b"PK", name="a.zip")})

    assert answer.context["form"].errors == {"upload": ["Ini bukan berkas zip, atau berkasnya rusak."]}


def test_too_many_files_are_refused_before_any_is_read(outside):
    with pytest.raises(ValidationError) as error:
        outside.hand_in({f"{number}.pdf": b"x" for number in range(1001)})

    assert error.value.code == "too_many"
