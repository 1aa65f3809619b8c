"""Making lists of any length fit on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from submissions.selectors.overview import Share


@dataclass(frozen=True)
class Names:
    """The agencies of a group as far as there is room for them, and how many more there are."""

    label: str
    shown: list[str]
    more: int

    @property
    def count(self) -> int:
        return len(self.shown) + self.more


def shortened(label: str, names: Sequence[str], room: int) -> Names:
    """Return as many names as fit into so many characters, at least one."""
    shown: list[str] = []
    used = 0
    for name in names:
        used += len(name) + 2
        if shown and used > room:
            break
        shown.append(name)
    return Names(label, shown, len(names) - len(shown))


@dataclass(frozen=True)
class ShareRow:
    """A line of a table of shares."""

    label: str
    share: Share


def capped(rows: Sequence[ShareRow], limit: int, *, rest: str) -> list[ShareRow]:
    """Return at most `limit` rows, those with most agencies that have not met the duty first.

    What does not fit is one row with all of its agencies; `rest` is its label, with `{count}` for how many rows it is.
    """
    ordered = sorted(rows, key=lambda row: (-row.share.unmet, row.label))
    if len(ordered) <= limit:
        return ordered
    kept, left = ordered[: limit - 1], ordered[limit - 1 :]
    total = Share(met=sum(row.share.met for row in left), owed=sum(row.share.owed for row in left))
    return [*kept, ShareRow(rest.format(count=len(left)), total)]
