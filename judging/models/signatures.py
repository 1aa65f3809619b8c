from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from judging.enums import SigningPlace
from judging.models.certificates import Certificate


class SignedFile(models.Model):
    """A certificate's file with a valid electronic signature, beside the unsigned one, which always stays.

    Rows are added and never changed. `signers` are names as their certificates say them, in the order of signing.
    `level` is the one of ETSI EN 319 142-1, empty for a signature that follows none.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="signed_files")
    file = models.FileField(_("file"), upload_to="certificates/signed/%Y", max_length=250)
    sha256 = models.CharField(_("checksum"), max_length=64)
    place = models.CharField(_("signed"), max_length=10, choices=SigningPlace)
    signers = models.JSONField(_("signed by"))
    issuer = models.CharField(_("issuer of the certificate"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=6, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True)
    is_time_stamped = models.BooleanField(_("time is proved by a time stamp"))
    is_test = models.BooleanField(_("test key"))
    validated_at = models.DateTimeField(_("examined at"))
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signed file")
        verbose_name_plural = _("signed files")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "sha256"], name="signed_file_once_per_certificate"),
            models.UniqueConstraint(
                fields=["certificate", "is_test"],
                condition=Q(place=SigningPlace.PORTAL),
                name="portal_signs_a_certificate_once",
            ),
        ]

    def __str__(self):
        return f"{self.certificate}: {', '.join(self.signers)}"
