"""Which page a payload is printed on: what was issued once keeps its page for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from judging.pdf import framed, layout


@dataclass(frozen=True)
class Page:
    """A template with its context, and the names of its stylesheets."""

    template: str
    stylesheets: tuple[str, ...]
    context: dict[str, Any]


def lay_out(payload: Mapping[str, Any]) -> Page:
    """Return the page of a payload. Raises TextDoesNotFit when its texts do not fit even at the smallest sizes."""
    if "signatories" not in payload:
        return Page("judging/pdf/certificate.html", ("certificate", payload["design"]), layout.lay_out(payload))
    stylesheets = ("framed", f"framed-{payload['design']}-{payload['orientation']}")
    return Page("judging/pdf/framed.html", stylesheets, framed.lay_out(payload))
