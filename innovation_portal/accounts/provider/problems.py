from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Problem:
    """Why nobody was let in, as a page says it. `%(provider)s` stands for OIDC_NAME."""

    status: int
    heading: Promise
    text: Promise


# Of somebody unknown, closed or not linked one thing is said, so that nobody learns which addresses have an account.
UNKNOWN = Problem(
    403,
    _("No account belongs to this sign-in"),
    _(
        "You are known at %(provider)s, but no open account of the portal is linked to it. If you have an account, "
        "sign in with your e-mail address and link it under “Account security”. If you have none, ask for an "
        "invitation."
    ),
)
AWAY = Problem(
    503,
    _("%(provider)s does not answer"),
    _("Try again in a few minutes, or sign in with your e-mail address and password."),
)
DENIED = Problem(
    403,
    _("The sign-in at %(provider)s was stopped"),
    _("You, or %(provider)s, did not allow it. Nothing was changed. Begin again, or sign in with your password."),
)
LOST = Problem(
    400,
    _("This sign-in has run out"),
    _(
        "It was used before, took longer than ten minutes, or began in another browser. Nothing was changed. Begin "
        "again and stay in one browser."
    ),
)
INVALID = Problem(
    400,
    _("The answer of %(provider)s was not accepted"),
    _("It did not fit what the portal had asked. Nothing was changed. If it happens again, tell the secretariat."),
)
OTHER_PERSON = Problem(
    403,
    _("Somebody else is signed in at %(provider)s"),
    _("Your account is linked to another person there. Sign out at %(provider)s and confirm again as yourself."),
)


def problem_page(request, problem: Problem):
    names = {"provider": settings.OIDC_NAME}
    context = {"heading": str(problem.heading) % names, "text": str(problem.text) % names}
    return render(request, "account/provider_problem.html", context, status=problem.status)
