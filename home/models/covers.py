from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from home.models.base import PortalPage


class CoveredPage(PortalPage):
    """A page that may carry a cover picture; a picture needs its words for those who cannot see it."""

    cover = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover picture"),
        help_text=_("Without one the cloth of the field is shown."),
    )
    cover_alt = models.CharField(_("alternative text of the cover picture"), max_length=250, blank=True)

    cover_panels = [MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt")], heading=_("Cover picture"))]

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.cover and not self.cover_alt:
            raise ValidationError({"cover_alt": _("Say what the picture shows.")})
