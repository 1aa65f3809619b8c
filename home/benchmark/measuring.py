"""Queries in this process, times over HTTP: each page is asked alternately with the empty view of the same visitor."""

import http.client
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.models import InnovationPage
from home.services.entries import renew_catalogue
from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from judging.enums import SheetState
from judging.models import Assignment, Certificate, ResultRun
from submissions.enums import SubmissionStatus
from submissions.models import Submission
from submissions.selectors.editions import sections_of

WARM_UP = 5
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Visit:
    """One page as one visitor (nobody: anonymous). With `saves` it is the form of that page that is sent.

    `rewrites` names the field that holds another text each time, `by_htmx` says that a script asks, not a person. With
    `after_publish` the catalogue has changed just before, so that nothing of it is remembered.
    """

    name: str
    address: str
    visitor: User | None = None
    saves: bool = False
    rewrites: str = ""
    by_htmx: bool = False
    after_publish: bool = False

    @property
    def answer(self) -> int:
        """The status of a visit that went well."""
        return 302 if self.saves and not self.by_htmx else 200

    @property
    def headers(self) -> dict[str, str]:
        return {"HX-Request": "true"} if self.by_htmx else {}


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
    draft = Submission.objects.filter(status=SubmissionStatus.DRAFT).select_related("innovation").earliest("pk")
    operator, title = draft.created_by, urlencode({"own": draft.innovation_id, "title": draft.innovation.title})
    similar = reverse("submissions:title-similar", args=[draft.innovation.agency_id])
    longest = max(sections_of(draft), key=attrgetter("word_limit"))
    certificate = Certificate.objects.earliest("pk").public_id
    narrowed = urlencode({"q": "puskesmas", "bidang": "kesehatan", "keadaan": "growing"})
    section = reverse("submissions:section-edit", args=[draft.pk, longest.pk])
    return [
        Visit("home", "/"),
        *_catalogue_visits(),
        Visit("innovation", innovation.get_url()),
        Visit("open data, fifty innovations", reverse("home:api:innovation-list")),
        Visit("open data, search with two facets", f"{reverse('home:api:innovation-list')}?{narrowed}"),
        Visit("open data, one innovation", reverse("home:api:innovation-detail", args=[innovation.innovation_id])),
        Visit("open data, agencies", reverse("home:api:agency-list")),
        Visit("open data, recognitions", reverse("home:api:recognition-list")),
        Visit("open data, compliance", reverse("home:api:compliance-list")),
        Visit("check of a certificate", reverse("judging:certificate-check", args=[certificate])),
        Visit("compliance, today", reverse("submissions:monitoring-today", args=[year]), leader),
        Visit("compliance board", reverse("submissions:monitoring-board", args=[year]), leader),
        Visit("OPD dashboard", dashboard, submission.created_by),
        Visit("section form", section, operator),
        Visit("saving a section", section, operator, saves=True, rewrites="text"),
        Visit("autosave of a section", section, operator, saves=True, rewrites="text", by_htmx=True),
        Visit("similar titles", f"{similar}?{title}", operator, by_htmx=True),
        Visit("judge's list", reverse("judging:task-list"), judge),
        Visit("score form", sheet, judge),
        Visit("saving a score", sheet, judge, saves=True),
        Visit("ranking", reverse("judging:result-detail", args=[run.pk]), chair),
    ]


def _catalogue_visits() -> list[Visit]:
    """Pages of the catalogue, each as the first visitor after a publish and as those after that one."""
    addresses = {
        "catalogue, page 1": "/inovasi/",
        "catalogue, page 500": "/inovasi/?page=500",
        "catalogue, three facets": "/inovasi/?bidang=kesehatan&keadaan=running&tahun=2023",
        "catalogue as a table": "/inovasi/?tampilan=tabel",
        "catalogue search, one word": "/inovasi/?q=puskesmas",
        "catalogue search, three words": "/inovasi/?q=antrean+gizi+lansia",
        "catalogue search, mistyped": "/inovasi/?q=antraen+gizzi+lansia+pelatihan",
    }
    first = [Visit(name, address, after_publish=True) for name, address in addresses.items()]
    return first + [Visit(f"{name}, remembered", address) for name, address in addresses.items()]


