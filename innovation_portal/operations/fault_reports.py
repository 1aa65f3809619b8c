"""Faults of the portal, sent to a service of the office's choice that collects them (Sentry, GlitchTip).

A report says where in the code something failed, and for which request, task and person by ids alone: no form, cookie,
header or query, no value of a variable, no mail address.
"""

import json
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from innovation_portal import __version__
from innovation_portal.operations.database import is_database_away
from innovation_portal.operations.logs import ADDRESS, HIDDEN, safe_path, user_id
from innovation_portal.utils.request_ids import current_request, current_task, request_id

Event = dict[str, Any]
TOLD = ("event_id", "timestamp", "platform", "level", "logger", "release", "exception", "message", "logentry", "sdk")


def start(address: str) -> None:
    """Report every unexpected exception and every error that is logged to `address`, the DSN of a project."""
    sentry_sdk.init(
        dsn=address,
        release=__version__,
        integrations=[DjangoIntegration(middleware_spans=False), LoggingIntegration(event_level="ERROR")],
        auto_enabling_integrations=False,
        before_send=without_personal_data,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
    )


def without_personal_data(event: Event, hint: dict[str, Any]) -> Event | None:
    """Return what is told of a fault; None while the database is away, which /siap/ says for all requests at once."""
    _, error, _ = hint.get("exc_info") or (None, None, None)
    if is_database_away(error):
        return None
    told = {name: event[name] for name in TOLD if name in event}
    if "logentry" in told:
        told["logentry"] = {"message": told["logentry"].get("formatted") or told["logentry"]["message"]}
    request = current_request.get()
    path = safe_path(request) if request else ""
    tags = {"request": request_id(), "task": current_task.get(), "path": path, "user": user_id(request)}
    told["tags"] = {name: str(value) for name, value in tags.items() if value not in ("", None)}
    return json.loads(ADDRESS.sub(HIDDEN, json.dumps(told, default=str)))
