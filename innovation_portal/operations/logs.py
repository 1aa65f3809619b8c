"""Log lines: one of JSON for programs, which names requests, tasks and people by ids alone, or one for people."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from innovation_portal.utils.contacts import MAIL
from innovation_portal.utils.request_ids import current_request, current_task, request_id

# Parts of addresses that open something by themselves.
SECRET_PARTS = ("token", "key", "uidb36", "public_id", "code")
ADDRESS = re.compile(MAIL)
HIDDEN = "…"
# A message, or a line of a traceback, may repeat what was sent, which may be a whole form.
LONGEST = 2_000
LONGEST_ERROR = 50_000
# What ends a line for some reader of the log, or moves its cursor.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def safe_path(request: HttpRequest) -> str:
    """Return the path that was asked for, without its query and without what opens something by itself."""
    path, match = request.path, getattr(request, "resolver_match", None)
    for name, value in (match.kwargs if match else {}).items():
        if name in SECRET_PARTS and value:
            path = path.replace(str(value), HIDDEN)
    return path


class JsonFormatter(logging.Formatter):
    """Write a record as one line of JSON.

    `time` (UTC, ISO 8601), `level`, `logger`, `message`; where there is one, `request`, `task`, `user` (its number)
    and `error` (the traceback); and what a record carries as `details`. Mail addresses are left out of all of it.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._message(record),
            "request": request_id(),
            "task": current_task.get(),
            "user": user_id(current_request.get()),
            **getattr(record, "details", {}),
        }
        if record.exc_info:
            line["error"] = _shortened(self.formatException(record.exc_info))
        told = {name: value for name, value in line.items() if value not in ("", None)}
        return ADDRESS.sub(HIDDEN, json.dumps(told, ensure_ascii=False, default=str))

    @staticmethod
    def _message(record: logging.LogRecord) -> str:
        """Django names the whole path of a request that it could not answer."""
        message, request = record.getMessage(), getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            message = message.replace(request.path, safe_path(request))
        return ADDRESS.sub(HIDDEN, message)[:LONGEST]


class LineFormatter(logging.Formatter):
    """Write a record as one line for people, and below it, indented, the traceback.

    So nothing that was sent can look like a line of its own.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:
        return self._visible(super().formatMessage(record))[:LONGEST]

    def formatException(self, ei: Any) -> str:
        lines = _shortened(super().formatException(ei)).split("\n")
        return "\n    ".join(self._visible(line) for line in lines)

    @staticmethod
    def _visible(text: str) -> str:
        return CONTROLS.sub(lambda found: ascii(found[0])[1:-1], text)


class RefusalFilter(logging.Filter):
    """Leave the line that Django writes when a view refuses somebody; where in the code that was is no fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = None
        return True


def _shortened(error: str) -> str:
    """Return a traceback without addresses, and without the end of lines and of texts that are too long to be read."""
    lines = ADDRESS.sub(HIDDEN, error).splitlines()
    return "\n".join(line[:LONGEST] for line in lines)[:LONGEST_ERROR]


def user_id(request: HttpRequest | None) -> int | None:
    """Who is signed in, where that was asked for anyway: a log line costs no query."""
    return getattr(getattr(request, "_cached_user", None), "pk", None)
