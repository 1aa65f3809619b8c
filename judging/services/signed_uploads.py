"""Signing outside: the unsigned files go out in a zip, the signed ones come back in one. See docs/certificates.md."""

import zipfile
from dataclasses import dataclass
from enum import StrEnum
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.text import slugify
from django.utils.translation import gettext as _

from innovation_portal.utils.archives import Limits, Member, members_of
from judging.enums import SigningPlace
from judging.models import Certificate, SignedFile
from judging.selectors.certificates import certificate_by_code
from judging.selectors.signatures import printed_certificates
from judging.services.certificates import render_certificate
from judging.services.issuers import check_may_issue
from judging.services.signed_files import check_can_be_signed, store_signed_file, valid_signatures
from judging.signing import Difference, code_in, difference

LIMITS = Limits(files=1000, bytes_each=settings.EVIDENCE_MAX_BYTES, bytes_together=256 * 1024 * 1024)
# The date of every member, so that the same files make the same zip.
PACKED_AT = (1980, 1, 1, 0, 0, 0)


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True)
class TakenIn:
    """What became of one file of the zip; refused ones have a reason and maybe no certificate."""

    name: str
    outcome: Outcome
    certificate: Certificate | None = None
    signed: SignedFile | None = None
    reason: str = ""


def pack_unsigned(edition_id: int, *, actor) -> IO[bytes]:
    """Return an open temporary file with the zip of all printed certificates that an official has yet to sign."""
    check_may_issue(actor)
    target = TemporaryFile()  # noqa: SIM115  (the response closes it)
    with zipfile.ZipFile(target, "w") as archive:
        for certificate in printed_certificates(edition_id):
            with render_certificate(certificate.pk).file.open("rb") as file:
                archive.writestr(zipfile.ZipInfo(_name_of(certificate), PACKED_AT), file.read())
    target.seek(0)
    return target


def take_in_signed(upload: File, *, actor) -> list[TakenIn]:
    """Examine every file of a zip and keep those that are ours, unchanged, and signed by somebody who is trusted.

    Each file is kept or refused for itself, with the reason. Again: the same files are known and change nothing.
    Raises ValidationError with the codes of `members_of`.
    """
    check_may_issue(actor)
    seen: set[str] = set()
    return [_take_in(member, seen, actor) for member in members_of(upload, LIMITS)]


def _take_in(member: Member, seen: set[str], actor) -> TakenIn:
    certificate = None
    try:
        if member.problem:
            raise member.problem
        certificate = _certificate_of(member.content, seen)
        check_can_be_signed(certificate)
        signatures = valid_signatures(member.content)
        _check_contents(certificate, member.content)
        signed, is_new = store_signed_file(
            certificate.pk, member.content, signatures, place=SigningPlace.OUTSIDE, actor=actor
        )
    except ValidationError as refusal:
        return TakenIn(member.name, Outcome.REFUSED, certificate, reason=refusal.messages[0])
    seen.add(certificate.public_id)
    return TakenIn(member.name, Outcome.ACCEPTED if is_new else Outcome.KNOWN, certificate, signed)


def _certificate_of(pdf: bytes, seen: set[str]) -> Certificate:
    """Find the certificate by the code inside the file, whatever the file is called."""
    code = code_in(pdf)
    if not code:
        raise ValidationError(
            _("This is none of our certificates: the file does not say its code, or it cannot be read."),
            code="no_code",
        )
    if code in seen:
        raise ValidationError(
            _("The zip holds another signed file of this certificate; the first one was taken."), code="double"
        )
    certificate = certificate_by_code(code)
    if certificate is None:
        raise ValidationError(_("No certificate has the code of this file."), code="unknown_code")
    return certificate


def _check_contents(certificate: Certificate, pdf: bytes) -> None:
    with render_certificate(certificate.pk).file.open("rb") as file:
        found = difference(file.read(), pdf)
    if found:
        raise ValidationError(_reason(found), code="contents_differ")


def _reason(found: Difference) -> str:
    return {
        Difference.ENCRYPTED: _("This file is locked with a password. Save it without one."),
        Difference.UNREADABLE: _("This is no PDF that can be read."),
        Difference.PAGES: _("This file has more or fewer pages than the certificate."),
        Difference.PAGE: _("The page is not the one that was issued."),
        Difference.ADDED: _("Something was laid over the page that is no signature."),
        Difference.SEAL: _("The visible signature covers more than a tenth of the page."),
        Difference.ACTIVE: _("The file holds scripts, attachments or layers, which no certificate has."),
    }[found]


def _name_of(certificate: Certificate) -> str:
    """Return a name that officials can sort by; the file is found again by its code and not by this."""
    number = certificate.number.replace("/", "-").replace(".", "-")
    return f"{slugify(number)}-{certificate.public_id}.pdf"
