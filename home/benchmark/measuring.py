"""Queries in this process, times over HTTP: each page is asked alternately with the empty view of the same visitor."""

import http.client
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.models import InnovationPage
from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from judging.enums import SheetState
from judging.models import Assignment, ResultRun
from submissions.models import Submission

WARM_UP = 5


@dataclass(frozen=True)
class Visit:
    """One page as one visitor (nobody: anonymous). With `saves` it is the form of that page that is sent."""

    name: str
    address: str
    visitor: User | None = None
    saves: bool = False

    @property
    def answer(self) -> int:
        """The status of a visit that went well."""
        return 302 if self.saves else 200


@dataclass(frozen=True)
class Measurement:
    """Times in milliseconds; `ratio` is the median in medians of the empty view."""

    name: str
    queries: int
    median: float
    p95: float
    ratio: float


def visits() -> list[Visit]:
    """The main pages, each as the person who works there."""
    task = Assignment.objects.select_related("panelist__judge").get(sheet__state=SheetState.DRAFT)
    judge, sheet = task.panelist.judge, reverse("judging:sheet-detail", args=[task.pk])
    submission = Submission.objects.select_related("created_by", "innovation").earliest("pk")
    dashboard = reverse("submissions:dashboard", args=[submission.innovation.agency_id])
    run = ResultRun.objects.select_related("round__edition").latest("pk")
    chair = run.round.panel.get(is_chair=True).judge
    leader = User.objects.filter(groups__name=Role.LEADERSHIP.value).earliest("pk")
    year = run.round.edition.year
    innovation = InnovationPage.objects.filter(version__isnull=False).earliest("pk")
    return [
        Visit("home", "/"),
        Visit("catalogue, page 1", "/inovasi/"),
        Visit("catalogue, page 500", "/inovasi/?page=500"),
        Visit("catalogue search, one word", "/inovasi/?q=puskesmas"),
        Visit("catalogue search, three words", "/inovasi/?q=antrean+gizi+lansia"),
        Visit("innovation", innovation.get_url()),
        Visit("compliance, today", reverse("submissions:monitoring-today", args=[year]), leader),
        Visit("compliance board", reverse("submissions:monitoring-board", args=[year]), leader),
        Visit("OPD dashboard", dashboard, submission.created_by),
        Visit("judge's list", reverse("judging:task-list"), judge),
        Visit("score form", sheet, judge),
        Visit("saving a score", sheet, judge, saves=True),
        Visit("ranking", reverse("judging:result-detail", args=[run.pk]), chair),
    ]


def measure(visit: Visit, host: str, rounds: int) -> Measurement:
    """Return the cost of a visit on the server at `host`. Raises `RuntimeError` when a page does not answer well."""
    client = Client(headers={"host": host})
    if visit.visitor:
        client.force_login(visit.visitor)
    queries = _count_queries(client, visit)
    server = http.client.HTTPConnection(host)
    send_page, send_empty = _requests(client, visit)
    times = [
        (_time(server, 200, *send_empty()), _time(server, visit.answer, *send_page()))
        for _round in range(WARM_UP + rounds)
    ]
    server.close()
    empty, page = zip(*times[WARM_UP:], strict=True)
    return Measurement(visit.name, queries, median(page), quantiles(page, n=20)[-1], median(page) / median(empty))


Request = tuple[str, str, str, dict[str, str]]


def _requests(client: Client, visit: Visit) -> tuple[Callable[[], Request], Callable[[], Request]]:
    headers = {"Cookie": "; ".join(f"{cookie.key}={cookie.value}" for cookie in client.cookies.values())}
    forms = _forms(client, visit) if visit.saves else None

    def page() -> Request:
        if forms is None:
            return "GET", visit.address, "", headers
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return "POST", visit.address, urlencode(next(forms)), headers | form

    return page, lambda: ("GET", reverse("utils:empty"), "", headers)


def _forms(client: Client, visit: Visit) -> Iterator[dict[str, str]]:
    """The form of the page as a browser sends it back, again and again: each save counts the revision up."""
    response = client.get(visit.address)
    form, token = response.context["form"], response.context["csrf_token"]
    filled = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    while True:
        yield filled | {"csrfmiddlewaretoken": str(token), "action": "save"}
        filled["revision"] += 1


def _count_queries(client: Client, visit: Visit) -> int:
    """Count the second visit, when what a process remembers is remembered."""
    client.get(visit.address)
    data = next(_forms(client, visit)) if visit.saves else None
    with CaptureQueriesContext(connection) as queries:
        response = client.post(visit.address, data) if data else client.get(visit.address)
    _check(response.status_code, visit.answer, visit.address)
    return len(queries)


def _time(server: http.client.HTTPConnection, answer: int, *request) -> float:
    start = perf_counter()
    server.request(*request)
    response = server.getresponse()
    response.read()
    taken = (perf_counter() - start) * 1000
    _check(response.status, answer, request[1])
    return taken


def _check(status: int, answer: int, address: str) -> None:
    if status != answer:
        raise RuntimeError(f"{address} answered {status}, not {answer}.")
