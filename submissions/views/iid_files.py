"""The evidence of a sheet, for the agency that filled it and for the secretariat."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.generic import View

from innovation_portal.utils.files import private_response, serve_private_file
from submissions.iid.archive import pack_sheet
from submissions.models import IndicatorFile
from submissions.selectors.iid import assessments_with_files_visible_to, evidence_readable_by, sheet_of


class IidFile(LoginRequiredMixin, View):
    def get(self, request, pk):
        files = IndicatorFile.objects.filter(assessment__in=assessments_with_files_visible_to(request.user))
        file = get_object_or_404(files, pk=pk)
        return serve_private_file(
            request, file.file, name=file.original_name, content_type=file.content_type, inline=True
        )


class IidZip(LoginRequiredMixin, View):
    """All evidence of a sheet, a folder for each indicator."""

    def get(self, request, pk):
        assessment = get_object_or_404(assessments_with_files_visible_to(request.user), pk=pk)
        sheet = sheet_of(assessment)
        name = slugify(f"bukti {assessment.table} {assessment.innovation.title}")[:80].strip("-")
        packed = pack_sheet(sheet, folder=name, readable=evidence_readable_by(request.user, sheet))
        return private_response(packed, name=f"{name}.zip", content_type="application/zip")
