from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


def first_name() -> str:
    return settings.PORTAL_NAME


def first_government() -> str:
    return settings.GOVERNMENT_NAME


def first_tagline() -> str:
    return f"Portal inovasi {settings.PROVINCE}"


@register_setting(icon="cog", order=10)
class PortalSettings(BaseGenericSetting):
    """Who runs the portal. Templates read it as `settings.home.PortalSettings`, on every page.

    It is remembered for a minute, so another process shows a change that much later.
    """

    select_related = ["emblem"]
    REMEMBERED_AS, REMEMBERED_SECONDS = "portal-settings", 60

    portal_name = models.CharField(_("name of the portal"), max_length=80, default=first_name)
    government_name = models.CharField(_("name of the government"), max_length=120, default=first_government)
    tagline = models.CharField(_("line under the name"), max_length=80, default=first_tagline)
    emblem = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("emblem"),
        help_text=_("The official emblem; the portal ships none."),
    )
    emblem_alt = models.CharField(_("alternative text of the emblem"), max_length=120, blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True, help_text=_("Stands in the foot of every page."))
    contact_name = models.CharField(_("name of the secretariat"), max_length=150, blank=True)
    contact_address = models.TextField(_("address"), blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    data_licence = models.CharField(_("licence of the open data"), max_length=80, default="CC BY 4.0")
    data_licence_url = models.URLField(
        _("address of the licence"), default="https://creativecommons.org/licenses/by/4.0/deed.id"
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("portal_name"),
                FieldPanel("government_name"),
                FieldPanel("tagline"),
                FieldPanel("emblem"),
                FieldPanel("emblem_alt"),
            ],
            heading=_("Name and emblem"),
        ),
        FieldPanel("legal_basis"),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldPanel("contact_address"),
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
            ],
            heading=_("Secretariat"),
        ),
        MultiFieldPanel([FieldPanel("data_licence"), FieldPanel("data_licence_url")], heading=_("Open data")),
    ]

    class Meta:
        verbose_name = _("portal settings")

    def __str__(self):
        return self.portal_name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        transaction.on_commit(partial(cache.delete, self.REMEMBERED_AS))

    @classmethod
    def load(cls, request_or_site=None):
        return cache.get_or_set(cls.REMEMBERED_AS, super().load, cls.REMEMBERED_SECONDS)

    def clean(self):
        super().clean()
        if self.emblem and not self.emblem_alt:
            raise ValidationError({"emblem_alt": _("Say what the emblem shows.")})
