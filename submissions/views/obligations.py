"""The paper that an exemption rests on."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.views import View

from innovation_portal.utils.files import serve_private_file
from submissions.selectors.obligations import exemption_documents_visible_to


class ExemptionDocumentFile(LoginRequiredMixin, View):
    def get(self, request, pk):
        found = get_object_or_404(exemption_documents_visible_to(request.user), pk=pk)
        return serve_private_file(
            request, found.file, name=found.original_name, content_type=found.content_type, inline=True
        )
