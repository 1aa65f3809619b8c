from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.views import View

from judging.yearly_report import print_yearly_report
from submissions.models import Edition
from submissions.views.monitoring_reports import as_pdf, printed_lately


class YearlyReport(PermissionRequiredMixin, View):
    """The report of an edition for leadership; `?unduh=1` saves it where it would be shown."""

    permission_required = "submissions.view_compliance"

    def get(self, request, year):
        edition = get_object_or_404(Edition.objects.prefetch_related("stages", "extensions"), year=year)
        content = printed_lately(f"laporan-tahunan-{year}", lambda: print_yearly_report(edition))
        return as_pdf(request, content, name=f"laporan-tahunan-{year}.pdf")
