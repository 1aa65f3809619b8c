from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.models import InspectView

from innovation_portal.utils.back_office import ActionView
from judging.back_office.certificate_forms import AgreementForm, EditionChoiceForm, RevocationForm
from judging.enums import CertificateState
from judging.models import Certificate, CertificateTemplate
from judging.selectors.certificate_contents import hash_of_plan, plan_certificates
from judging.selectors.certificates import awards_without_certificate, printing_progress, replacement_of
from judging.selectors.signatures import signed_file_of
from judging.services.certificates import (
    issue_certificate,
    issue_certificates,
    preview_certificate,
    revoke_certificate,
)


class ForIssuers:
    """For those who may issue certificates; the services ask again."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("judging.issue_certificate"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        items = (
            {"url": reverse("certificates:index"), "label": _("Certificates")},
            {"url": "", "label": self.page_title},
        )
        return [*super().get_breadcrumbs_items(), *items]


class TemplatePreview(ForIssuers, View):
    """The template as PDF, on the longest agency name and title of the registry."""

    def get(self, request, pk):
        template = get_object_or_404(CertificateTemplate, pk=pk)
        try:
            pdf = preview_certificate(template.pk, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("certificate_templates:edit", pk)
        return HttpResponse(pdf, content_type="application/pdf")


class EditionPage(ForIssuers, WagtailAdminTemplateMixin, FormView):
    """A page about the certificates of one edition, which can be changed at its top."""

    def dispatch(self, request, *args, **kwargs):
        self.choice = EditionChoiceForm(request.GET if "edition" in request.GET else None)
        editions = self.choice.fields["edition"].queryset
        self.edition = self.choice.cleaned_data["edition"] if self.choice.is_valid() else editions.first()
        if self.edition and not self.choice.is_bound:
            self.choice = EditionChoiceForm(initial={"edition": self.edition})
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(choice=self.choice, edition=self.edition, **kwargs)


class IssueCertificates(EditionPage):
    """Who gets what and which number; one button issues exactly that. Shows how far the printing is."""

    template_name = "judging/admin/issue_certificates.html"
    page_title = gettext_lazy("Issue certificates")
    header_icon = "success"
    form_class = AgreementForm

    def get_context_data(self, **kwargs):
        plans = plan_certificates(awards_without_certificate(self.edition.pk)) if self.edition else []
        return super().get_context_data(
            plans=plans,
            problems=[plan for plan in plans if plan.problem],
            agreement=AgreementForm(initial={"agreed": hash_of_plan(plans)}),
            progress=printing_progress(self.edition.pk) if self.edition else None,
            **kwargs,
        )

    def form_valid(self, form):
        try:
            issued = issue_certificates(self.edition.pk, actor=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
        else:
            text = ngettext("%(count)s certificate issued.", "%(count)s certificates issued.", len(issued))
            messages.success(self.request, text % {"count": len(issued)})
        return redirect(f"{reverse('certificates:issue')}?edition={self.edition.pk}")


class CertificateDetail(InspectView):
    """One certificate with its file, its check page and what can still be done with it."""

    page_title = gettext_lazy("Certificate")

    template_name = "judging/admin/certificate.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            certificate=self.object,
            payload=self.object.payload,
            is_valid=self.object.state == CertificateState.ISSUED,
            replacement=replacement_of(self.object),
            signature=signed_file_of(self.object),
            **kwargs,
        )


class RevokeCertificate(ActionView):
    permission = "judging.issue_certificate"
    model = Certificate
    page_title = gettext_lazy("Revoke certificate")
    header_icon = "no-view"
    form_class = RevocationForm
    submit_label = gettext_lazy("Revoke the certificate")
    consequences = (
        gettext_lazy(
            "Its number stays used, its check page will say that it is revoked and why, and the agency gets a mail."
        ),
        gettext_lazy("This cannot be undone; a replacement gets a new number."),
    )
    is_dangerous = True

    def perform(self, **data):
        revoke_certificate(self.object.pk, actor=self.request.user, **data)
        return _("The certificate is revoked, and its agency has been told.")

    def get_page_subtitle(self):
        return f"{self.object.number}, {self.object.payload['recipient']['name']}"

    def get_back_url(self):
        return reverse("certificates:inspect", args=[self.object.pk])


class ReplaceCertificate(ForIssuers, View):
    """Issue a new certificate in the place of a revoked one."""

    def post(self, request, pk):
        certificate = get_object_or_404(Certificate, pk=pk)
        try:
            certificate = issue_certificate(certificate.award_id, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect("certificates:inspect", certificate.pk)
