"""What leadership takes on paper. `?unduh=1` saves the file where it would be shown."""

from io import BytesIO

from django.views.generic import View

from innovation_portal.utils.files import private_response
from submissions.monitoring_reports import print_morning_report
from submissions.views.monitoring import MonitoringView


class MorningReport(MonitoringView, View):
    def get(self, request, year):
        return as_pdf(request, print_morning_report(self.edition), name=f"laporan-pagi-{year}.pdf")


def as_pdf(request, content, *, name):
    return private_response(
        BytesIO(content), name=name, content_type="application/pdf", inline="unduh" not in request.GET
    )
