from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation_portal.accounts.models import User
from innovation_portal.utils.back_office import ActionView
from judging.models import ConflictOfInterest
from judging.selectors.conflicts import conflict_between
from judging.services.liftings import lift_conflict
from submissions.models import Submission


class LiftingForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is it no conflict?"),
        max_length=ConflictOfInterest._meta.get_field("lifting_reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example: the innovator has the same name and is somebody else."),
    )


class ConflictLifting(ActionView):
    """Takes back what the portal found by itself, recorded already or only seen in a preview."""

    permission = "judging.run_round"
    page_title = gettext_lazy("Lift a false conflict")
    header_icon = "warning"
    template_name = "judging/admin/lift_conflict.html"
    form_class = LiftingForm
    submit_label = gettext_lazy("Lift the conflict")
    back_url_name = "conflicts:index"
    consequences = (
        gettext_lazy("The judge may be assigned to the entry again, and gets back withdrawn work, sheets included."),
        gettext_lazy("Rounds that are sealed stay as they are."),
        gettext_lazy("The conflict stays in the list, with your name, the moment and the reason."),
    )

    @cached_property
    def judge(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["judge_pk"])

    @cached_property
    def submission(self) -> Submission:
        return get_object_or_404(
            Submission.objects.select_related("innovation__agency"), pk=self.kwargs["submission_pk"]
        )

    def get_page_subtitle(self):
        return f"{self.judge}, {self.submission}"

    def perform(self, **data):
        lift_conflict(actor=self.request.user, judge=self.judge, submission=self.submission, **data)
        return _("The conflict is lifted.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(found=conflict_between(self.judge, self.submission), **kwargs)
