from allauth.mfa.webauthn import forms
from django.core.validators import MaxLengthValidator
from django.forms import BooleanField
from django.utils.translation import gettext_lazy as _

NAME_MAX_LENGTH = 60


class NamesPasskey:
    """A passkey has a short name by which its owner tells it from others."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label = _("Name of the passkey")
        name.help_text = _("So that you recognise it later, such as “Office laptop” or “My telephone”.")
        name.widget.attrs["maxlength"] = NAME_MAX_LENGTH
        name.validators.append(MaxLengthValidator(NAME_MAX_LENGTH))


class AddPasskeyForm(NamesPasskey, forms.AddWebAuthnForm):
    passwordless = BooleanField(
        label=_("Sign in with this passkey alone"),
        required=False,
        initial=True,
        help_text=_("Your device then asks for fingerprint, face or PIN, and you need no password."),
    )


class RenamePasskeyForm(NamesPasskey, forms.EditWebAuthnForm):
    pass
