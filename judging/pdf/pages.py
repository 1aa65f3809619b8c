"""Which page a payload is printed on: what was issued once keeps its page for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from judging.pdf import framed, layout


@dataclass(frozen=True)
class Page:
    """The template of a sheet with its context, the names of its stylesheets, and the language of its fixed words."""

    template: str
    stylesheets: tuple[str, ...]
    context: dict[str, Any]
    language: str = "id"

    @property
    def design(self) -> tuple[str, ...]:
        """What pages that are laid out together have in common."""
        return (self.template, *self.stylesheets, self.language)


def lay_out(payload: Mapping[str, Any]) -> Page:
    """Return the page of a payload. Raises TextDoesNotFit when its texts do not fit even at the smallest sizes."""
    if "signatories" not in payload:
        return Page("judging/pdf/_certificate.html", ("certificate", payload["design"]), layout.lay_out(payload))
    stylesheets = ("framed", f"framed-{payload['design']}-{payload['orientation']}")
    return Page("judging/pdf/_framed.html", stylesheets, framed.lay_out(payload), payload["language"])
