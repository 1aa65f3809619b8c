"""Frozen versions to take home, for the agency and for those who verify."""

from io import BytesIO

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.views import View

from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.files import private_response
from submissions.dossiers import pack_dossier, print_dossier
from submissions.selectors.submissions import versions_visible_to


class VersionFileView(LoginRequiredMixin, View):
    """What the files of a version have in common: who may have them, and a name that is clear among downloads."""

    @cached_property
    def version(self):
        versions = versions_visible_to(self.request.user)
        return get_object_or_404(versions, submission=self.kwargs["pk"], number=self.kwargs["number"])

    @property
    def name(self) -> str:
        return slugify(f"dosir {self.version.submission} versi {self.version.number}")


class DossierPdf(VersionFileView):
    def get(self, request, pk, number):
        note_read(request.user, ProtectedRead.DOSSIER, self.version)
        handle = BytesIO(print_dossier(self.version))
        return private_response(handle, name=f"{self.name}.pdf", content_type="application/pdf", inline=True)


class DossierZip(VersionFileView):
    def get(self, request, pk, number):
        note_read(request.user, ProtectedRead.DOSSIER, self.version)
        packed = pack_dossier(self.version, folder=self.name)
        return private_response(packed, name=f"{self.name}.zip", content_type="application/zip")
