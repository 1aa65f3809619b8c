from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views import View

from innovation_portal.utils.files import serve_private_file
from judging.enums import CertificateState
from judging.forms import CertificateCodeForm
from judging.pdf import spaced_code
from judging.selectors.certificates import (
    certificate_by_code,
    certificates_of_agencies,
    certificates_visible_to,
    replacement_of,
)
from judging.selectors.signatures import signed_file_of
from judging.services.certificates import render_certificate
from submissions.desks import agency_tabs

PER_PAGE = 20


class CertificateSearch(View):
    """The page where a code is typed. A form that is sent by GET, so that the answer can be bookmarked."""

    def get(self, request):
        form = CertificateCodeForm(request.GET if "kode" in request.GET else None)
        if form.is_valid():
            return redirect("judging:certificate-check", public_id=form.cleaned_data["kode"])
        return render(request, "judging/certificates/search.html", {"form": form})


class CertificateCheck(View):
    """What the certificate says, for whoever holds it. Reads the frozen payload only."""

    def get(self, request, public_id):
        form = CertificateCodeForm({"kode": public_id})
        if not form.is_valid():
            return render(request, "judging/certificates/search.html", {"form": form}, status=404)
        if form.cleaned_data["kode"] != public_id:
            return redirect("judging:certificate-check", public_id=form.cleaned_data["kode"])
        certificate = certificate_by_code(public_id)
        context = {
            "certificate": certificate,
            "payload": certificate.payload,
            "code": spaced_code(public_id),
            "replacement": replacement_of(certificate),
            "signature": signed_file_of(certificate),
        }
        response = render(request, "judging/certificates/check.html", context)
        # Names of people stand here: whoever has the paper may read them, a search engine may not collect them.
        response.headers["X-Robots-Tag"] = "noindex"
        return response


class CertificateFile(LoginRequiredMixin, View):
    """The PDF, for the agency's members and the secretariat: the signed one where there is one.

    One that is still being printed is printed now.
    """

    def get(self, request, public_id):
        certificate = get_object_or_404(certificates_visible_to(request.user), public_id=public_id)
        may_open_revoked = request.user.has_perm("judging.issue_certificate")
        if certificate.state == CertificateState.REVOKED and not may_open_revoked:
            return redirect("judging:certificate-check", public_id=public_id)
        try:
            certificate = render_certificate(certificate.pk)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("judging:certificate-check", public_id=public_id)
        signed = signed_file_of(certificate)
        return serve_private_file(
            request,
            signed.file if signed else certificate.file,
            name=file_name(certificate),
            content_type="application/pdf",
            inline=True,
        )


def file_name(certificate) -> str:
    """Return a name that is still clear among other downloads: piagam-000-8-3-4-0412-2026-rsud-kelet.pdf."""
    number = certificate.number.replace("/", "-").replace(".", "-")
    recipient = certificate.payload["recipient"]["name"]
    return slugify(f"piagam {number} {recipient}") + ".pdf"


class OwnCertificates(LoginRequiredMixin, View):
    """The certificates of all agencies one works for, as a tab of the first one's desk."""

    def get(self, request):
        membership = request.user.memberships.select_related("agency").first()
        if membership is None:
            raise PermissionDenied
        context = {
            "page_obj": Paginator(certificates_of_agencies(request.user), PER_PAGE).get_page(request.GET.get("page")),
            "agency": membership.agency,
            "membership": membership,
            "tabs": agency_tabs(membership.agency),
            "is_certificates": True,
        }
        return render(request, "judging/certificates/own.html", context)
