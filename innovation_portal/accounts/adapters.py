from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from innovation_portal.accounts import lockout
from innovation_portal.accounts.fresh_login import has_fresh_login
from innovation_portal.accounts.provider.links import link_of
from innovation_portal.accounts.sign_in_log import note_refused_proof
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
        "too_many_login_attempts": lazy(lockout.lockout_message, str)(),
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

    def validation_error(self, code, *args):
        """Make the error of a form; allauth says nothing else of a wrong password where it is changed."""
        if code == "enter_current_password":
            note_refused_proof(code)
        return super().validation_error(code, *args)

    def authentication_failed(self, request, **credentials):
        lockout.count_wrong_password(request, credentials["email"], ip=self.get_client_ip(request))

    def get_login_stages(self):
        own = {"allauth.mfa.stages.AuthenticateStage": "innovation_portal.accounts.provider.stages.SecondStepStage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user):
        methods = super().get_reauthentication_methods(user)
        if link_of(user) is None:
            return methods
        way = gettext("Sign in once more with %(provider)s") % {"provider": settings.OIDC_NAME}
        return [*methods, {"id": "provider", "description": way, "url": reverse("accounts:provider-confirm")}]

    def is_reauthentication_required(self, *, app, **kwargs):
        """Ask those too who come by the provider alone: allauth knows no way for them and would let them pass."""
        request = context.request
        if not get_reauthentication_flows(request.user) and link_of(request.user) and not has_fresh_login(request):
            raise ReauthenticationRequired
        return super().is_reauthentication_required(app=app, **kwargs)

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        lockout.remember_browser(request, response, user.email)
        return response

    def _get_login_attempts_cache_key(self, request, **credentials):
        return lockout.counter_of(request, credentials["email"])

    def _delete_login_attempts_cached_email(self, request, **credentials):
        lockout.lift_lock(request, credentials["email"])

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
