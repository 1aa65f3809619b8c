from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

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


class RoundAction(RoundMixin, ActionView):
    permission = "judging.run_round"
