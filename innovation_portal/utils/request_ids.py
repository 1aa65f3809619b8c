"""By which name one request, or one task of the worker, is found again in the log."""

from contextvars import ContextVar

from django.http import HttpRequest

current_request: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)
current_task: ContextVar[str] = ContextVar("current_task", default="")


def request_id() -> str:
    """Return the id of the request that is being answered here, "" outside of one."""
    return getattr(current_request.get(), "id", "")
