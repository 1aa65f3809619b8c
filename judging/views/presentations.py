from io import BytesIO

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views import View

from innovation_portal.utils.calendars import CALENDAR_TYPE
from innovation_portal.utils.files import private_response
from judging.calendar_files import calendar_of
from judging.selectors.presentations import invitations_of
from submissions.desks import agency_tabs
from submissions.selectors.submissions import submissions_of_own_agencies


class InvitationView(LoginRequiredMixin, View):
    """The presentations of one's own entry that were announced; before that there is no such page."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        submissions = submissions_of_own_agencies(request.user).select_related("edition", "innovation__agency")
        self.submission = get_object_or_404(submissions, pk=kwargs["pk"])
        self.invitations = invitations_of(self.submission)
        if not self.invitations:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class OwnPresentation(InvitationView):
    """When and where one's own entry is presented."""

    def get(self, request, pk):
        agency = self.submission.innovation.agency
        context = {
            "submission": self.submission,
            "invitations": self.invitations,
            "agency": agency,
            "membership": request.user.memberships.get(agency=agency),
            "tabs": agency_tabs(agency, "submission-list"),
        }
        return render(request, "judging/presentations/detail.html", context)


class PresentationCalendar(InvitationView):
    """The latest presentation as a file for a calendar."""

    def get(self, request, pk):
        content = calendar_of(self.invitations[-1])
        return private_response(BytesIO(content), name="presentasi.ics", content_type=CALENDAR_TYPE)
