from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from home.blocks import BodyBlock
from home.enums import EventKind
from home.models.base import PortalPage
from home.models.covers import CoveredPage


class AgendaPage(RoutablePageMixin, PortalPage):
    """What happens when: the stages of the current edition, and the events below this page."""

    lead = models.TextField(_("introduction"), blank=True)

    content_panels = [*PortalPage.content_panels, FieldPanel("lead")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.EventPage"]
    max_count = 1

    class Meta:
        verbose_name = _("agenda")

    def get_context(self, request, *args, **kwargs):
        from home.views.agenda import agenda_context  # the boundary reads the models of this package

        return super().get_context(request, *args, **kwargs) | agenda_context(self)

    @path("kalender/", name="calendar")
    def calendar(self, request):
        from home.views.agenda import whole_calendar  # the boundary reads the models of this package

        return whole_calendar(self)

    def get_route_paths(self):
        """Wagtail redirects these when the slug changes; subscribed calendars go on."""
        return ["/", "/kalender/"]


class EventPage(RoutablePageMixin, CoveredPage):
    """An exhibition, symposium or meeting. One that is called off stays, so that calendars hear of it."""

    kind = models.CharField(_("kind"), max_length=12, choices=EventKind, default=EventKind.MEETING)
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    is_cancelled = models.BooleanField(
        _("called off"),
        default=False,
        help_text=_("Tick this instead of deleting: subscribed calendars strike it out."),
    )
    place = models.CharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("Building, street and town, as one would say it to a driver."),
    )
    online_url = models.URLField(_("address of the meeting on line"), max_length=500, blank=True)
    registration_url = models.URLField(_("address to register"), max_length=500, blank=True)
    lead = models.TextField(_("introduction"), max_length=400, help_text=_("Two sentences; shown in the list too."))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    content_panels = [
        *PortalPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("place"),
                FieldPanel("online_url"),
                FieldPanel("registration_url"),
                FieldPanel("is_cancelled"),
            ],
            heading=_("When and where"),
        ),
        FieldPanel("lead"),
        *CoveredPage.cover_panels,
        FieldPanel("body"),
    ]

    parent_page_types = ["home.AgendaPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("An event must end after it begins.")})

    def get_context(self, request, *args, **kwargs):
        from home.views.agenda import event_context  # the boundary reads the models of this package

        return super().get_context(request, *args, **kwargs) | event_context(self)

    @path("kalender/", name="calendar")
    def calendar(self, request):
        from home.views.agenda import event_calendar  # the boundary reads the models of this package

        return event_calendar(self)
