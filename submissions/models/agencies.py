from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from innovation_portal.utils import clock
from submissions.enums import AgencyKind, EditionState, MembershipRole, RegionKind


class Region(models.Model):
    """A province, kabupaten or kota, with its Kemendagri code where it is known."""

    code = models.CharField(_("code"), max_length=13, blank=True, help_text=_("Kemendagri code, for example 33.02."))
    name = models.CharField(_("name"), max_length=150, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=RegionKind)
    needs_confirmation = models.BooleanField(_("to be confirmed"), default=False)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="region_code_is_unique_where_known")
        ]

    def __str__(self):
        return self.name


class Agency(ClusterableModel):
    """An OPD or another body that owns innovations; the obliged ones have an obligation in each edition."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="agencies", verbose_name=_("region"))
    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=AgencyKind)
    is_obliged = models.BooleanField(
        _("obliged"), default=True, help_text=_("Owes at least one innovation in every edition.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    founded_on = models.DateField(
        _("founded on"),
        null=True,
        blank=True,
        help_text=_("Owes nothing in an edition whose registration opened before this day. Empty: long ago."),
    )
    needs_confirmation = models.BooleanField(_("to be confirmed"), default=False)
    source_note = models.CharField(_("note on the source"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["region__code", "name"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="agency_name_once_per_region")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Keep what editions that are not finished say of the agency as it is now; finished ones stay as they were."""
        super().save(*args, **kwargs)
        duties = self.obligations.exclude(edition__state=EditionState.FINISHED)
        duties.update(name=self.name, kind=self.kind, region=self.region_id)


class Membership(models.Model):
    """A person who works for an agency in the portal."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("agency"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=MembershipRole)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["agency", "role", "pk"]
        constraints = [models.UniqueConstraint(fields=["agency", "user"], name="membership_once_per_agency")]

    def __str__(self):
        return f"{self.user} ({self.get_role_display()}, {self.agency})"
