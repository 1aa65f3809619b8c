from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.hashing import hash_of_chunks
from judging.enums import CertificateKind, CertificateState
from judging.models.results import Award
from submissions.models import Edition, Submission

# Without I, L, O, U, 0 and 1, so that a code read aloud or typed from paper is not mistaken.
PUBLIC_ID_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PUBLIC_ID_LENGTH = 12


def new_public_id() -> str:
    """Return twelve random characters (58 bits): the part of the check address that nobody can guess."""
    return get_random_string(PUBLIC_ID_LENGTH, PUBLIC_ID_ALPHABET)


def picture_path(folder: str, picture) -> str:
    """Name a picture by its content, so that the name in a frozen payload always means the same picture."""
    digest = hash_of_chunks(picture.chunks())
    picture.seek(0)
    return f"certificates/{folder}/{digest}.png"


def emblem_path(owner: models.Model, filename: str) -> str:
    return picture_path("emblems", owner.emblem)


class Certificate(models.Model):
    """A numbered certificate. `payload` is frozen at issue; the PDF and the public check page read nothing else.

    Its shape is in docs/certificates.md. A number is used once: revoking does not free it. `subject` says for what it
    is given, for example "award:12", "participant:45", "innovator:45:2" (the second innovator of that submission) or
    "judge:7"; one of an edition is valid at a time.
    """

    public_id = models.CharField(_("code"), max_length=12, unique=True, default=new_public_id, editable=False)
    number = models.CharField(_("number"), max_length=100, unique=True)
    series = models.CharField(max_length=90, editable=False, help_text="The number without its running part.")
    sequence = models.PositiveIntegerField(editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("edition")
    )
    kind = models.CharField(_("for"), max_length=12, choices=CertificateKind)
    subject = models.CharField(max_length=40, editable=False)
    award = models.ForeignKey(
        Award,
        on_delete=models.PROTECT,
        null=True,
        related_name="certificates",
        help_text="What falls with it: also certificates of innovators, unless all innovators get one.",
    )
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="certificates")
    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    payload = models.JSONField(_("contents"))
    payload_hash = models.CharField(_("checksum of the contents"), max_length=64)
    file = models.FileField(_("file"), upload_to="certificates/%Y", blank=True, max_length=250)
    file_sha256 = models.CharField(_("checksum of the file"), max_length=64, blank=True)
    signing_refusal = models.CharField(
        max_length=250, blank=True, editable=False, help_text="Why the portal could not sign it in the background."
    )
    state = models.CharField(_("state"), max_length=10, choices=CertificateState, default=CertificateState.ISSUED)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("issued at"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revocation_reason = models.CharField(_("reason of the revocation"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-sequence", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "subject"],
                condition=Q(state="issued"),
                name="one_valid_certificate_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["winner", "nominee"], award__isnull=False, submission__isnull=False)
                | Q(kind__in=["participant", "innovator"], submission__isnull=False)
                | Q(kind="judge", award__isnull=True, submission__isnull=True, judge__isnull=False),
                name="certificate_names_what_it_is_for",
            ),
            models.UniqueConstraint(fields=["series", "sequence"], name="certificate_sequence_once_per_series"),
            models.CheckConstraint(
                condition=Q(state="issued", revoked_at__isnull=True)
                | (Q(state="revoked", revoked_at__isnull=False) & ~Q(revocation_reason="")),
                name="revoked_certificate_says_when_and_why",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def printing_state(self) -> str:
        return _("Printed") if self.file else _("Being printed")

    @property
    def dated_on(self) -> date:
        return date.fromisoformat(self.payload["date"])

    @property
    def signatories(self) -> list[dict[str, str]]:
        """Who signed it; the oldest payloads have one `signatory` instead of a list."""
        return self.payload.get("signatories") or [self.payload["signatory"]]
