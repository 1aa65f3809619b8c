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

    The newest year first, and in it the highest award.
    """
    own = certificates_visible_to(user).filter(
        award__submission__innovation__agency__in=user.memberships.values("agency")
    )
    return own.order_by("-award__level__edition__year", "award__level__sort_order", "-issued_at", "-pk")


def certificate_by_code(code: str) -> Certificate | None:
    """Return the certificate with this code, valid or revoked: whoever holds the paper may read what it says."""
    return Certificate.objects.filter(public_id=code).first()


def replacement_of(certificate: Certificate) -> Certificate | None:
    """Return the valid certificate that stands in the place of a revoked one."""
    if certificate.state == CertificateState.ISSUED:
        return None
    return Certificate.objects.filter(award=certificate.award_id, state=CertificateState.ISSUED).first()


@dataclass(frozen=True)
class AwardChoice:
    """Which awards get their certificates now: those of one level, those that were ticked; without either, all."""

    level_id: int | None = None
    award_ids: tuple[int, ...] = ()


ALL_AWARDS = AwardChoice()


def awards_without_certificate(edition_id: int, choice: AwardChoice = ALL_AWARDS) -> QuerySet[Award]:
    """Final awards of an edition that never had a certificate, the highest level first: the order of the numbers."""
    chosen = Q(level=choice.level_id) if choice.level_id else Q()
    if choice.award_ids:
        chosen &= Q(pk__in=choice.award_ids)
    return (
        Award.objects.filter(chosen, level__edition=edition_id, state=AwardState.FINAL)
        .filter(~Exists(Certificate.objects.filter(award=OuterRef("pk"))))
        .order_by("level__sort_order", "level_id", "pk")
    )


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
