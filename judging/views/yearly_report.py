from io import BytesIO

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.views import View

from innovation_portal.utils.files import private_response
from judging.yearly_report import print_yearly_report
from submissions.models import Edition


class YearlyReport(PermissionRequiredMixin, View):
    """The report of an edition for leadership; `?unduh=1` saves it where it would be shown."""

    permission_required = "submissions.view_compliance"

    def get(self, request, year):
        edition = get_object_or_404(Edition.objects.prefetch_related("stages", "extensions"), year=year)
        content = BytesIO(print_yearly_report(edition))
        name = f"laporan-tahunan-{year}.pdf"
        return private_response(content, name=name, content_type="application/pdf", inline="unduh" not in request.GET)
