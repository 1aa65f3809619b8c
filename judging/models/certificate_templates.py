from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from judging.enums import CertificateDesign, CertificateKind, CertificateLanguage, Orientation
from judging.models.certificates import emblem_path, picture_path
from judging.validators import (
    validate_emblem,
    validate_letterhead,
    validate_number_pattern,
    validate_signature,
    validate_wording,
)
from submissions.models import Edition


def first_issuer() -> str:
    return settings.GOVERNMENT_NAME


def signature_path(signatory: "CertificateSignatory", filename: str) -> str:
    return picture_path("signatures", signatory.signature)


@register_setting(icon="doc-full", order=340)
class Letterhead(BaseSiteSetting):
    """Emblem and lines that stand at the head of the certificates of a site, unless a template leaves them out."""

    emblem = models.ImageField(
        _("emblem"),
        upload_to=emblem_path,
        blank=True,
        validators=[validate_emblem],
        max_length=120,
        help_text=_("A PNG of at most 1 MB, upright. Without one the place stays empty."),
    )
    lines = models.TextField(
        _("lines of the letterhead"),
        blank=True,
        max_length=300,
        validators=[validate_letterhead],
        help_text=_("At most four, the first in bold: government, unit, address. Empty: issuer and edition."),
    )

    panels = [FieldPanel("emblem"), FieldPanel("lines")]

    class Meta:
        verbose_name = _("letterhead of certificates")
        verbose_name_plural = _("letterheads of certificates")

    def __str__(self):
        return str(self.site)


class CertificateTemplate(ClusterableModel):
    """Page, wording, signatories and number pattern of the certificates of one edition and kind."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="certificate_templates", verbose_name=_("edition")
    )
    kind = models.CharField(_("for"), max_length=12, choices=CertificateKind)
    design = models.CharField(
        _("design"), max_length=12, choices=CertificateDesign, default=CertificateDesign.GUNUNGAN
    )
    orientation = models.CharField(_("orientation"), max_length=10, choices=Orientation, default=Orientation.LANDSCAPE)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=CertificateLanguage,
        default=CertificateLanguage.INDONESIAN,
        help_text=_("Of the fixed words on the page. Title and wording stay as they are written here."),
    )
    title = models.CharField(_("title"), max_length=50, default="Piagam Penghargaan")
    issuer = models.CharField(_("issued by"), max_length=100, default=first_issuer)
    emblem = models.ImageField(
        _("emblem"),
        upload_to=emblem_path,
        blank=True,
        validators=[validate_emblem],
        max_length=120,
        help_text=_("A PNG of at most 1 MB, upright. Empty: that of the letterhead."),
    )
    uses_letterhead = models.BooleanField(
        _("with emblem and letterhead of the settings"),
        default=True,
        help_text=_("Otherwise issuer and edition stand at the head, and only an emblem that is uploaded here."),
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


class CertificateSignatory(Orderable):
    """Who signs the certificates of a template: one or two, the second at the right with place and date."""

    template = ParentalKey(CertificateTemplate, on_delete=models.CASCADE, related_name="signatories")
    position = models.TextField(_("position"), max_length=150, help_text=_("A new line here is a new line on paper."))
    name = models.CharField(_("name"), max_length=150)
    nip = models.CharField(_("NIP"), max_length=25, blank=True)
    signature = models.ImageField(
        _("picture of the signature"),
        upload_to=signature_path,
        blank=True,
        validators=[validate_signature],
        max_length=120,
        help_text=_("A PNG of at most 500 kB, best on a clear ground. It is no electronic signature."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")

    def __str__(self):
        return self.name
