from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views import View

from innovation_portal.utils.files import serve_private_file
from judging.enums import CertificateState
from judging.selectors.certificates import certificates_of_agencies, certificates_of_judge, certificates_visible_to
from judging.selectors.signatures import signed_file_of
from judging.services.certificates import render_certificate
from judging.views.desk import JudgeRequired
from submissions.desks import agency_tabs

PER_PAGE = 20


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


class CertificatesOfJudge(JudgeRequired, View):
    """What one got for judging, as a tab of the judges' desk."""

    def get(self, request):
        page = Paginator(certificates_of_judge(request.user), PER_PAGE).get_page(request.GET.get("page"))
        return render(request, "judging/certificates/of_judge.html", {"page_obj": page})
