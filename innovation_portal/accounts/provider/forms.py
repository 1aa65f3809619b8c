from allauth.account.adapter import get_adapter
from django import forms


class WayForm(forms.Form):
    """Where a person goes on afterwards; what is no address of the portal is left out."""

    next = forms.CharField(required=False)

    def clean_next(self):
        address = self.cleaned_data["next"]
        return address if address and get_adapter().is_safe_url(address) else ""


class AnswerForm(forms.Form):
    """What the provider sends back (RFC 6749, section 4.1.2, and RFC 9207): a code, or an error."""

    state = forms.CharField()
    code = forms.CharField(required=False)
    error = forms.CharField(required=False)
    iss = forms.CharField(required=False)
