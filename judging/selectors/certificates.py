from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from judging.enums import CertificateState
from judging.models import Certificate, SignedFile
from judging.selectors.signatures import signed_file_of


def certificates_visible_to(user) -> QuerySet[Certificate]:
    """Certificates whose file and list entry this user may open: all for the secretariat, else the own ones.

    Own are those of the own agencies, their innovators among them, and those that one got as a judge.

    The public check page does not ask this selector; see `certificate_by_code`.
    """
    certificates = Certificate.objects.select_related("award__level", "submission")
    if not user.is_authenticated or not user.is_active:
        return certificates.none()
    if user.has_perm("judging.issue_certificate"):
        return certificates
    return certificates.filter(_of_agencies(user) | Q(judge=user))


def certificates_of_agencies(user) -> QuerySet[Certificate]:
    """Certificates of the agencies that the user works for, whatever other roles the user has.

    The newest year first, and in it the highest award; `is_replaced` of a revoked one says whether another stands in
    its place.
    """
    own = _with_replacement(certificates_visible_to(user).filter(_of_agencies(user)))
    return own.order_by("-edition__year", F("award__level__sort_order").asc(nulls_last=True), "-issued_at", "-pk")


def certificates_of_judge(user) -> QuerySet[Certificate]:
    """What the user got for judging, the newest year first, with `is_replaced` as above."""
    own = _with_replacement(certificates_visible_to(user).filter(judge=user))
    return own.order_by("-edition__year", "-issued_at", "-pk")


def _with_replacement(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    valid = Certificate.objects.filter(
        edition=OuterRef("edition"), subject=OuterRef("subject"), state=CertificateState.ISSUED
    )
    return certificates.annotate(is_replaced=Q(state=CertificateState.REVOKED) & Exists(valid))


def certificate_by_code(code: str) -> Certificate | None:
    """Return the certificate with this code, valid or revoked: whoever holds the paper may read what it says."""
    return Certificate.objects.filter(public_id=code).first()


@dataclass(frozen=True)
class Standing:
    """A certificate, the one in whose place it stands, the one that stands in its place, and its signed file."""

    certificate: Certificate
    before: Certificate | None
    replacement: Certificate | None
    signature: SignedFile | None


def standing_by_code(code: str) -> Standing | None:
    """Return how the certificate with this code stands, for its check.

    One query for a valid certificate that replaces none and has no signed file, as most; one more for each of these.
    """
    earlier = Certificate.objects.filter(
        edition=OuterRef("edition"), subject=OuterRef("subject"), pk__lt=OuterRef("pk")
    )
    signed = SignedFile.objects.filter(certificate=OuterRef("pk"))
    found = Certificate.objects.annotate(has_before=Exists(earlier), is_signed=Exists(signed))
    certificate = found.filter(public_id=code).first()
    return certificate and Standing(
        certificate,
        before=certificate_before(certificate) if certificate.has_before else None,
        replacement=replacement_of(certificate),
        signature=signed_file_of(certificate) if certificate.is_signed else None,
    )


def certificate_on_paper(kode: str, nomor: str = "") -> Certificate | None:
    """Return the certificate whose code begins with `kode` and whose number is `nomor`, if one is given.

    One query that looks at both together, so that its time does not tell which of them is wrong.
    """
    certificates = Certificate.objects.filter(public_id__startswith=kode)
    return (certificates.filter(number__iexact=nomor) if nomor else certificates).first()


def certificate_before(certificate: Certificate) -> Certificate | None:
    """Return the revoked certificate for the same thing in whose place this one stands."""
    earlier = Certificate.objects.filter(
        edition=certificate.edition_id, subject=certificate.subject, pk__lt=certificate.pk
    )
    return earlier.order_by("-pk").first()


def replacement_of(certificate: Certificate) -> Certificate | None:
    """Return the valid certificate that stands in the place of a revoked one."""
    if certificate.state == CertificateState.ISSUED:
        return None
    return Certificate.objects.filter(
        edition=certificate.edition_id, subject=certificate.subject, state=CertificateState.ISSUED
    ).first()


@dataclass(frozen=True)
class Progress:
    """How many valid certificates of an edition there are, and how many of them have their file."""

    issued: int
    printed: int

    @property
    def is_complete(self) -> bool:
        return self.printed == self.issued


def printing_progress(edition_id: int) -> Progress:
    valid = Certificate.objects.filter(edition=edition_id, state=CertificateState.ISSUED)
    return Progress(**valid.aggregate(issued=Count("pk"), printed=Count("pk", filter=~Q(file=""))))


def _of_agencies(user) -> Q:
    return Q(submission__innovation__agency__in=user.memberships.values("agency"))
