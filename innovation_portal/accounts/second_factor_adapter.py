from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from innovation_portal.accounts.second_factor import is_last_required_factor
from innovation_portal.accounts.sign_in_log import note_refused_proof


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's second factor in our words, under the rule that whoever must have one keeps one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second factor, and this is the only one. Add another one first."
        ),
        "incorrect_code": gettext_lazy(
            "This was not accepted. Type the newest code of the application, or try the passkey again."
        ),
    }

    def validation_error(self, code, *args):
        """Make the error of a form; allauth says nothing else of a wrong code or passkey."""
        if code == "incorrect_code":
            note_refused_proof(code)
        return super().validation_error(code, *args)

    def can_delete_authenticator(self, authenticator):
        return not is_last_required_factor(authenticator)

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self):
        """Passkeys belong to this host name; the portal's name is what the browser shows beside it."""
        return {"id": context.request.get_host().partition(":")[0], "name": settings.WAGTAIL_SITE_NAME}
