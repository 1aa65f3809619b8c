from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.models.feedback import FEEDBACK_MAX_LENGTH


class AnswerForm(forms.Form):
    """The answer, and how many answers had been read when the form was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label=_("Answer for everybody to read"),
        max_length=FEEDBACK_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "In plain words, to one person. Name nobody; what is private is answered by telephone or at the desk."
        ),
        error_messages={"required": _("Write the answer; everybody reads it.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": True}
        self.helper.layout = Layout("seen", "text", Submit("", _("Answer in public")))