def measure(visit: Visit, host: str, rounds: int) -> Measurement:
    """Return the cost of a visit on the server at `host`. Raises `RuntimeError` when a page does not answer well."""
    client = Client(headers={"host": host})
    if visit.visitor:
        client.force_login(visit.visitor)
    queries, saved_before = _count_queries(client, visit), _revision(client, visit)
    server = http.client.HTTPConnection(host)
    send_page, send_empty = _requests(client, visit)
    times = []
    for _round in range(WARM_UP + rounds):
        if visit.after_publish:
            renew_catalogue()
        times.append((ask(server, 200, *send_empty())[0], ask(server, visit.answer, *send_page())[0]))
    server.close()
    if visit.saves and (kept := _revision(client, visit) - saved_before) != len(times):
        raise RuntimeError(f"{visit.address} kept {kept} of {len(times)} saves.")
    empty, page = zip(*times[WARM_UP:], strict=True)
    return Measurement(visit.name, queries, median(page), quantiles(page, n=20)[-1], median(page) / median(empty))


def cookies_of(client: Client) -> str:
    """What a browser that is signed in like the client sends as its cookies."""
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in client.cookies.values())


Request = tuple[str, str, str, dict[str, str]]


def _requests(client: Client, visit: Visit) -> tuple[Callable[[], Request], Callable[[], Request]]:
    headers = {"Cookie": cookies_of(client)}
    forms = _forms(client, visit) if visit.saves else None

    def page() -> Request:
        if forms is None:
            return "GET", visit.address, "", headers | visit.headers
        return "POST", visit.address, urlencode(next(forms)), headers | visit.headers | FORM

    return page, lambda: ("GET", reverse("utils:empty"), "", headers)


def _forms(client: Client, visit: Visit) -> Iterator[dict[str, Any]]:
    """The form of the page as a browser sends it back, again and again: each save counts the revision up."""
    response = client.get(visit.address)
    form, token = response.context["form"], response.context["csrf_token"]
    filled = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    filled |= {"csrfmiddlewaretoken": str(token)} | ({} if visit.by_htmx else {"action": "save"})
    while True:
        another = {visit.rewrites: f"{filled[visit.rewrites]} {filled['revision']}"} if visit.rewrites else {}
        yield filled | another
        filled["revision"] += 1


def _revision(client: Client, visit: Visit) -> int:
    """The revision that the form of the page is based on; 0 for a page that is only read."""
    return next(_forms(client, visit))["revision"] if visit.saves else 0


def _count_queries(client: Client, visit: Visit) -> int:
    """Count the second visit, when what a process remembers is remembered."""
    client.get(visit.address, headers=visit.headers)
    if visit.after_publish:
        renew_catalogue()
    data = next(_forms(client, visit)) if visit.saves else None
    with CaptureQueriesContext(connection) as queries:
        ask = partial(client.post, data=data) if data else client.get
        response = ask(visit.address, headers=visit.headers)
    _check(response.status_code, visit.answer, visit.address)
    return len(queries)


def ask(server: http.client.HTTPConnection, answer: int, *request) -> tuple[float, bytes]:
    """Return the milliseconds until the answer was complete, and its body. Raises when its status is another one.

    A kept connection that the server has closed meanwhile is opened again, as browsers do.
    """
    start = perf_counter()
    try:
        status, body = _exchange(server, *request)
    except ConnectionError:
        server.close()
        status, body = _exchange(server, *request)
    taken = (perf_counter() - start) * 1000
    _check(status, answer, request[1])
    return taken, body


def _exchange(server: http.client.HTTPConnection, *request) -> tuple[int, bytes]:
    server.request(*request)
    response = server.getresponse()
    return response.status, response.read()


def _check(status: int, answer: int, address: str) -> None:
    if status != answer:
        raise RuntimeError(f"{address} answered {status}, not {answer}.")
