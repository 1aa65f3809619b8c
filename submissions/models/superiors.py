from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.models.agencies import Agency, Region


class Superior(models.Model):
    """A person to whom the head of an agency answers, or the heads of all agencies of a region.

    Named by the secretariat, for example an assistant of the regional secretary for the agencies that this assistant
    coordinates. Those named for an agency come before those of its region (`submissions.selectors.superiors`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="superior_of",
        limit_choices_to={"groups__name": Role.LEADERSHIP.value, "is_active": True},
        verbose_name=_("person"),
        help_text=_("Somebody with the role “Leadership”."),
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="superiors", verbose_name=_("agency")
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="superiors",
        verbose_name=_("region"),
        help_text=_("Of all agencies of the region for which nobody else is named."),
    )
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("superior")
        verbose_name_plural = _("superiors")
        ordering = ["region__name", "agency__name", "user__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency=None, region__isnull=False) | Q(agency__isnull=False, region=None),
                name="superior_of_one_agency_or_one_region",
                violation_error_message=_("Name either an agency or a region."),
            ),
            models.UniqueConstraint(
                fields=["user", "agency"],
                condition=Q(region=None),
                name="superior_once_per_agency",
                violation_error_message=_("This person is named for it already."),
            ),
            models.UniqueConstraint(
                fields=["user", "region"],
                condition=Q(agency=None),
                name="superior_once_per_region",
                violation_error_message=_("This person is named for it already."),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.agency or self.region}"
