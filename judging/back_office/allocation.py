from django import forms
from django.utils.translation import gettext_lazy, ngettext

from judging.back_office.round_pages import RoundAction
from judging.enums import RoundState
from judging.services.allocation import apply_allocation, impossible, propose_allocation


class AllocationForm(forms.Form):
    seed = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    expected = forms.CharField(widget=forms.HiddenInput, max_length=64)
    with_anchors = forms.BooleanField(required=False)


class JudgeAssignment(RoundAction):
    """Preview of an allocation, applied as it was shown or not at all."""

    page_title = gettext_lazy("Assign judges")
    header_icon = "tasks"
    submit_label = gettext_lazy("Assign as shown")
    template_name = "judging/admin/assignment.html"
    form_class = AllocationForm

    def perform(self, **data):
        made = apply_allocation(self.round.pk, actor=self.request.user, **data)
        return ngettext("%(count)s assignment is made.", "%(count)s assignments are made.", len(made)) % {
            "count": len(made)
        }

    def get_context_data(self, **kwargs):
        plan = propose_allocation(self.round.pk)
        return super().get_context_data(
            plan=plan,
            is_open=self.round.state == RoundState.OPEN,
            shortage=impossible(plan).messages[0] if plan.gaps else "",
            **kwargs,
        )
