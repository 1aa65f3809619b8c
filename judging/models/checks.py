from django.db import models
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.visitors import VISITOR_LENGTH
from judging.enums import CheckOutcome, CheckWay
from judging.models.certificates import Certificate


class CertificateCheck(models.Model):
    """That a certificate was checked: the way, the outcome and the day. Nothing in it leads to who did it.

    `visitor` tells the visitors of one day apart and is another one the next day; `judging.retention` says how long it
    is kept.
    """

    way = models.CharField(_("way"), max_length=10, choices=CheckWay)
    outcome = models.CharField(_("outcome"), max_length=10, choices=CheckOutcome)
    certificate = models.ForeignKey(
        Certificate,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="checks",
        verbose_name=_("certificate"),
    )
    day = models.DateField(_("day"), db_index=True)
    visitor = models.CharField(_("visitor of the day"), max_length=VISITOR_LENGTH, blank=True)

    class Meta:
        verbose_name = _("check of a certificate")
        verbose_name_plural = _("checks of certificates")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=[CheckOutcome.UNKNOWN, CheckOutcome.LIMITED], certificate=None)
                | (
                    models.Q(outcome__in=[CheckOutcome.VALID, CheckOutcome.REVOKED, CheckOutcome.CHANGED])
                    & models.Q(certificate__isnull=False)
                ),
                name="check_names_a_certificate_when_one_was_found",
            )
        ]

    def __str__(self):
        return f"{self.get_way_display()}: {self.get_outcome_display()}"
