import re
from dataclasses import dataclass, field

from django.db.models import Q

from innovation_portal.utils.hashing import hash_of_chunks
from judging.enums import CertificateState, CheckOutcome
from judging.models import Certificate
from judging.models.certificates import PUBLIC_ID_ALPHABET
from judging.pdf_copies import Copy, Difference, differences_between, read_copy

GROUP = f"([{PUBLIC_ID_ALPHABET}]{{4}})"
CODE = re.compile(rf"\b{GROUP}[-/ ]?{GROUP}[-/ ]?{GROUP}\b")
MOST_CODES = 10
IDENTIFIER_LENGTH = 32


@dataclass(frozen=True)
class CopyVerdict:
    """What a PDF is: one of our files, a changed copy of one, or not ours.

    `is_readable` is false when the file could not be opened; then it is no file of ours, whatever it looks like.
    `is_compared` is false when our own file is not in the storage, so that what differs cannot be said.
    """

    outcome: CheckOutcome
    certificate: Certificate | None = None
    differences: list[Difference] = field(default_factory=list)
    is_readable: bool = True
    is_compared: bool = True


def verdict_on(content: bytes) -> CopyVerdict:
    """Compare a PDF with the files that we issued. Stores nothing.

    The same bytes are ours, signed or not, valid or revoked. Other bytes that carry the identifier or the code of a
    certificate are a changed copy of it: somebody stored it anew, or altered it.
    """
    digest = hash_of_chunks([content])
    certificate = Certificate.objects.filter(Q(file_sha256=digest) | Q(signed_files__sha256=digest)).first()
    if certificate:
        is_valid = certificate.state == CertificateState.ISSUED
        return CopyVerdict(CheckOutcome.VALID if is_valid else CheckOutcome.REVOKED, certificate)
    theirs = read_copy(content)
    if theirs is None:
        return CopyVerdict(CheckOutcome.UNKNOWN, is_readable=False)
    certificate = _certificate_meant_by(theirs)
    if certificate is None:
        return CopyVerdict(CheckOutcome.UNKNOWN)
    ours = _our_file(certificate)
    if ours is None:
        return CopyVerdict(CheckOutcome.CHANGED, certificate, is_compared=False)
    return CopyVerdict(CheckOutcome.CHANGED, certificate, differences_between(ours, theirs))


def _certificate_meant_by(copy: Copy) -> Certificate | None:
    """Find the certificate by the file's identifier, made of the payload, or by a code in its words."""
    if len(copy.identifier) == IDENTIFIER_LENGTH:
        certificate = Certificate.objects.filter(payload_hash__startswith=copy.identifier).first()
        if certificate:
            return certificate
    words = "\n".join([copy.text, *copy.metadata.values()])
    codes = list(dict.fromkeys("".join(found) for found in CODE.findall(words)))[:MOST_CODES]
    return Certificate.objects.filter(public_id__in=codes).order_by("-pk").first()


def _our_file(certificate: Certificate) -> Copy | None:
    try:
        with certificate.file.open("rb") as file:
            return read_copy(file.read())
    except (FileNotFoundError, ValueError):  # gone from the storage, or not printed yet
        return None
