from allauth.account import forms
from allauth.core import ratelimit
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django.forms import EmailField, Form, IntegerField, ModelForm, RadioSelect
from django.utils.translation import gettext_lazy as _

from innovation_portal.accounts.models import User
from innovation_portal.accounts.tasks import send_reset_letter


class LoginForm(forms.LoginForm):
    """Labels stay when a field is filled, and the link for a lost password stands beside the button."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this computer")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ForgottenPasswordForm(forms.ResetPasswordForm):
    """Takes any address in the same time and with the same answer: the worker looks whether it has an account."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def save(self, request, **kwargs):
        email = self.cleaned_data["email"]
        if ratelimit.consume(request, action="reset_letter", key=email):
            send_reset_letter.enqueue(email)
        return email


class EndSessionForm(Form):
    session = IntegerField(required=False, min_value=1)


class AddressForm(Form):
    new_email = EmailField(
        label=_("New e-mail address"),
        help_text=_("An official address that only you read. You sign in with it afterwards."),
    )

    def clean_new_email(self):
        return self.cleaned_data["new_email"].lower()


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
