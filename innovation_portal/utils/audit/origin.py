"""Who writes at this moment, and in which request, task or command. Read by the triggers of the audit."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import empty

REQUEST_ID_LENGTH = 60


@dataclass(frozen=True)
class Origin:
    """Where a change comes from: a request whose person is known once somebody has asked, or a task or command."""

    request_id: str
    actor_id: int | None = None
    request: object = None
    before: "Origin | None" = None

    def known_actor_id(self) -> int | None:
        """Return the id of the person, without a query: of a request only when its person was looked up."""
        user = getattr(self.request, "user", None)
        if user is None or getattr(user, "_wrapped", None) is empty:
            return self.actor_id
        return user.pk


def safe_request_id(text: str) -> str:
    """Return what may stand in a comment of SQL: letters, digits, and . : _ -"""
    return re.sub(r"[^\w.:-]", "", text, flags=re.ASCII)[:REQUEST_ID_LENGTH]


def _command() -> str:
    """Name this process: of `manage.py migrate` the word migrate, of gunicorn its own name."""
    program = Path(sys.argv[0]).name
    return safe_request_id(sys.argv[1] if program == "manage.py" and len(sys.argv) > 1 else program)


_process = Origin(request_id=_command())
_origin: ContextVar[Origin] = ContextVar("audit_origin", default=_process)


def current_origin() -> Origin:
    return _origin.get()


@contextmanager
def writing_as(origin: Origin) -> Iterator[None]:
    """Let what is written inside the block, in this thread, come from `origin`."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def begin_task(sender, task_result, **kwargs) -> None:
    """A task begins; nobody is its actor, whoever asked for it."""
    _origin.set(Origin(request_id=safe_request_id(f"task:{task_result.id}"), before=_origin.get()))


def end_task(sender, task_result, **kwargs) -> None:
    _origin.set(_origin.get().before or _process)
