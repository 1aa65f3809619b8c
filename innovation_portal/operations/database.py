"""What the portal answers while its database is away."""

import json

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER_SECONDS = 30
PROBLEM_TYPE = "application/problem+json"
# SQLite reports a fault of ours under the same class as a file that is away.
FAULTS_OF_OURS = ("no such table", "no such column", "syntax error", "has no column", "too many SQL variables")


def is_database_away(error: BaseException | None) -> bool:
    """Say whether an error tells that the database cannot answer now, and may in a moment.

    That is a server that is away or starting, a connection that broke, a full disk, a lock that was waited for too
    long, and two transactions that stood in each other's way.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return not any(fault in str(error) for fault in FAULTS_OF_OURS)


def answer_without_database(request: HttpRequest) -> HttpResponse:
    """Return a 503 that says when to come back: a problem document (RFC 9457) to programs, else a page.

    The page is drawn without the request, so that nothing in it asks for an account, a session or a setting.
    """
    if request.path_info.startswith("/api/"):
        response = HttpResponse(_problem(), status=503, content_type=PROBLEM_TYPE)
    else:
        context = {"was_sent": request.method == "POST", "seconds": RETRY_AFTER_SECONDS}
        response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def _problem() -> str:
    """The interface for programs speaks Indonesian to everybody."""
    problem = {
        "type": "about:blank",
        "title": "Portal sedang tidak dapat melayani",
        "status": 503,
        "detail": "Basis data portal belum menjawab. Ulangi setelah detik yang disebut dalam kepala Retry-After.",
        "kesalahan": [],
    }
    return json.dumps(problem, ensure_ascii=False)
