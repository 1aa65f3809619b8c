from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from judging.enums import AwardState, CertificateState
from judging.models import Award, Certificate


def certificates_visible_to(user) -> QuerySet[Certificate]:
    """Certificates whose file and list entry this user may open: of the own agency, or all for the secretariat.

    The public check page does not ask this selector; see `certificate_by_code`.
    """
    certificates = Certificate.objects.select_related("award__level", "award__submission")
    if not user.is_authenticated or not user.is_active:
        return certificates.none()
    if user.has_perm("judging.issue_certificate"):
        return certificates
    return certificates.filter(award__submission__innovation__agency__in=user.memberships.values("agency"))


def certificates_of_agencies(user) -> QuerySet[Certificate]:
    """Certificates of the agencies that the user works for, whatever other roles the user has.

    The newest year first, and in it the highest award; `is_replaced` of a revoked one says whether another stands in
    its place.
    """
    valid = Certificate.objects.filter(award=OuterRef("award"), state=CertificateState.ISSUED)
    own = certificates_visible_to(user).filter(
        award__submission__innovation__agency__in=user.memberships.values("agency")
    )
    own = own.annotate(is_replaced=Q(state=CertificateState.REVOKED) & Exists(valid))
    return own.order_by("-award__level__edition__year", "award__level__sort_order", "-issued_at", "-pk")


def certificate_by_code(code: str) -> Certificate | None:
    """Return the certificate with this code, valid or revoked: whoever holds the paper may read what it says."""
    return Certificate.objects.filter(public_id=code).first()


def certificate_on_paper(kode: str, nomor: str = "") -> Certificate | None:
    """Return the certificate whose code begins with `kode` and whose number is `nomor`, if one is given.

    One query that looks at both together, so that its time does not tell which of them is wrong.
    """
    certificates = Certificate.objects.filter(public_id__startswith=kode)
    return (certificates.filter(number__iexact=nomor) if nomor else certificates).first()


def certificate_before(certificate: Certificate) -> Certificate | None:
    """Return the revoked certificate of the same award in whose place this one stands."""
    earlier = Certificate.objects.filter(award=certificate.award_id, pk__lt=certificate.pk)
    return earlier.order_by("-pk").first()


def replacement_of(certificate: Certificate) -> Certificate | None:
    """Return the valid certificate that stands in the place of a revoked one."""
    if certificate.state == CertificateState.ISSUED:
        return None
    return Certificate.objects.filter(award=certificate.award_id, state=CertificateState.ISSUED).first()


def awards_without_certificate(edition_id: int) -> QuerySet[Award]:
    """Final awards of an edition that never had a certificate, the highest level first: the order of the numbers."""
    return (
        Award.objects.filter(level__edition=edition_id, state=AwardState.FINAL)
        .filter(~Exists(Certificate.objects.filter(award=OuterRef("pk"))))
        .order_by("level__sort_order", "level_id", "pk")
    )


def unprinted_certificates(edition_id: int) -> QuerySet[Certificate]:
    return Certificate.objects.filter(award__level__edition=edition_id, state=CertificateState.ISSUED, file="")


@dataclass(frozen=True)
class Progress:
    """How many valid certificates of an edition there are, and how many of them have their file."""

    issued: int
    printed: int

    @property
    def is_complete(self) -> bool:
        return self.printed == self.issued


def printing_progress(edition_id: int) -> Progress:
    valid = Certificate.objects.filter(award__level__edition=edition_id, state=CertificateState.ISSUED)
    return Progress(**valid.aggregate(issued=Count("pk"), printed=Count("pk", filter=~Q(file=""))))
