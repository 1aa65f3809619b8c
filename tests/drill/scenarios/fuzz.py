"""Thousands of generated requests to every page and form, as every role, and to the interface: no server error."""

import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Lock
from urllib.parse import parse_qsl, urlsplit

import hypothesis
import schemathesis
from hypothesis import HealthCheck
from schemathesis import GenerationMode

from innovation_portal.accounts.models import User
from tests.access.addresses import addresses
from tests.access.roles import EVERYBODY, SUPERUSER
from tests.access.table import ROWS, address_of, family_of
from tests.access.world import World
from tests.drill import hostile
from tests.drill.hostile import Attack
from tests.drill.installation import Installation, web_server
from tests.drill.people import load_worlds
from tests.drill.processes import Process
from tests.drill.report import Outcome
from tests.drill.size import Size
from tests.drill.visitors import NO_ANSWER, Visitor
from tests.page_parts import Form, is_page, parts_of

INTERFACE_SHARE = 0.15  # of all requests, to the open interface
ADDRESS_SHARE = 0.35  # of the rest, to addresses
FORM_SHARE = 0.5  # of the rest, to forms of all but superusers, who send what then remains
AT_ONCE = 4  # times a form is sent before it is opened anew
AT_THE_SAME_TIME = 4  # visitors
MOST_PAGES = 250  # that one role looks at before anything is bent
MOST_BEGUN = 12  # addresses that differ by their numbers alone
REFUSED_FOR_NOW = {429, 503}  # told one by one: nobody is limited here, and nothing is away
VALUE = re.compile(r"'[^']*'$|'[^']*'\.$|“[^”]*”|0x[0-9a-f]+")  # what differs between two of one fault
FRAME = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+)')


@dataclass
class Seen:
    """Answers by their status, and of those that are server errors the request by which each fault showed first."""

    statuses: Counter = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)
    times: Counter = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def note(self, kind: str, status: int, request: str, fault: str) -> None:
        with self.lock:
            self._note(kind, status, request, fault)

    def _note(self, kind: str, status: int, request: str, fault: str) -> None:
        self.statuses[kind, status] += 1
        if status in REFUSED_FOR_NOW:
            print(f"{status}: {request}", flush=True)  # noqa: T201
        if self.statuses.total() % 1000 == 0:
            print(f"{self.statuses.total()} requests", flush=True)  # noqa: T201
        if status == NO_ANSWER or (status >= 500 and status != 503):
            self.times[fault] += 1
            if fault not in self.faults:
                self.faults[fault] = request
                print(f"\nSERVER ERROR {status}: {fault}\n  {request}", flush=True)  # noqa: T201

    @property
    def table(self) -> str:
        kinds = sorted({kind for kind, _status in self.statuses})
        statuses = sorted({status for _kind, status in self.statuses})
        rows = [["status", *kinds]]
        rows += [[str(status), *(str(self.statuses[kind, status]) for kind in kinds)] for status in statuses]
        rows.insert(1, ["---", *(["---:"] * len(kinds))])
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)


@dataclass(frozen=True)
class Page:
    """A page that a role may open, with the forms in it."""

    address: str
    forms: list[Form]


def run(portal: Installation, random: Random, size: Size) -> list[Outcome]:
    begun = time.monotonic()
    seed = random.randrange(2**32)
    seen, worlds = Seen(), load_worlds()
    with _web(portal) as web:
        wanted = int(size.requests * INTERFACE_SHARE)
        _ask_interface(web, seen, wanted, seed)
        log = Path(portal.folder / f"{web.name}.log")
        visitors = [Visitor(web.port, role, _user(worlds.people[role])) for role in sorted(EVERYBODY)]
        with ThreadPoolExecutor(AT_THE_SAME_TIME) as people:
            found = people.map(lambda one: list(_look_around(one, worlds.sides[0].world, seen, log)), visitors)
            pages = {visitor.role: own for visitor, own in zip(visitors, found, strict=True)}
        rest = size.requests - seen.statuses.total()
        _at_once(visitors, pages, _bend_addresses, int(rest * ADDRESS_SHARE), seen, log, seed)
        # A superuser, who can take the rights of all others, sends forms last.
        others = [visitor for visitor in visitors if visitor.role != SUPERUSER]
        last = [visitor for visitor in visitors if visitor.role == SUPERUSER]
        _at_once(others, pages, _bend_forms, int(rest * FORM_SHARE), seen, log, seed)
        _at_once(last, pages, _bend_forms, size.requests - seen.statuses.total(), seen, log, seed)
    print(seen.table, flush=True)  # noqa: T201
    for fault, times in seen.times.most_common():
        print(f"{times} × {fault}", flush=True)  # noqa: T201
    words = ", ".join(f"{times} × {status}" for status, times in sorted(_by_status(seen).items()))
    fault = f"{seen.statuses.total():,} generated requests"
    return [Outcome("fuzz", fault, words, 0, 0, seen.times.total(), time.monotonic() - begun)]


def _by_status(seen: Seen) -> Counter:
    totals = Counter()
    for (_kind, status), times in seen.statuses.items():
        totals[status] += times
    return totals


def _user(person) -> User | None:
    return person if person.is_authenticated else None


@contextmanager
def _web(portal: Installation) -> Iterator[Process]:
    """A web server that counts no limits, beside those of the installation."""
    web = web_server(portal.folder, "fuzzed", {"DJANGO_SETTINGS_MODULE": "tests.drill.unlimited"})
    web.start()
    try:
        yield web
    finally:
        web.stop()


