from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from submissions.forms.members import HandOverForm, InviteForm
from submissions.selectors.agencies import history_of_members
from submissions.services.members import hand_over, invite_member, remove_member
from submissions.views.desk import AgencyDeskMixin


class MemberList(AgencyDeskMixin, FormView):
    """Who works for the agency; the person in charge invites."""

    template_name = "submissions/opd/members.html"
    form_class = InviteForm
    tab = "member-list"

    def form_valid(self, form):
        try:
            membership = invite_member(self.agency.pk, actor=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("%(name)s has been invited by mail.") % {"name": membership.user.name})
        return redirect("submissions:member-list", agency_pk=self.agency.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            members=self.agency.memberships.select_related("user"), history=history_of_members(self.agency), **kwargs
        )


class MemberRemove(AgencyDeskMixin, View):
    def post(self, request, agency_pk, pk):
        membership = get_object_or_404(self.agency.memberships, pk=pk)
        try:
            remove_member(membership.pk, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("The membership has ended. What was written stays."))
        return redirect("submissions:member-list", agency_pk=agency_pk)


class MemberHandOver(AgencyDeskMixin, FormView):
    """Somebody else goes on with the work of a member, who leaves; also the person in charge may leave this way."""

    template_name = "submissions/opd/hand_over.html"
    form_class = HandOverForm
    tab = "member-list"

    @cached_property
    def leaving(self):
        return get_object_or_404(self.agency.memberships.select_related("user"), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        if not self.is_approver:
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        is_own = self.leaving.user == self.request.user
        try:
            membership = hand_over(self.leaving.pk, actor=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        names = {"name": membership.user.name, "agency": self.agency}
        messages.success(self.request, _("%(name)s goes on with the work for %(agency)s.") % names)
        return redirect("accounts:landing") if is_own else redirect("submissions:member-list", self.agency.pk)

    def get_context_data(self, **kwargs):
        is_own = self.leaving.user == self.request.user
        return super().get_context_data(leaving=self.leaving, is_own=is_own, **kwargs)
