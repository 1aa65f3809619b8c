"""What the signatures of a PDF are worth: who, when, over what, and who vouches for it.

ETSI EN 319 142-1 names the levels: B-B is a signature, B-T has a time stamp, B-LT carries the data that prove later
that no certificate was revoked, B-LTA a second time stamp over these.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from judging.enums import SignatureTrust
from judging.signing.keys import is_marked_as_test, name_of
from judging.signing.loops import in_own_thread

PADES = "/ETSI.CAdES.detached"
# RFC 5280 4.2.1.3: either bit says that the key is for signatures; issuers set one or both.
SIGNING_KEYS = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
# What may follow a signature: more signatures and their data, nothing that changes the page.
HARMLESS = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)


class UnreadableFile(ValueError):
    """The file is no PDF that can be read, or it is encrypted."""


@dataclass(frozen=True)
class Signature:
    """One signature. `signed_at` is proved by a time stamp (`is_time_stamped`) or only what the signer claims.

    `is_intact`: nothing that it covers was changed. `is_last_word`: nor was anything added but data that prove it.
    """

    signer: str
    issuer: str
    signed_at: datetime | None
    is_time_stamped: bool
    is_intact: bool
    is_last_word: bool
    trust: SignatureTrust
    level: str


def signatures_of(pdf: bytes, roots: Iterable[x509.Certificate], *, at: datetime) -> list[Signature]:
    """Return the signatures of a PDF in the order in which they were made; time stamps alone are none.

    A chain must lead to one of `roots`, at the moment of a trusted time stamp, else at `at`. Revocation is judged by
    what the file carries; nothing is fetched. Raises UnreadableFile.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        if reader.encrypted:
            raise UnreadableFile("encrypted")
        return [_signature(reader, one, tuple(roots), at) for one in reader.embedded_regular_signatures]
    # A file from outside can break its reader at any place, and with any error.
    except Exception as error:
        raise UnreadableFile(str(error)) from error


def _signature(
    reader: PdfFileReader, embedded: EmbeddedPdfSignature, roots: tuple[x509.Certificate, ...], at: datetime
) -> Signature:
    status = _validate(reader, embedded, roots, at)
    stamp = status.timestamp_validity
    is_stamped = bool(stamp and stamp.valid and stamp.intact)
    if is_stamped and stamp.trusted and not status.trusted:
        status = _validate(reader, embedded, roots, stamp.timestamp)
    is_intact = bool(status.valid and status.intact)
    return Signature(
        signer=name_of(embedded.signer_cert),
        issuer=str(embedded.signer_cert.issuer.native.get("common_name", "")),
        signed_at=stamp.timestamp if is_stamped else embedded.self_reported_timestamp,
        is_time_stamped=is_stamped,
        is_intact=is_intact,
        is_last_word=is_intact and bool(status.docmdp_ok) and status.modification_level in HARMLESS,
        trust=_trust(status, embedded.signer_cert),
        level=_level(reader, embedded, is_stamped),
    )


def _validate(reader, embedded, roots, moment: datetime) -> PdfSignatureStatus:
    return in_own_thread(
        lambda: validate_pdf_signature(
            embedded,
            signer_validation_context=_context(reader, roots, moment),
            ts_validation_context=_context(reader, roots, moment),
            key_usage_settings=SIGNING_KEYS,
        )
    )


def _context(reader: PdfFileReader, roots: tuple[x509.Certificate, ...], moment: datetime) -> ValidationContext:
    options = {"trust_roots": list(roots), "moment": moment, "retroactive_revinfo": True}
    try:
        return DocumentSecurityStore.read_dss(reader).as_validation_context(options)
    except NoDSSFoundError:
        return ValidationContext(**options)


def _trust(status: PdfSignatureStatus, signer: x509.Certificate) -> SignatureTrust:
    if is_marked_as_test(signer):
        return SignatureTrust.TEST
    if status.revoked:
        return SignatureTrust.REVOKED
    return SignatureTrust.TRUSTED if status.trusted else SignatureTrust.UNKNOWN


def _level(reader: PdfFileReader, embedded: EmbeddedPdfSignature, is_stamped: bool) -> str:
    """Return the level of EN 319 142-1; empty for a signature of another kind."""
    if embedded.sig_object.get("/SubFilter") != PADES:
        return ""
    if not is_stamped:
        return "B-B"
    try:
        store = reader.root["/DSS"]
    except KeyError:
        return "B-T"
    if not (store.get("/OCSPs") or store.get("/CRLs")):
        return "B-T"
    return "B-LTA" if reader.embedded_timestamp_signatures else "B-LT"
