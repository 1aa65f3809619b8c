from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.models.replications import PLAN_MAX_LENGTH
from submissions.voice_enums import ReplicationProgress

CONFIRM, DECLINE = "confirm", "decline"


class AnnounceForm(forms.Form):
    plan = forms.CharField(
        label=_("What do you take over, and where?"),
        max_length=PLAN_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("All of it or a part, what you do differently, from when, and whom the other agency may call."),
        error_messages={"required": _("Say what you take over, and where.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": True}
        self.helper.layout = Layout("plan", Submit("", _("Announce it")))


class RevisionForm(forms.Form):
    """What was read when the form was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def layout(self, *fields, submit) -> None:
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": True}
        self.helper.layout = Layout("revision", *fields, Submit("", submit))


class DecisionForm(RevisionForm):
    decision = forms.ChoiceField(
        label=_("Is this a replication of your innovation?"),
        choices=[
            (CONFIRM, _("Yes, we know of it and confirm it")),
            (DECLINE, _("No, it is something else or was not agreed")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("Needed to decline; the other agency reads it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.layout("decision", "reason", submit=_("Send the decision"))


class EndForm(RevisionForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("The history keeps it."),
        error_messages={"required": _("Say why.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.layout("reason", submit=_("Take it back"))


class ReportForm(RevisionForm):
    progress = forms.ChoiceField(
        label=_("How far has it come?"),
        choices=ReplicationProgress.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far it has come.")},
    )
    result = forms.CharField(
        label=_("What came of it?"),
        max_length=PLAN_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A figure before and after, or what was learnt. It stands on the public page; name nobody."),
        error_messages={"required": _("Say what came of it.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.layout("progress", "result", submit=_("Save the report"))
