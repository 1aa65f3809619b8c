from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from innovation_portal.accounts.provider import is_provider_set
from innovation_portal.accounts.provider.links import link_of
from innovation_portal.accounts.second_factor import (
    is_second_factor_required,
    keep_recovery_codes,
    lacks_second_factor,
    second_factor_of,
)


class SecurityView(LoginRequiredMixin, View):
    """Everything that keeps an account safe, and where it is changed."""

    def get(self, request):
        return render(
            request,
            "account/security.html",
            {
                "factor": second_factor_of(request.user),
                "is_required": is_second_factor_required(request.user),
                "has_password": request.user.has_usable_password(),
                "provider": settings.OIDC_NAME if is_provider_set() else "",
                "link": link_of(request.user),
            },
        )


class SecondFactorView(LoginRequiredMixin, View):
    """Where whoever must have a second factor ends up until there is one."""

    def get(self, request):
        if not lacks_second_factor(request.user):
            return redirect("accounts:security")
        return render(request, "account/second_factor.html", {"factor": second_factor_of(request.user)})


class SignInStepView(AuthenticateView):
    """The second step of signing in, offering what the person has."""

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "factor": second_factor_of(self.stage.login.user)}


@method_decorator(never_cache, name="dispatch")
class RecoveryCodesView(ViewRecoveryCodesView):
    """The recovery codes, until their owner says that they are kept; afterwards only how many are left."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        factor = second_factor_of(self.request.user)
        if factor.are_codes_kept:
            context["unused_codes"] = []
        return {**context, "factor": factor}


class RecoveryCodesFileView(DownloadRecoveryCodesView):
    """The same codes as a text file, as long as the page shows them."""

    def get(self, request, *args, **kwargs):
        if second_factor_of(request.user).are_codes_kept:
            raise PermissionDenied
        return super().get(request, *args, **kwargs)


class KeepRecoveryCodesView(LoginRequiredMixin, View):
    """The owner's word that the recovery codes are kept."""

    http_method_names = ["post"]

    def post(self, request):
        try:
            keep_recovery_codes(request.user.pk)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Your account is protected. Keep the codes where only you find them."))
        return redirect("accounts:security")


class RemovePasskeyView(RemoveWebAuthnView):
    """Removing a passkey, unless its owner must have a second factor and has no other."""

    def form_valid(self, form):
        if not get_adapter().can_delete_authenticator(self.object):
            form.add_error(None, get_adapter().validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        return super().form_valid(form)
