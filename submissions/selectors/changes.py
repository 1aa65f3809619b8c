"""What a corrected version says otherwise than the one before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from innovation_portal.utils.texts import Comparison, compare
from submissions.selectors.entries import facts_in_words


@dataclass(frozen=True)
class Change:
    """One fact, section or list that differs, with both texts."""

    label: str
    texts: Comparison


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Return what differs between two payloads of one submission, in the order of the proposal."""
    old, new = dict(_parts(before)), dict(_parts(after))
    return [
        Change(label, compare(old.get(label, ""), new.get(label, "")))
        for label in {**new, **old}
        if old.get(label, "").split() != new.get(label, "").split()
    ]


def _named(piece: dict[str, Any]) -> str:
    name = f"{piece['title']} ({piece['url'] or piece['original_name']})"
    return f"{name}, {_('shown to the public')}" if piece.get("is_public") else name


def _parts(payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield everything that can be read in a payload as label and text."""
    yield _("Title"), payload["title"]
    yield _("Summary"), payload["summary"]
    yield from facts_in_words(payload)
    for section in payload["sections"]:
        yield section["title"], section["text"]
    yield (
        _("Evidence"),
        "\n".join(_named(piece) for piece in payload["evidence"]),
    )
    yield _("Innovators"), "\n".join(", ".join(filter(None, one.values())) for one in payload["innovators"])
