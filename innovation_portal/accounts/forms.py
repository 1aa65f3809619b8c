from allauth.account import forms
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django.forms import ModelForm, RadioSelect
from django.utils.translation import gettext_lazy as _

from innovation_portal.accounts.models import User


class LoginForm(forms.LoginForm):
    """Labels stay when a field is filled, and the link for a lost password stands beside the button."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this computer")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class MailRhythmForm(ModelForm):
    class Meta:
        model = User
        fields = ["mail_rhythm", "wants_summaries"]
        labels = {
            "mail_rhythm": _("How do you want to get the mails of the portal?"),
            "wants_summaries": _("Send me the daily summary of the duty"),
        }
        widgets = {"mail_rhythm": RadioSelect}

    helper = FormHelper()
    helper.attrs = {"novalidate": True}
    helper.layout = Layout("mail_rhythm", "wants_summaries", Div(Submit("save", _("Save")), css_class="so-row"))
