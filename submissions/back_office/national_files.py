"""The files of a national proposal, for the secretariat."""

from io import BytesIO

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views import View

from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.files import private_response
from innovation_portal.utils.spreadsheets import XLSX_TYPE
from submissions.dossiers.national import national_json, national_table, national_text, pack_national, print_national
from submissions.selectors.national import national_proposals

NAME_LENGTH = 80
# By the ending in the address: what the file is, and how it is made.
FILES = {
    "pdf": ("application/pdf", lambda proposal, name: BytesIO(print_national(proposal))),
    "xlsx": (XLSX_TYPE, lambda proposal, name: BytesIO(national_table(proposal))),
    "txt": ("text/plain; charset=utf-8", lambda proposal, name: BytesIO(national_text(proposal).encode())),
    "json": ("application/json", lambda proposal, name: BytesIO(national_json(proposal).encode())),
    "zip": ("application/zip", lambda proposal, name: pack_national(proposal, folder=name)),
}


class NationalFile(PermissionRequiredMixin, View):
    permission_required = "submissions.run_edition"
    raise_exception = True

    def get(self, request, pk, ending):
        if ending not in FILES:
            raise Http404
        proposal = get_object_or_404(national_proposals(), pk=pk)
        note_read(request.user, ProtectedRead.NATIONAL_FORM, proposal)
        competition = proposal.competition
        name = slugify(f"{competition.kind} {competition.year} {proposal.innovation}")[:NAME_LENGTH].strip("-")
        content_type, made = FILES[ending]
        return private_response(
            made(proposal, name), name=f"{name}.{ending}", content_type=content_type, inline=ending == "pdf"
        )
