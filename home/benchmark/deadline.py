"""The last minutes of a registration: many people hand in at the same time, some of them twice, and none is lost."""

import html
import re
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from itertools import chain
from random import Random
from statistics import median, quantiles
from typing import TypeVar
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse
from django.utils.crypto import get_random_string

from home.benchmark.competition import load_drafts, load_edition
from home.benchmark.measuring import FORM, Request, ask, cookies_of
from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import MembershipRole, SubmissionStatus
from submissions.models import Agency, Edition, Membership, Submission, SubmissionEvent, SubmissionVersion

CLOSES_IN = timedelta(minutes=9)
EVERY = 5  # one of so many people clicks twice, another one loses the answer and sends again
EMPTY_EACH = 4  # at three times, because the machine is not equally fast all the time
INPUT = re.compile(r'<input[^>]* name="([^"]+)" value="([^"]*)"')
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Entry:
    """A draft that is ready to be handed in: its review page, and the cookies of the person in charge."""

    number: int
    address: str
    cookies: str


@dataclass(frozen=True)
class Opened:
    """An entry whose review page is open: its form with everything declared, and how long the page took."""

    entry: Entry
    form: str
    taken: float


@dataclass(frozen=True)
class Load:
    """Milliseconds that people waited for one kind of request, and the median of the empty view among as many."""

    name: str
    times: list[float]
    empty: float

    @property
    def median(self) -> float:
        return median(self.times)

    @property
    def p95(self) -> float:
        return quantiles(self.times, n=20)[-1]


def measure_deadline(host: str, *, submissions: int, clients: int, random: Random) -> list[Load]:
    """Hand in so many drafts twice over, once with reading the review page and once without.

    Raises `RuntimeError` when the server answers otherwise than well, or something was lost or is there twice.
    """
    at_once(host, clients, prepare(clients, random)[1], hand_in)  # a server that has just started is slower
    empty = []
    edition, entries = prepare(submissions, random)
    empty += at_once(host, clients, entries * EMPTY_EACH, ask_empty)
    read, sent = zip(*at_once(host, clients, entries, hand_in), strict=True)
    check(edition)

    edition, entries = prepare(submissions, random)
    empty += at_once(host, clients, entries * EMPTY_EACH, ask_empty)
    sent_alone = at_once(host, clients, at_once(host, clients, entries, open_review), send)
    check(edition)
    empty += at_once(host, clients, entries * EMPTY_EACH, ask_empty)
    return [
        Load(name, list(times), median(empty))
        for name, times in (
            ("empty view", empty),
            ("review page", read),
            ("submit, after the review page", sent),
            ("submit alone", sent_alone),
        )
    ]


def prepare(count: int, random: Random) -> tuple[Edition, list[Entry]]:
    """An edition that closes in a few minutes, and in it a ready draft of each of so many agencies."""
    agencies = list(Agency.objects.order_by("pk")[:count])
    edition = load_edition(
        Edition.objects.latest("year").year + 1,
        agencies,
        actor=User.objects.filter(groups__name=Role.SECRETARIAT.value).earliest("pk"),
        closes_at=clock.now() + CLOSES_IN,
    )
    drafts = load_drafts(edition, agencies, random)
    approvers = Membership.objects.filter(agency__in=agencies, role=MembershipRole.APPROVER).select_related("user")
    cookies = {one.agency_id: _signed_in(one.user) for one in approvers}
    return edition, [
        Entry(number, reverse("submissions:submission-review", args=[draft.pk]), cookies[draft.innovation.agency_id])
        for number, draft in enumerate(drafts)
    ]


def at_once(
    host: str, clients: int, items: Sequence[Item], act: Callable[[HTTPConnection, Item], Result]
) -> list[Result]:
    """Let the clients share the items, each over a connection of its own, and return what came of every item."""

    def work_off(share: Sequence[Item]) -> list[Result]:
        server = HTTPConnection(host)
        try:
            return [act(server, item) for item in share]
        finally:
            server.close()

    with ThreadPoolExecutor(clients) as pool:
        shares = pool.map(work_off, (items[first::clients] for first in range(clients)))
        return list(chain.from_iterable(shares))


