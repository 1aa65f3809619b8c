"""The headers that every answer carries, whoever made it: a page, a file, a redirect, a refusal or an error."""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from innovation_portal.utils.addresses import origin_of
from innovation_portal.utils.files import FILE_POLICY

BACK_OFFICE = "/admin/"
# What a page of ours never asks a browser for. Passkeys are made and used by our own pages only.
PERMISSIONS = ", ".join(
    [
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer",
                "autoplay",
                "browsing-topics",
                "camera",
                "display-capture",
                "geolocation",
                "gyroscope",
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "screen-wake-lock",
                "usb",
                "xr-spatial-tracking",
            )
        ),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)
SIGN_OUT_VIEWS = {"account_logout", "wagtailadmin_logout"}
# Not the cookies: the choice of the language and the words of farewell are among them.
LEFT_BEHIND = '"cache", "storage"'
# Whose forms lead on to the identity provider, if there is one: the policy of a page holds for where its forms end up.
PROVIDER_VIEWS = {
    "account_login",
    "accounts:security",
    "accounts:provider-sign-in",
    "accounts:provider-link",
    "accounts:provider-confirm",
}
# What Wagtail sends with a document of its library; it leaves out who may frame it.
POLICY_OF_DOCUMENTS = "default-src 'none'"


class PolicyMiddleware(CSPMiddleware):
    """Send the content security policy of the portal, and to the back office the one that Wagtail can live with."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(BACK_OFFICE):
            parts.update = settings.BACK_OFFICE_POLICY
        elif settings.OIDC_ISSUER and _name_of_view(request) in PROVIDER_VIEWS:
            parts.update = {"form-action": [origin_of(settings.OIDC_ISSUER)]}
        return parts


class HeadersMiddleware:
    """Add what browsers have to know beside the policy. A view that knows better has set its header before.

    Whoever has a session gets nothing that a browser keeps: after signing out, "back" shows no page of before.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.headers.get("Content-Security-Policy") == POLICY_OF_DOCUMENTS:
            response.headers["Content-Security-Policy"] = FILE_POLICY
        if settings.SESSION_COOKIE_NAME in request.COOKIES | response.cookies and not _is_for_everybody(response):
            response.headers["Cache-Control"] = "private, no-store"
        if _ends_a_session(request):
            response.headers["Clear-Site-Data"] = LEFT_BEHIND
        return response


def _is_for_everybody(response: HttpResponseBase) -> bool:
    """Say whether a view answers all the same, as with a public file."""
    return "public" in response.headers.get("Cache-Control", "")


def _ends_a_session(request: HttpRequest) -> bool:
    return request.method == "POST" and _name_of_view(request) in SIGN_OUT_VIEWS


def _name_of_view(request: HttpRequest) -> str | None:
    return request.resolver_match and request.resolver_match.view_name
