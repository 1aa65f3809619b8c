from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.hashing import hash_of_chunks
from judging.enums import CertificateDesign, CertificateKind, CertificateState
from judging.models.results import Award
from judging.validators import validate_number_pattern, validate_wording
from submissions.models import Edition, Submission

# Without I, L, O, U, 0 and 1, so that a code read aloud or typed from paper is not mistaken.
PUBLIC_ID_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PUBLIC_ID_LENGTH = 12


def new_public_id() -> str:
    """Return twelve random characters (58 bits): the part of the check address that nobody can guess."""
    return get_random_string(PUBLIC_ID_LENGTH, PUBLIC_ID_ALPHABET)


def emblem_path(template: "CertificateTemplate", filename: str) -> str:
    """Name the emblem by its content, so that the name in a frozen payload always means the same picture."""
    digest = hash_of_chunks(template.emblem.chunks())
    template.emblem.seek(0)
    return f"certificates/emblems/{digest}.png"


class CertificateTemplate(models.Model):
    """Wording, signatory and number pattern of the certificates of one edition and kind."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="certificate_templates", verbose_name=_("edition")
    )
    kind = models.CharField(_("for"), max_length=12, choices=CertificateKind)
    design = models.CharField(
        _("design"), max_length=12, choices=CertificateDesign, default=CertificateDesign.GUNUNGAN
    )
    title = models.CharField(_("title"), max_length=50, default="Piagam Penghargaan")
    issuer = models.CharField(_("issued by"), max_length=100, default="Pemerintah Provinsi Jawa Tengah")
    emblem = models.ImageField(
        _("emblem"),
        upload_to=emblem_path,
        blank=True,
        max_length=120,
        help_text=_("A PNG of at most 1 MB, upright. Without one the place stays empty."),
    )
    wording = models.TextField(
        _("wording"),
        max_length=300,
        default="atas inovasi pelayanan publik yang terbukti bermanfaat, dapat ditiru, dan terus dijalankan.",
        help_text=_(
            "Stands under award and title. Fields: {edition} and {year}; {innovation} and {agency}, but for judges; "
            "{award} for winners and nominees; {role} for innovators and judges."
        ),
    )
    covers_all_innovators = models.BooleanField(
        _("innovators of all verified submissions"),
        default=False,
        help_text=_("Only for innovators. Otherwise those of a submission with a final award."),
    )
    number_pattern = models.CharField(
        _("number pattern"),
        max_length=80,
        validators=[validate_number_pattern],
        help_text=_("For example 000.8.3.4/{seq:03}/{year}. Templates with the same pattern share one series."),
    )
    first_number = models.PositiveIntegerField(
        _("first number"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("Where the series begins, when the secretariat has used numbers elsewhere."),
    )
    place = models.CharField(_("place"), max_length=80)
    dated_on = models.DateField(_("date"))
    signatory_position = models.TextField(
        _("position of the signatory"), max_length=150, help_text=_("A new line here is a new line on paper.")
    )
    signatory_name = models.CharField(_("name of the signatory"), max_length=150)
    signatory_nip = models.CharField(_("NIP"), max_length=25, blank=True)

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering = ["edition", "kind"]
        constraints = [models.UniqueConstraint(fields=["edition", "kind"], name="certificate_template_once_per_kind")]

    def __str__(self):
        return f"{self.title}, {self.get_kind_display()}, {self.edition}"

    def clean(self):
        if self.kind in CertificateKind.values:
            try:
                validate_wording(self.wording, self.kind)
            except ValidationError as error:
                raise ValidationError({"wording": error}) from None


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