def _ask_interface(web: Process, seen: Seen, wanted: int, seed: int) -> None:
    """Requests that fit the document of the interface, and as many that do not."""
    schema = schemathesis.openapi.from_url(f"http://127.0.0.1:{web.port}/api/v1/openapi.json")
    operations = [result.ok() for result in schema.get_all_operations()]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    turns = [(operation, mode) for operation in operations for mode in modes]
    turns = [turn for turn in turns if turn[0].query or turn[0].path_parameters]

    for operation, mode in turns:

        @hypothesis.seed(seed)
        @hypothesis.settings(
            max_examples=max(1, wanted // len(turns)),
            database=None,
            deadline=None,
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            response = case.call()
            seen.note("interface", response.status_code, case.as_curl_command(), f"{case.operation.label}")

        ask()


def _look_around(visitor: Visitor, world: World, seen: Seen, log: Path) -> Iterator[Page]:
    """Open what the access table names and what the pages lead to, as far as the role may."""
    waiting = deque(address for address in dict.fromkeys(_starts(world, visitor.role)) if is_page(address))
    known, begun = set(waiting), Counter()
    found = 0
    while waiting and found < MOST_PAGES:
        address = waiting.popleft()
        status, response, text = _send(visitor, Attack("GET", address), "page", seen, log)
        if status != 200 or response is None:
            continue
        found += 1
        parts = parts_of(text, address, response.headers.get("Content-Type", ""))
        yield Page(address, [form for form in parts.forms if is_page(form.address)])
        for link in parts.links:
            shape = re.sub(r"\d+", "1", link)
            if link not in known and begun[shape] < MOST_BEGUN and is_page(link):
                known.add(link)
                begun[shape] += 1
                waiting.append(link)


def _starts(world: World, role: str) -> Iterator[str]:
    yield "/"
    for row in ROWS:
        if role in row.get:
            yield address_of(row, world)
    for address in addresses():
        family = family_of(address)
        if family is not None and role in family.insiders:
            yield address.filled(world.things[family.thing] if family.thing else {})


def _bend_addresses(visitor: Visitor, pages: list[Page], seen: Seen, log: Path, seed: int, wanted: int) -> None:
    for number in range(wanted):
        page = pages[number % len(pages)]
        random = Random(f"{seed} {visitor.role} {page.address} {number}")  # noqa: S311
        names = [name for form in page.forms if form.method == "get" for name in form.names]
        names += [name for name, _value in parse_qsl(urlsplit(page.address).query)]
        _send(visitor, hostile.on_address(page.address, random, names), "address", seen, log)


def _bend_forms(visitor: Visitor, pages: list[Page], seen: Seen, log: Path, seed: int, wanted: int) -> None:
    """Send each form a few times, freshly opened, over and over."""
    forms = {form.key: (page, form) for page in pages for form in page.forms}
    turns = list(forms.values())
    Random(seed).shuffle(turns)  # noqa: S311
    fresh = None
    for number in range(wanted):
        page, form = turns[number // AT_ONCE % len(turns)]
        if number % AT_ONCE == 0:
            fresh = _opened(visitor, page, form)
        random = Random(f"{seed} {visitor.role} {form.key} {number}")  # noqa: S311
        _send(visitor, hostile.on_form(fresh, random), "form", seen, log)


def _at_once(visitors: list[Visitor], pages: dict[str, list[Page]], bend: Callable, wanted: int, *rest) -> None:
    """Let the visitors bend their pages at the same time, each a share of the requests by the number of pages."""
    total = sum(len(pages[visitor.role]) for visitor in visitors)
    with ThreadPoolExecutor(AT_THE_SAME_TIME) as people:
        for done in [
            people.submit(bend, visitor, pages[visitor.role], *rest, wanted * len(pages[visitor.role]) // total)
            for visitor in visitors
        ]:
            done.result()


def _opened(visitor: Visitor, page: Page, form: Form) -> Form:
    """The form as it stands now, or as it stood when its page was seen first."""
    status, response, text = visitor.get(page.address)
    if status == 302 and "/masuk/" in response.headers.get("Location", ""):
        visitor.sign_in()
        status, response, text = visitor.get(page.address)
    if status != 200:
        return form
    now = parts_of(text, page.address, response.headers.get("Content-Type", "")).forms
    return next((each for each in now if each.key == form.key), form)


def _send(visitor: Visitor, attack: Attack, kind: str, seen: Seen, log: Path):
    read = log.stat().st_size
    status, response, text = visitor.send(attack)
    fault = _fault(log, read, attack.address) if status == NO_ANSWER or status >= 500 else ""
    seen.note(kind, status, f"{visitor.role}: {attack}", fault)
    return status, response, text


def _fault(log: Path, read: int, address: str) -> str:
    """What the log says of the last request: the exception, and the last line of ours that led to it."""
    with log.open("rb") as lines:
        lines.seek(read)
        text = lines.read().decode(errors="replace")
    text = text.rpartition(f"Internal Server Error: {address.partition('?')[0]}\n")[2]
    frames = [f"{match['file']}:{match['line']}" for match in FRAME.finditer(text)]
    own = [frame for frame in frames if "site-packages" not in frame and "/lib/python" not in frame]
    exceptions = re.findall(
        r"^[\w.]+(?:Error|Exception|NoReverseMatch|BadRequest|DoesNotExist)\b.*$", text, re.MULTILINE
    )
    last = VALUE.sub("…", exceptions[-1])[:200] if exceptions else "nothing in the log"
    return f"{last} | {own[-1] if own else ''} | {frames[-1] if frames else ''}"
