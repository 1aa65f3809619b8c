"""What others publish about the services of each region, for leadership."""

from django.views.generic import TemplateView

from submissions.selectors.context import context_by_region
from submissions.views.monitoring import MonitoringView


class RegionContext(MonitoringView, TemplateView):
    template_name = "submissions/monitoring/context.html"

    def get_context_data(self, **kwargs):
        regions = context_by_region()
        malls = sum(len(context.malls) for _region, context in regions)
        return super().get_context_data(regions=regions, mall_count=malls, **kwargs)
