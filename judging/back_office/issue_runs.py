"""How far the printing of issued certificates is; stopping it and going on."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from judging.back_office.certificate_views import ForIssuers
from judging.models import IssueRun
from judging.selectors.issue_runs import failures_of, is_silent, issue_runs
from judging.services.issue_runs import cancel_run, resume_run

FAILURES_SHOWN = 50


class IssueRunDetail(ForIssuers, WagtailAdminTemplateMixin, TemplateView):
    """One run with its bar, which the page fetches again every two seconds, and what could not be printed."""

    page_title = _("Printing of certificates")
    header_icon = "success"

    def get_template_names(self):
        return ["judging/admin/_issue_run.html" if self.request.htmx else "judging/admin/issue_run.html"]

    def get_page_subtitle(self):
        return str(self.run.edition)

    def get_context_data(self, **kwargs):
        self.run = get_object_or_404(issue_runs(), pk=self.kwargs["pk"])
        return super().get_context_data(
            run=self.run,
            done=self.run.printed + self.run.failed,
            is_silent=is_silent(self.run),
            failures=failures_of(self.run)[:FAILURES_SHOWN],
            **kwargs,
        )


class RunAct(View):
    """A button of the page of a run. `service` says itself what the second press does: nothing."""

    service = None

    def post(self, request, pk):
        if not request.user.has_perm("judging.issue_certificate"):
            raise PermissionDenied
        run = get_object_or_404(IssueRun, pk=pk)
        self.service(run.pk, actor=request.user)
        return redirect(reverse("certificates:run", args=[pk]))


class CancelRun(RunAct):
    service = staticmethod(cancel_run)


class ResumeRun(RunAct):
    service = staticmethod(resume_run)