def ask_empty(server: HTTPConnection, entry: Entry) -> float:
    return ask(server, 200, "GET", reverse("utils:empty"), "", {"Cookie": entry.cookies})[0]


def open_review(server: HTTPConnection, entry: Entry) -> Opened:
    taken, page = ask(server, 200, "GET", entry.address, "", {"Cookie": entry.cookies})
    return Opened(entry, filled_form(page.decode()), taken)


def filled_form(page: str) -> str:
    """The form of a review page with everything declared, as a browser sends it."""
    form = page.partition('id="submit"')[2].partition("</form>")[0]
    return urlencode([(name, html.unescape(value)) for name, value in INPUT.findall(form)])


def send(server: HTTPConnection, opened: Opened) -> float:
    """Send the form and return the milliseconds until its person is told that it was received."""
    entry = opened.entry
    request = ("POST", entry.address, opened.form, {"Cookie": entry.cookies} | FORM)
    if entry.number % EVERY == 0:
        _send_and_leave(server, request)
    if entry.number % EVERY == 1:
        with ThreadPoolExecutor(1) as other_hand:
            second_click = other_hand.submit(_send_beside, server, request)
            taken, _page = ask(server, 302, *request)
            second_click.result()
        return taken
    return ask(server, 302, *request)[0]


def hand_in(server: HTTPConnection, entry: Entry) -> tuple[float, float]:
    """Read the review page and send its form; return the milliseconds of each."""
    opened = open_review(server, entry)
    return opened.taken, send(server, opened)


def check(edition: Edition) -> None:
    """Raise `RuntimeError` unless every submission of the edition was handed in exactly once."""
    wrong = [name for name, (found, expected) in found_and_expected(edition).items() if found != expected]
    if wrong:
        raise RuntimeError(f"Lost or there twice in {edition}: {', '.join(wrong)}.")


def found_and_expected(edition: Edition) -> dict[str, tuple[Counter, Counter]]:
    """What handing in every submission of the edition once has to leave, by name: as it is, and as it should be."""
    entered = Submission.objects.filter(edition=edition)
    once = Counter(entered.values_list("pk", flat=True))
    of_edition = {"submission__edition": edition}
    stem = f"{edition.registration_code}-{edition.year}"
    people = entered.values_list("pk", "innovation__agency__memberships__user")
    mails = OutgoingMessage.objects.filter(kind="submission_submit", about__in=[_about(pk) for pk in once])
    return {
        "submissions": (Counter(entered.filter(status=SubmissionStatus.SUBMITTED).values_list("pk", flat=True)), once),
        "registration numbers": (
            Counter(entered.values_list("registration_number", flat=True)),
            Counter(f"{stem}-{number:04}" for number in range(1, len(once) + 1)),
        ),
        "versions": (
            Counter(SubmissionVersion.objects.filter(**of_edition).values_list("submission", flat=True)),
            once,
        ),
        "events": (
            Counter(
                SubmissionEvent.objects.filter(action="submit", **of_edition).values_list("submission", flat=True)
            ),
            once,
        ),
        "mails": (
            Counter(mails.values_list("about", "recipient")),
            Counter((_about(pk), person) for pk, person in people),
        ),
    }


def _signed_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"{cookies_of(client)}; csrftoken={get_random_string(32)}"


def _send_and_leave(server: HTTPConnection, request: Request) -> None:
    """As when the connection breaks: what was sent arrives, the answer does not."""
    broken = HTTPConnection(server.host, server.port)
    broken.request(*request)
    broken.close()


def _send_beside(server: HTTPConnection, request: Request) -> None:
    second = HTTPConnection(server.host, server.port)
    ask(second, 302, *request)
    second.close()


def _about(submission_id: int) -> str:
    return f"{Submission._meta.label_lower}:{submission_id}"
