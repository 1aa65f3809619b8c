"""People who hand in, as browsers do it: they try again when they are told to, and remember every answer they saw."""

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Lock

from home.benchmark.deadline import Entry, filled_form
from home.benchmark.measuring import FORM

GIVES_UP_AFTER = 240  # seconds
LONGEST_PAUSE = 3  # seconds; a person may be told to wait longer
NO_ANSWER = "no answer"


@dataclass
class Answers:
    """What clients saw: statuses with their number, and what nobody should ever see."""

    seen: Counter = field(default_factory=Counter)
    unclear: Counter = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def note(self, kind: str, *, is_clear: bool) -> None:
        with self._lock:
            self.seen[kind] += 1
            if not is_clear:
                self.unclear[kind] += 1

    @property
    def in_words(self) -> str:
        return ", ".join(f"{count} × {kind}" for kind, count in sorted(self.seen.items()))


def hand_in_patiently(host: str, entry: Entry, answers: Answers) -> bool:
    """Read the review page and send its form until the portal says that it was received; False when it never does."""
    end = time.monotonic() + GIVES_UP_AFTER
    headers = {"Cookie": entry.cookies}
    form = None
    while time.monotonic() < end:
        if form is None:
            status, _place, page, pause = _ask(host, answers, "GET", entry.address, "", headers)
            form = filled_form(page) if status == 200 else None
        else:
            status, place, _page, pause = _ask(host, answers, "POST", entry.address, form, headers | FORM)
            if status == 302 and place.startswith("/opd/"):
                return True
            if status != 503:
                form = None  # an answer of another kind: look at the page again
        time.sleep(pause)
    return False


def hand_in_once(host: str, entry: Entry, answers: Answers) -> None:
    """Read the review page and send its form, whatever comes of it."""
    headers = {"Cookie": entry.cookies}
    _status, _place, page, _pause = _ask(host, answers, "GET", entry.address, "", headers)
    _ask(host, answers, "POST", entry.address, filled_form(page), headers | FORM)


def _ask(host: str, answers: Answers, *request) -> tuple[int, str, str, float]:
    """Return status, `Location`, text and the seconds to wait before the next attempt."""
    server = HTTPConnection(host, timeout=60)
    try:
        server.request(*request)
        response = server.getresponse()
        page = response.read().decode(errors="replace")
    except (OSError, HTTPException):
        # The proxy never stops in these scenarios, so a visitor always gets an answer.
        answers.note(NO_ANSWER, is_clear=False)
        return 0, "", "", 1
    finally:
        server.close()
    told = response.headers.get("Retry-After", "")
    place = response.headers.get("Location", "")
    is_login = "/masuk/" in place
    kind = "sent to the login" if is_login else str(response.status) + (" with Retry-After" if told else "")
    is_clear = (response.status in (200, 302) and not is_login) or (response.status == 503 and bool(told))
    answers.note(kind, is_clear=is_clear and not re.search("Traceback", page))
    pause = 0 if response.status in (200, 302) else min(float(told) if told.isdecimal() else 1, LONGEST_PAUSE)
    return response.status, place, page, pause
