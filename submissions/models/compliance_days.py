"""What the board said at the end of each day: worked out from the history once, kept for the lines over time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from submissions.models.editions import Edition


class ComplianceDay(models.Model):
    """The figures of an edition at the end of a day in the portal's time zone (`submissions.selectors.history`).

    May be deleted at any time: the schedule works the days out again, to the same figures.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    met = models.PositiveIntegerField(_("duty kept"))
    owed = models.PositiveIntegerField(_("obliged agencies"))
    states = models.JSONField(_("agencies by state"))

    class Meta:
        verbose_name = _("figures of a day")
        verbose_name_plural = _("figures by day")
        ordering = ["edition", "day"]
        constraints = [models.UniqueConstraint(fields=["edition", "day"], name="compliance_day_once_per_edition")]

    def __str__(self):
        return f"{self.edition}, {self.day}"
