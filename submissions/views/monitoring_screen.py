"""The big screen of the operations room: the figures of the first screen, to be read from five metres."""

from django.conf import settings
from django.views.generic import TemplateView

from submissions.enums import EditionState, StageKind
from submissions.selectors.day_news import news_since_yesterday
from submissions.selectors.editions import stage_of
from submissions.selectors.overview import overview_of
from submissions.views.monitoring import MonitoringView


class Screen(MonitoringView, TemplateView):
    """One page without navigation that refreshes itself. It names agencies and no person; titles stay away as well."""

    template_name = "submissions/monitoring/screen.html"
    news_shown = 5

    def get_context_data(self, **kwargs):
        is_running = self.edition.state == EditionState.OPEN
        return super().get_context_data(
            overview=overview_of(self.edition),
            registration=stage_of(self.edition, StageKind.REGISTRATION),
            news=news_since_yesterday(self.edition)[: self.news_shown] if is_running else [],
            time_zone=settings.TIME_ZONE,
            **kwargs,
        )
