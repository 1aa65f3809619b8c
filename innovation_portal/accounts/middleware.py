from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from innovation_portal.accounts.second_factor import lacks_second_factor

# Where somebody may go who has still to set up the second factor: what it takes, and the ways out.
OPEN_WITHOUT_SECOND_FACTOR = {
    "accounts:second-factor",
    "accounts:recovery-codes-keep",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_logout",
    "utils:language-set",
}


class SecondFactorMiddleware:
    """Lead whoever must have a second factor to its set-up, whatever they ask for.

    A page is answered with the way there. What is no page to somebody's eyes gets 403 and a sentence: forms, parts of
    pages, saving while writing, files.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.view_name in OPEN_WITHOUT_SECOND_FACTOR or not lacks_second_factor(request.user):
            return None
        if asks_for_a_page(request):
            return redirect("accounts:second-factor")
        sentence = _("Set up your second factor first; nothing was changed. Open the portal in a new tab to do so.")
        return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=403)


def asks_for_a_page(request) -> bool:
    """Say whether a person will look at the answer: a plain visit to an address that is no file.

    `Sec-Fetch-Dest` is what browsers say of where an answer goes (W3C Fetch Metadata); old ones say nothing.
    """
    return (
        request.method in {"GET", "HEAD"}
        and not request.htmx
        and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        and request.accepts("text/html")
        and request.path.endswith("/")
        and "export" not in request.GET
    )
