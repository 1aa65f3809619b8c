"""The pages of an agency's desk, and what they share."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView

from submissions.desks import agency_tabs
from submissions.enums import EditionState, MembershipRole
from submissions.selectors.dashboard import dashboard_of
from submissions.selectors.editions import current_edition
from submissions.selectors.ideas import idea_counts
from submissions.selectors.national_track import with_national_track
from submissions.selectors.submissions import (
    innovations_of_agency,
    submissions_of_agency,
    submissions_of_own_agencies,
)


class AgencyDeskMixin(LoginRequiredMixin):
    """For pages of members. Every page names its agency, so two agencies of one person can be open side by side."""

    tab = "dashboard"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        memberships = request.user.memberships.select_related("agency__region")
        self.memberships = {membership.agency_id: membership for membership in memberships}
        if not self.memberships:
            raise PermissionDenied
        self.membership = self.memberships.get(self.get_agency_id())
        if self.membership is None:
            raise Http404
        self.agency = self.membership.agency
        return super().dispatch(request, *args, **kwargs)

    def get_agency_id(self) -> int:
        return self.kwargs["agency_pk"]

    @property
    def is_approver(self) -> bool:
        return self.membership.role == MembershipRole.APPROVER

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            agency=self.agency,
            membership=self.membership,
            memberships=self.memberships.values(),
            is_approver=self.is_approver,
            tabs=agency_tabs(self.agency, self.tab),
            **kwargs,
        )


class SubmissionDeskMixin(AgencyDeskMixin):
    """For pages of one submission of an own agency; others do not exist."""

    tab = "submission-list"

    def get_agency_id(self) -> int:
        # Few tables: to plan a query of eight takes PostgreSQL longer than to answer it.
        visible = submissions_of_own_agencies(self.request.user).select_related("edition", "group", "innovation")
        self.submission = get_object_or_404(visible, pk=self.kwargs["pk"])
        innovation = self.submission.innovation
        innovation.agency = self.memberships[innovation.agency_id].agency
        return innovation.agency_id

    def get_context_data(self, **kwargs):
        return super().get_context_data(submission=self.submission, **kwargs)


class AgencyHome(AgencyDeskMixin, TemplateView):
    """Lead to the desk of the person's agency, the first one of several."""

    def get_agency_id(self) -> int:
        return next(iter(self.memberships))

    def get(self, request):
        return redirect("submissions:dashboard", agency_pk=self.agency.pk)


class Dashboard(AgencyDeskMixin, TemplateView):
    template_name = "submissions/opd/dashboard.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            dashboard=dashboard_of(self.agency, self.request.user), ideas=idea_counts(self.agency), **kwargs
        )


class SubmissionList(AgencyDeskMixin, TemplateView):
    template_name = "submissions/opd/submission_list.html"
    tab = "submission-list"

    def get_context_data(self, **kwargs):
        edition = current_edition()
        is_open = edition is not None and edition.state == EditionState.OPEN
        return super().get_context_data(
            submissions=submissions_of_agency(self.agency),
            start_url=reverse("submissions:submission-start", args=[self.agency.pk]) if is_open else "",
            **kwargs,
        )


class InnovationList(AgencyDeskMixin, TemplateView):
    template_name = "submissions/opd/innovation_list.html"
    tab = "innovation-list"

    def get_context_data(self, **kwargs):
        return super().get_context_data(innovations=with_national_track(innovations_of_agency(self.agency)), **kwargs)
