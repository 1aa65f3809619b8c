from functools import partial

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.utils import perform_login
from allauth.account.views import BaseReauthenticateView, LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.accounts.provider import is_provider_set
from innovation_portal.accounts.provider.attempts import Attempt, keep_attempt, take_attempt
from innovation_portal.accounts.provider.client import address_to_sign_in, identity_of
from innovation_portal.accounts.provider.fetching import AnswerRefusedError, ProviderAwayError
from innovation_portal.accounts.provider.forms import AnswerForm, WayForm
from innovation_portal.accounts.provider.links import METHOD, account_behind, link_account, link_of, unlink_account
from innovation_portal.accounts.provider.problems import (
    AWAY,
    DENIED,
    INVALID,
    LOST,
    OTHER_PERSON,
    UNKNOWN,
    problem_page,
)
from innovation_portal.accounts.sessions import end_other_sessions
from innovation_portal.accounts.sign_in_log import note_refused_answer

SIGN_IN, CONFIRM, LINK = "sign_in", "confirm", "link"
# By which a provider says that it is out of order; with all others it, or the person, refuses.
FAULTS = {"server_error", "temporarily_unavailable"}


class DoorView(LoginView):
    """allauth's page to sign in, with the door of the provider where there is one."""

    def get_context_data(self, **kwargs):
        provider = settings.OIDC_NAME if is_provider_set() else ""
        return super().get_context_data(**kwargs) | {"provider": provider}


class ProviderRequired:
    """Stands before views whose addresses exist only where a provider is set."""

    def dispatch(self, request, *args, **kwargs):
        if not is_provider_set():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


def lead_to_provider(request, purpose: str):
    """Send a person to the provider; the answer is heard by the method of `AnswerView` that is called like it."""
    form = WayForm(request.POST)
    to_go_on = form.cleaned_data["next"] if form.is_valid() else ""
    attempt = Attempt(purpose=purpose, is_fresh=purpose != SIGN_IN, next=to_go_on)
    try:
        address = address_to_sign_in(attempt)
    except ProviderAwayError as error:
        return _away(request, error)
    keep_attempt(request, attempt)
    return HttpResponseRedirect(address)


def _away(request, error: ProviderAwayError):
    note_refused_answer(str(error))
    return problem_page(request, AWAY)


class SignInByProviderView(ProviderRequired, View):
    """The button of the sign-in page. A click leads on and nothing else does: nobody is signed in unasked."""

    http_method_names = ["post"]

    def post(self, request):
        if request.user.is_authenticated:
            return redirect("accounts:landing")
        return lead_to_provider(request, SIGN_IN)


class ConfirmByProviderView(ProviderRequired, LoginRequiredMixin, BaseReauthenticateView):
    """Confirming who one is by signing in at the provider once more."""

    form_class = WayForm
    template_name = "account/provider_confirm.html"

    def form_valid(self, form):
        return lead_to_provider(self.request, CONFIRM)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"provider": settings.OIDC_NAME}


class LinkView(ProviderRequired, FreshLoginRequired, LoginRequiredMixin, View):
    """Linking the own account, after a fresh login here, by a fresh login there."""

    http_method_names = ["post"]

    def address_to_come_back(self):
        return reverse("accounts:security")

    def post(self, request):
        return lead_to_provider(request, LINK)


class UnlinkView(ProviderRequired, FreshLoginRequired, LoginRequiredMixin, View):
    """Taking the provider away from the own account; whoever came by it elsewhere is signed out."""

    http_method_names = ["post"]

    def address_to_come_back(self):
        return reverse("accounts:security")

    def post(self, request):
        try:
            unlink_account(request.user.pk, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            end_other_sessions(request)
            messages.success(request, _("Your account is not linked any more, and all other devices are signed out."))
        return redirect("accounts:security")


@method_decorator(never_cache, name="dispatch")
class AnswerView(ProviderRequired, View):
    """Where the provider sends people back to, with a code that the portal exchanges by itself."""

    http_method_names = ["get"]

    def get(self, request):
        form = AnswerForm(request.GET)
        attempt = take_attempt(request, form.cleaned_data["state"]) if form.is_valid() else None
        answer = partial(problem_page, request)
        if attempt is None:
            note_refused_answer("an answer to no attempt of this browser")
            return answer(LOST)
        said = form.cleaned_data
        if said["iss"] not in ("", settings.OIDC_ISSUER):
            note_refused_answer("the answer of another provider")
            return answer(INVALID)
        if not said["code"]:
            note_refused_answer("no code came back")
            return answer(AWAY if said["error"] in FAULTS else DENIED)
        try:
            identity = identity_of(said["code"], attempt)
        except ProviderAwayError as error:
            return _away(request, error)
        except AnswerRefusedError as error:
            note_refused_answer(str(error))
            return answer(INVALID)
        if request.user.is_authenticated == (attempt.purpose == SIGN_IN):
            return redirect("accounts:landing")  # signed in or out meanwhile, in another window
        return getattr(self, attempt.purpose)(request, identity, attempt)

    def sign_in(self, request, identity, attempt):
        person = account_behind(identity)
        if person is None:
            note_refused_answer("no open account is linked")
            return problem_page(request, UNKNOWN)
        # The provider may have asked for the password hours ago: what was proved is as old as that.
        way = {"at": identity.signed_in_at, "second_factor": identity.has_second_factor}
        record_authentication(request, person, METHOD, **way)
        return perform_login(request, person, redirect_url=attempt.next or None)

    def confirm(self, request, identity, attempt):
        link = link_of(request.user)
        if link is None or link.subject != identity.subject:
            note_refused_answer("somebody else confirmed")
            return problem_page(request, OTHER_PERSON)
        way = {"reauthenticated": True, "second_factor": identity.has_second_factor}
        record_authentication(request, request.user, METHOD, **way)
        request.session.pop(STATE_SESSION_KEY, None)  # a form that allauth would send on at some later confirmation
        return redirect(attempt.next or "accounts:landing")

    def link(self, request, identity, attempt):
        try:
            link_account(request.user.pk, actor=request.user, subject=identity.subject)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            linked = _("Your account is linked. From now on you can sign in with %(provider)s.")
            messages.success(request, linked % {"provider": settings.OIDC_NAME})
        return redirect("accounts:security")
