from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation: nobody signs up from the public site.

    Mails of an account carry keys to it. They leave directly and not through `send_message`, which would keep them
    where the secretariat can read them.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask the secretariat to open it again."),
        "email_password_mismatch": _(
            "This e-mail address and password do not belong together. Check both; capital letters count."
        ),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again or reset your password."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password. Check capital letters and try again."),
        "incorrect_code": _("This code is not right or has run out. Type the newest code of the application."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Say whether an address to go to next is one of the portal's; what is no address is none."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False
