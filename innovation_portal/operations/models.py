from django.db import models
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock


class Heartbeat(models.Model):
    """When a process that runs beside the web pages was last seen at work."""

    SCHEDULE = "schedule"

    name = models.CharField(_("name"), max_length=40, unique=True)
    at = models.DateTimeField(_("seen at"), default=clock.now)

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        ordering = ["name"]

    def __str__(self):
        return self.name
