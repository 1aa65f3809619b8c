"""Who asks for what, and goes where pages lead; what differs from the access table, and words in the wrong place."""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.http.response import HttpResponseBase
from django.test import Client

from innovation_portal.accounts.models import User
from tests.access.answers import is_turned_away, words_in
from tests.access.table import Row, address_of
from tests.access.worlds import Side
from tests.page_parts import is_page, parts_of

MOST_ALIKE = 6  # addresses that one person is led to and that differ by numbers alone
# As a page, and where that is refused as its heading alone and as a part of a page.
PAGE, OTHER_WAYS = ("GET", {}), (("HEAD", {}), ("GET", {"HX-Request": "true"}))


@dataclass
class Found:
    """Answers by status, who was shown which hidden word, every difference to the table and word in a wrong place."""

    readers: dict[str, frozenset[str]]
    asked: Counter = field(default_factory=Counter)
    shown: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    wrong: list[str] = field(default_factory=list)

    def add(self, words: str) -> None:
        self.wrong.append(words)
        print(words, flush=True)  # noqa: T201  a walk of minutes tells at once

    def look_for_unread(self) -> None:
        """A word that not one of those who may read it was shown lies where nobody looked: it proves nothing."""
        for word, readers in self.readers.items():
            if readers and not self.shown[word]:
                self.add(f"nobody was shown {word}, which {', '.join(sorted(readers))} may read")


@dataclass
class Walker:
    """One person who asks this process itself: whoever answers a hundred thousand requests needs no network."""

    role: str
    client: Client = field(default_factory=partial(Client, raise_request_exception=False))
    pages: list[str] = field(default_factory=list)

    def ask(self, found: Found, address: str, method: str = "GET", headers: dict | None = None) -> HttpResponseBase:
        """Ask, note what must not be, remember where a page leads; the answer carries its whole `content`."""
        self.client.cookies.pop("messages", None)  # Wagtail's "you may not" of the attempts before
        response = self.client.generic(method, address, headers=headers)
        content, kind = b"".join(response), response.headers.get("Content-Type", "")
        found.asked[response.status_code] += 1
        if response.status_code >= 500:
            found.add(f"{self.role} got {response.status_code} for {method} {address}")
        for word in sorted(words_in(content, kind)):
            found.shown[word].add(self.role)
            if self.role not in found.readers.get(word, ()):
                found.add(f"{self.role} reads {word} at {address}")
        if response.status_code == 200:
            self.pages += parts_of(content.decode(errors="replace"), address, kind).addresses
        return response


def walker_of(role: str, person: User | AnonymousUser) -> Walker:
    walker = Walker(role)
    if person.is_authenticated:
        walker.client.force_login(person)
    return walker


def ask_for_row(side: Side, row: Row, walkers: list[Walker], found: Found, *, also_otherwise: bool = False) -> None:
    """First those who may, then at once those who may not, so that nothing remembered for the one serves the other."""
    address, may = address_of(row, side.world), side.people(row.get)
    for walker in sorted(walkers, key=lambda each: (each.role not in may, each.role)):
        is_refused = also_otherwise and walker.role not in may
        for method, headers in (PAGE, *OTHER_WAYS) if is_refused else (PAGE,):
            response = walker.ask(found, address, method, headers)
            place = response.headers.get("Location", "")
            if is_turned_away(response.status_code, place, address) == (walker.role in may):
                got = f"{response.status_code} {place}".strip()
                found.add(f"{side.name}: {walker.role} got {got} for {method} {address} ({row})")


def follow(walker: Walker, found: Found, most: int) -> None:
    """Open what the pages of a person lead to by a link or as the place of a form, and what that leads to."""
    known, alike = set(), Counter()
    waiting = walker.pages = deque(walker.pages)
    while waiting and len(known) < most:
        address = waiting.popleft()
        shape = "".join("0" if sign.isdigit() else sign for sign in address)
        if address not in known and alike[shape] < MOST_ALIKE and is_page(address):
            known.add(address)
            alike[shape] += 1
            walker.ask(found, address)
