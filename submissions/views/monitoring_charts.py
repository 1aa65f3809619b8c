"""The duty in pictures, each with its table: over time, by kind, by region, by category."""

from django.views.generic import TemplateView

from submissions.selectors.duty_shares import agencies_by_category, duty_shares
from submissions.state_picture import LAYERS, state_days, state_pictures
from submissions.views.monitoring import MonitoringView


class Charts(MonitoringView, TemplateView):
    template_name = "submissions/monitoring/charts.html"

    def get_context_data(self, **kwargs):
        categories = list(agencies_by_category(self.edition))
        return super().get_context_data(
            pictures=state_pictures(state_days(self.edition)),
            layers=LAYERS,
            shares=duty_shares(self.edition),
            categories=categories,
            most=max((category.agencies for category in categories), default=0) or 1,
            **kwargs,
        )
