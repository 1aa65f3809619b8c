"""What leadership takes on paper. `?unduh=1` saves the file where it would be shown."""

from io import BytesIO

from django.core.cache import cache
from django.views.generic import View

from innovation_portal.utils.files import private_response
from submissions.monitoring_reports import print_morning_report
from submissions.views.monitoring import MonitoringView

PRINTED_SECONDS = 60


class MorningReport(MonitoringView, View):
    def get(self, request, year):
        content = printed_lately(f"laporan-pagi-{year}", lambda: print_morning_report(self.edition))
        return as_pdf(request, content, name=f"laporan-pagi-{year}.pdf")


def printed_lately(name, print_report):
    """Return the report of that name, at most a minute old: printing takes turns with certificates and dossiers."""
    return cache.get_or_set(f"printed:{name}", print_report, PRINTED_SECONDS)


def as_pdf(request, content, *, name):
    return private_response(
        BytesIO(content), name=name, content_type="application/pdf", inline="unduh" not in request.GET
    )
