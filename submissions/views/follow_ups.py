"""What became of the agency's innovations: the yearly question, answered at the desk or by the link in a mail."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from innovation_portal.utils.files import serve_private_file
from submissions.forms.follow_ups import FollowUpForm, MailedAnswerForm
from submissions.links import follow_up_and_user_of
from submissions.models import FollowUp
from submissions.selectors.follow_ups import follow_up_files_visible_to, follow_ups_of_agency, people_in_charge
from submissions.services.follow_ups import answer_follow_up
from submissions.views.desk import AgencyDeskMixin
from submissions.voice_enums import FollowUpOutcome

User = get_user_model()


class FollowUpList(AgencyDeskMixin, TemplateView):
    template_name = "submissions/opd/follow_up_list.html"
    tab = "follow-up-list"

    def get_context_data(self, **kwargs):
        follow_ups = list(follow_ups_of_agency(self.agency))
        waiting = [one for one in follow_ups if not one.outcome and one.round.is_open]
        return super().get_context_data(
            waiting=waiting, follow_ups=[one for one in follow_ups if one not in waiting], **kwargs
        )


class FollowUpAnswering(AgencyDeskMixin, FormView):
    """The answer of a person in charge, with evidence; until the last day it may be given anew."""

    template_name = "submissions/opd/follow_up_answer.html"
    form_class = FollowUpForm
    tab = "follow-up-list"

    @cached_property
    def follow_up(self) -> FollowUp:
        return get_object_or_404(follow_ups_of_agency(self.agency), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        if not self.is_approver:
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        follow_up = self.follow_up
        return {name: getattr(follow_up, name) for name in ("revision", "outcome", "note", "link")}

    def form_valid(self, form):
        try:
            answer_follow_up(
                self.follow_up.pk,
                actor=self.request.user,
                report=form.report,
                revision=form.cleaned_data["revision"],
                upload=form.cleaned_data["upload"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you. The catalogue shows today as the day of the last confirmation."))
        return redirect("submissions:follow-up-list", agency_pk=self.agency.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(follow_up=self.follow_up, **kwargs)


class FollowUpFile(LoginRequiredMixin, View):
    def get(self, request, pk):
        found = get_object_or_404(follow_up_files_visible_to(request.user), pk=pk)
        return serve_private_file(
            request, found.file, name=found.original_name, content_type=found.content_type, inline=True
        )


@method_decorator(never_cache, name="dispatch")
class MailedAnswer(FormView):
    """One answer without signing in, for whom the mail went to, while that person is in charge. Works once.

    Opening the link changes nothing: programs that look through mail open links too.
    """

    template_name = "submissions/follow_up_by_mail.html"
    form_class = MailedAnswerForm

    def dispatch(self, request, token):
        ids = follow_up_and_user_of(token)
        rows = FollowUp.objects.select_related("round", "innovation__agency")
        self.follow_up = rows.filter(pk=ids and ids[0]).first()
        if self.follow_up is None:
            raise Http404
        self.person = people_in_charge(self.follow_up.innovation.agency_id).filter(pk=ids[1]).first()
        if self.person is None:
            raise Http404
        return super().dispatch(request, token)

    def get_initial(self):
        asked = self.request.GET.get("jawab")
        return {"outcome": asked if asked in FollowUpOutcome.values else None}

    def form_valid(self, form):
        try:
            answer_follow_up(self.follow_up.pk, actor=self.person, report=form.report, revision=0, is_by_mail=True)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect(self.request.path)

    def get_context_data(self, **kwargs):
        return super().get_context_data(follow_up=self.follow_up, person=self.person, **kwargs)

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response
