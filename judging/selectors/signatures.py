"""Which certificates are signed, and by whom. What a file is worth was examined when it was stored."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from judging.enums import CertificateState
from judging.models import Certificate, SignedFile


def signed_file_of(certificate: Certificate) -> SignedFile | None:
    """Return the signed file that is shown and handed out: the latest official one, else the latest of a test key.

    Lists fetch `signed_files` along.
    """
    return min(certificate.signed_files.all(), key=lambda one: (one.is_test, -one.pk), default=None)


def certificates_to_sign(edition_id: int, *, with_test_key: bool) -> QuerySet[Certificate]:
    """Valid certificates without an official signature; a test key signs none twice."""
    signed = SignedFile.objects.filter(certificate=OuterRef("pk"))
    enough = signed if with_test_key else signed.filter(is_test=False)
    return _valid(edition_id).filter(~Exists(enough)).order_by("sequence", "pk")


def printed_certificates(edition_id: int) -> QuerySet[Certificate]:
    """Valid certificates of an edition that have their file and no official signature: what an official signs."""
    return certificates_to_sign(edition_id, with_test_key=False).exclude(file="")


def refused_certificates(edition_id: int) -> QuerySet[Certificate]:
    """Valid certificates that the portal tried to sign and could not, each with its `signing_refusal`."""
    return certificates_to_sign(edition_id, with_test_key=False).exclude(signing_refusal="")


@dataclass(frozen=True)
class SigningProgress:
    """Valid certificates of an edition, how many of them are signed, and how many only with a test key."""

    issued: int
    signed: int
    tested: int

    @property
    def is_complete(self) -> bool:
        return self.signed == self.issued


def signing_progress(edition_id: int) -> SigningProgress:
    files = SignedFile.objects.filter(certificate=OuterRef("pk"))
    marked = _valid(edition_id).annotate(
        is_signed=Exists(files.filter(is_test=False)), is_tested=Exists(files.filter(is_test=True))
    )
    counts = marked.aggregate(
        issued=Count("pk"),
        signed=Count("pk", filter=Q(is_signed=True)),
        tested=Count("pk", filter=Q(is_signed=False, is_tested=True)),
    )
    return SigningProgress(**counts)


def _valid(edition_id: int) -> QuerySet[Certificate]:
    return Certificate.objects.filter(edition=edition_id, state=CertificateState.ISSUED)
