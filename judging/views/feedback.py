from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views import View

from judging.selectors.feedback import feedback_on
from submissions.desks import agency_tabs
from submissions.selectors.submissions import submissions_of_own_agencies


class SubmissionFeedback(LoginRequiredMixin, View):
    """How one's own entry was judged, on screen and on paper. Until there is something to read it does not exist."""

    def get(self, request, pk):
        submissions = submissions_of_own_agencies(request.user).select_related("edition", "innovation__agency")
        submission = get_object_or_404(submissions, pk=pk)
        rounds = feedback_on(submission)
        if not rounds:
            raise Http404
        agency = submission.innovation.agency
        context = {
            "submission": submission,
            "rounds": rounds,
            "agency": agency,
            "membership": request.user.memberships.get(agency=agency),
            "tabs": agency_tabs(agency, "submission-list"),
        }
        return render(request, "judging/feedback/detail.html", context)
