from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from innovation_portal.accounts.address_change import (
    OLD,
    ask_for_new_address,
    confirm_address,
    open_change_of,
    read_link,
    stop_change,
    stop_open_changes,
)
from innovation_portal.accounts.forms import AddressForm, EndSessionForm
from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.accounts.sessions import end_other_sessions, end_session, sessions_of


class SessionsView(FreshLoginRequired, LoginRequiredMixin, View):
    """Where the person is signed in; signing out on one device, or on all others, after a fresh login."""

    def needs_fresh_login(self):
        return self.request.method == "POST"

    def get(self, request):
        sessions = sessions_of(request.user, current_key=request.session.session_key)
        return render(request, "account/sessions.html", {"sessions": sessions})

    def post(self, request):
        form = EndSessionForm(request.POST)  # session: its number; empty for all others
        if form.is_valid() and form.cleaned_data["session"]:
            end_session(form.cleaned_data["session"], actor=request.user)
            messages.success(request, _("That device is signed out."))
        elif form.is_valid():
            end_other_sessions(request)
            messages.success(request, _("All other devices are signed out."))
        return redirect("accounts:sessions")


@method_decorator(login_required, name="dispatch")
@method_decorator(reauthentication_required(app="allauth.account"), name="dispatch")
class AddressView(View):
    """Asking for another e-mail address, and taking the wish back."""

    def get(self, request, form=None):
        context = {"form": form or AddressForm(), "change": open_change_of(request.user)}
        return render(request, "account/address.html", context)

    def post(self, request):
        if "stop" in request.POST:
            stop_open_changes(request.user)
            messages.success(request, _("Your address stays as it is."))
            return redirect("accounts:address-edit")
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self.get(request, form)
        if not ratelimit.consume(request, action="address_change"):
            return ratelimit.respond_429(request)
        try:
            ask_for_new_address(request.user.pk, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.get(request, form)
        messages.success(request, _("Two letters are on their way. The address changes once both are confirmed."))
        return redirect("accounts:address-edit")


@method_decorator(never_cache, name="dispatch")
class AddressConfirmView(View):
    """What the link of a letter leads to, without signing in. Reading changes nothing: mail programs follow links."""

    def get(self, request, token):
        try:
            link = read_link(token)
        except ValidationError as error:
            return self.answer(request, {"problem": error.messages[0]})
        return self.answer(request, {"link": link, "may_stop": link.side == OLD})

    def post(self, request, token):
        is_stopped = "stop" in request.POST
        try:
            is_moved = stop_change(token) if is_stopped else confirm_address(token)
        except PermissionDenied:
            return redirect("accounts:address-confirm", token=token)
        except ValidationError as error:
            return self.answer(request, {"problem": error.messages[0]})
        return self.answer(request, {"is_stopped": is_stopped, "is_moved": is_moved, "is_heard": True})

    def answer(self, request, context):
        return render(request, "account/address_confirm.html", context)
