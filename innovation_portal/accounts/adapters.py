from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_text


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation: nobody signs up from the public site.

    Mails that carry a key to an account leave directly and not through `send_message`, which would keep them where the
    secretariat can read them. News of an account, such as a changed password, are stored like all other mail, so that
    a mail server that is down loses none and stops nobody.
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

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        details = {
            "user": user,
            "timestamp": clock.now(),
            "ip": self.get_client_ip(self.request),
            "user_agent": self.get_http_user_agent(self.request),
        }
        with translation.override(settings.LANGUAGE_CODE):
            letter = self.render_mail(template_prefix, user.email, {**details, **(context or {})})
        send_text(template_prefix.rpartition("/")[2], user, subject=letter.subject, body=letter.body)
