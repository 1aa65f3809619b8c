"""What the pages of one round share: the round of the address, and who may run it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from innovation_portal.utils.back_office import ActionView
from judging.models import Round


class RoundMixin:
    """The round of the address, for those who run rounds."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.round = get_object_or_404(Round.objects.select_related("edition", "rubric"), pk=kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.round)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("rounds:index"), "label": _("Rounds")},
            {"url": reverse("rounds:desk", args=[self.round.pk]), "label": str(self.round)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_back_url(self):
        return reverse("rounds:desk", args=[self.round.pk])


class RoundPage(RoundMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page that shows something of the round to those who run it."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("judging.run_round"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class RoundAction(RoundMixin, ActionView):
    permission = "judging.run_round"


class TimetableMixin:
    """Pages about a timetable, whose acts end on its own page."""

    header_icon = "date"

    def get_back_url(self):
        return reverse("rounds:timetable", args=[self.round.pk])
