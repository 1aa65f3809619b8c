from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.models import InspectView

from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.utils.back_office import ActionView
from judging.back_office.certificate_forms import AgreementForm, EditionChoiceForm, RevocationForm
from judging.enums import CertificateState
from judging.models import Certificate, CertificateTemplate
from judging.selectors.certificate_candidates import candidates_without_certificate
from judging.selectors.certificate_contents import hash_of_plan, plan_certificates
from judging.selectors.certificates import certificate_before, printing_progress, replacement_of
from judging.selectors.checks import checks_of
from judging.selectors.issue_runs import issue_runs, open_runs
from judging.selectors.signatures import signed_file_of
from judging.services.certificates import (
    issue_certificates,
    preview_certificate,
    replace_certificate,
    revoke_certificate,
)

RUNS_SHOWN = 5


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
            pdf = preview_certificate(template, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("certificate_templates:edit", pk)
        return HttpResponse(pdf, content_type="application/pdf")


class EditionPage(ForIssuers, WagtailAdminTemplateMixin, FormView):
    """A page about the certificates of one edition, which can be changed at its top."""

    def dispatch(self, request, *args, **kwargs):
        self.choice = EditionChoiceForm(request.GET if "edition" in request.GET else None)
        editions = self.choice.fields["edition"].queryset
        is_valid = self.choice.is_valid()
        self.edition = self.choice.cleaned_data["edition"] if is_valid else editions.first()
        self.kinds = [kind for kind in [self.choice.cleaned_data["kind"]] if kind] if is_valid else []
        if self.edition and not self.choice.is_bound:
            self.choice = EditionChoiceForm(initial={"edition": self.edition})
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(choice=self.choice, edition=self.edition, **kwargs)


class IssueCertificates(EditionPage):
    """Who gets what and which number; one button issues exactly that. Shows how far the printing is.

    Rows that are ticked are shown by themselves first, with the numbers that they would get without the others.
    """

    template_name = "judging/admin/issue_certificates.html"
    page_title = gettext_lazy("Issue certificates")
    header_icon = "success"
    form_class = AgreementForm

    def get_form_kwargs(self):
        subjects = [candidate.subject for candidate in self._all_candidates]
        return super().get_form_kwargs() | {"subjects": subjects}

    def get_context_data(self, *, chosen=(), **kwargs):
        plans = plan_certificates(self._candidates(chosen))
        return super().get_context_data(
            runs=issue_runs().filter(edition=self.edition)[:RUNS_SHOWN] if self.edition else [],
            chosen=chosen,
            address=self._address(),
            plans=plans,
            problems=[plan for plan in plans if plan.problem],
            agreement=AgreementForm(initial={"agreed": hash_of_plan(plans)}),
            progress=printing_progress(self.edition.pk) if self.edition else None,
            **kwargs,
        )

    def form_valid(self, form):
        agreed, chosen = form.cleaned_data["agreed"], form.cleaned_data["subjects"]
        asks_first = chosen or not agreed
        seen = hash_of_plan(plan_certificates(self._candidates(chosen)))
        if not self.edition or (asks_first and agreed != seen):
            return self.render_to_response(self.get_context_data(form=form, chosen=chosen))
        try:
            issued = issue_certificates(
                self.edition.pk, actor=self.request.user, agreed=agreed, kinds=self.kinds, subjects=chosen
            )
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
        else:
            text = ngettext("%(count)s certificate issued.", "%(count)s certificates issued.", len(issued))
            messages.success(self.request, text % {"count": len(issued)})
            if run := open_runs(self.edition.pk).first():
                return redirect("certificates:run", run.pk)
        return redirect(self._address())

    def form_invalid(self, form):
        messages.error(self.request, _("Something changed since this preview. Look at the new one."))
        return redirect(self._address())

    @cached_property
    def _all_candidates(self):
        return candidates_without_certificate(self.edition.pk, kinds=self.kinds) if self.edition else []

    def _candidates(self, chosen=()):
        return [one for one in self._all_candidates if not chosen or one.subject in chosen]

    def _address(self) -> str:
        query = {"edition": self.edition.pk if self.edition else ""}
        if self.kinds:
            query["kind"] = self.kinds[0]
        return f"{reverse('certificates:issue')}?{urlencode(query)}"


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
            before=certificate_before(self.object),
            checks=checks_of(self.object),
            signature=signed_file_of(self.object),
            **kwargs,
        )


class RevokeCertificate(FreshLoginRequired, ActionView):
    permission = "judging.issue_certificate"
    model = Certificate
    page_title = gettext_lazy("Revoke certificate")
    header_icon = "no-view"
    form_class = RevocationForm
    submit_label = gettext_lazy("Revoke the certificate")
    consequences = (
        gettext_lazy(
            "Its number stays used, its check page will say that it is revoked and why, and its owner gets a mail."
        ),
        gettext_lazy("This cannot be undone; a replacement gets a new number."),
    )
    is_dangerous = True

    def perform(self, **data):
        revoke_certificate(self.object.pk, actor=self.request.user, **data)
        return _("The certificate is revoked, and its owner has been told.")

    def get_page_subtitle(self):
        return f"{self.object.number}, {self.object.payload['recipient']['name']}"

    def get_back_url(self):
        return reverse("certificates:inspect", args=[self.object.pk])


class ReplaceCertificate(ForIssuers, View):
    """Issue a new certificate in the place of a revoked one."""

    def post(self, request, pk):
        certificate = get_object_or_404(Certificate, pk=pk)
        try:
            certificate = replace_certificate(certificate.pk, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect("certificates:inspect", certificate.pk)
