"""A fresh login before a dangerous act: a computer that was left alone, or a stolen session, must not be enough.

allauth notes in the session when and how a person signed in or confirmed who they are, and has the pages for that. Its
own way of sending a form on after the confirmation is not used: it keeps such a form without end, carries it out the
next time the person confirms at that address, and forgets one whose address has a query. Here the form comes back
filled in, and the person sends it once more, with the consequences before their eyes.
"""

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from innovation_portal.utils import clock

KEPT_FORM = "kept_form"
KEPT_SECONDS = 10 * 60


def has_fresh_login(request) -> bool:
    """Say whether the person signed in or confirmed within `FRESH_LOGIN_MINUTES`.

    A record from the future, by a wrong clock of another web machine, counts as little as an old one.
    """
    if settings.FRESH_LOGIN_MINUTES is None:
        return True
    now = clock.now().timestamp()
    records = get_authentication_records(request, request.user)
    return any(abs(now - record["at"]) < settings.FRESH_LOGIN_MINUTES * 60 for record in records)


def lead_to_confirmation(request, back_to: str) -> HttpResponseRedirect:
    """Send the person to confirm who they are and then `back_to` an address; what a form said is kept for ten minutes.

    It is kept in the session, which is on the server and never leaves it. Files are not kept.
    """
    if request.method == "POST":
        typed = request.POST.copy()
        typed.pop("csrfmiddlewaretoken", None)
        request.session[KEPT_FORM] = {
            "address": request.get_full_path(),
            "typed": typed.urlencode(),
            "at": clock.now().timestamp(),
        }
    messages.info(request, _("This step is protected. Confirm that it is you, and you come back to where you were."))
    methods = get_adapter().get_reauthentication_methods(request.user)
    door = methods[0]["url"] if methods else reverse("account_reauthenticate")
    return HttpResponseRedirect(f"{door}?{urlencode({REDIRECT_FIELD_NAME: back_to})}")


def take_kept_form(request) -> QueryDict | None:
    """Return once what was typed at this address before the confirmation, unless it is too old."""
    kept = request.session.get(KEPT_FORM)
    if request.method != "GET" or not kept or kept["address"] != request.get_full_path():
        return None
    del request.session[KEPT_FORM]
    if clock.now().timestamp() - kept["at"] > KEPT_SECONDS:
        return None
    messages.info(request, _("Nothing was done yet. What you typed is here again; check it and send it once more."))
    return QueryDict(kept["typed"])


class FreshLoginRequired:
    """A view that asks for a fresh login when it is opened and again when its form is sent.

    Stands before the view that it protects. `kept` is what was typed before the confirmation, or None; a view with a
    form of Django's gets it filled in by itself.
    """

    kept: QueryDict | None = None

    def needs_fresh_login(self) -> bool:
        return True

    def address_to_come_back(self) -> str:
        return self.request.get_full_path()

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and self.needs_fresh_login():
            if not has_fresh_login(request):
                return lead_to_confirmation(request, self.address_to_come_back())
            self.kept = take_kept_form(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs if self.kept is None else kwargs | {"data": self.kept}


class FreshLoginForExport(FreshLoginRequired):
    """A list of the back office that is read at any time and taken away as a file after a fresh login only."""

    def needs_fresh_login(self) -> bool:
        return self.is_export

    def address_to_come_back(self) -> str:
        """The list as it was chosen: a file would leave the person on the page that asked for the password."""
        chosen = self.request.GET.copy()
        chosen.pop("export")
        return f"{self.request.path}?{chosen.urlencode()}"
