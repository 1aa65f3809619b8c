from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.file_fields import ACCEPTED_ENDINGS
from submissions.models.follow_ups import NOTE_MAX_LENGTH
from submissions.services.follow_ups import Report
from submissions.voice_enums import FollowUpOutcome


class MailedAnswerForm(forms.Form):
    """The answer that is confirmed by the link in a mail."""

    outcome = forms.ChoiceField(
        label=_("What became of this innovation?"),
        choices=FollowUpOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four answers.")},
    )
    note = forms.CharField(
        label=_("How do you know it?"),
        required=False,
        max_length=NOTE_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A figure or an event of the past year is enough; who took it over, or why it stopped."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": True}
        self.helper.layout = Layout("outcome", "note", Submit("", _("Send the answer")))

    @property
    def report(self) -> Report:
        data = self.cleaned_data
        return Report(FollowUpOutcome(data["outcome"]), data["note"], data.get("link", ""))


class FollowUpForm(MailedAnswerForm):
    """The answer with evidence, at the agency's desk."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    link = forms.CharField(
        label=_("Link to evidence"), required=False, max_length=500, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    upload = forms.FileField(
        label=_("File with evidence"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_ENDINGS}),
        help_text=_("PDF, JPEG, PNG or WebP. A new file takes the place of the earlier one."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.attrs = {"novalidate": True, "enctype": "multipart/form-data"}
        self.helper.layout = Layout("revision", "outcome", "note", "link", "upload", Submit("", _("Send the answer")))
