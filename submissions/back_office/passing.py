"""Passing several submissions at once: the preview with what is left out, and how it went."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from innovation_portal.utils.back_office import ActionView
from submissions.back_office.queue import QueueFilterSet
from submissions.selectors.passing import pass_candidates
from submissions.selectors.verification import verification_queue
from submissions.services.passing import pass_submissions

PAGE_SIZE = 20
SESSION_KEY = "verification_passed"


def chosen(value: str) -> tuple[int, int]:
    """Read the ids of a submission and of the version that was seen."""
    submission, version = value.split("-")
    return int(submission), int(version)


class ChosenField(forms.TypedMultipleChoiceField):
    """What the queue held when the page was opened; the service says what has become of it."""

    def valid_value(self, value):
        return True


class PassForm(forms.Form):
    chosen = ChosenField(
        label=gettext_lazy("Submissions"),
        coerce=chosen,
        error_messages={"required": gettext_lazy("Choose at least one submission.")},
    )


class PassView(ActionView):
    """Shows a page of the queue, narrowed as the queue was, and passes what stays ticked."""

    permission = "submissions.verify_submission"
    page_title = gettext_lazy("Pass several")
    form_class = PassForm
    template_name = "submissions/admin/pass.html"
    back_url_name = "verification:index"

    @cached_property
    def waiting(self):
        queue = verification_queue(self.request.user)
        return QueueFilterSet(self.request.GET, queryset=queue, request=self.request).qs

    def perform(self, chosen):
        results = pass_submissions(dict(chosen), actor=self.request.user)
        self.request.session[SESSION_KEY] = [
            {
                "number": result.submission.registration_number,
                "title": result.submission.innovation.title,
                "obstacle": result.obstacle,
            }
            for result in results
        ]
        count = sum(not result.obstacle for result in results)
        text = ngettext("%(count)s submission was passed.", "%(count)s submissions were passed.", count)
        return text % {"count": count}

    def get_success_url(self):
        return reverse("verification:pass-result")

    def get_context_data(self, **kwargs):
        candidates = pass_candidates(self.waiting[:PAGE_SIZE])
        return super().get_context_data(
            ready=[each for each in candidates if not each.obstacle],
            left_out=[each for each in candidates if each.obstacle],
            shown_count=len(candidates),
            waiting_count=self.waiting.count(),
            **kwargs,
        )


class PassResultView(WagtailAdminTemplateMixin, TemplateView):
    """How the last passing of several went, from the session of who did it."""

    template_name = "submissions/admin/pass_result.html"
    page_title = gettext_lazy("Passed several")

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("submissions.verify_submission"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        queue = {"url": reverse("verification:index"), "label": _("Verification")}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        results = self.request.session.get(SESSION_KEY, [])
        return super().get_context_data(
            passed=[result for result in results if not result["obstacle"]],
            left_out=[result for result in results if result["obstacle"]],
            **kwargs,
        )
