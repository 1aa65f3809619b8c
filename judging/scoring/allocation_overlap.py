"""How far the panels of a round overlap, and which entries would tie them together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from judging.scoring.allocation import Seat


@dataclass(frozen=True)
class Overlap:
    """`panels` are the judges of each part in which everybody is tied to everybody, the largest part first.

    `shared` of `couples` couples of judges have an entry in common. Judges without an entry are not counted.
    """

    panels: list[list[int]]
    shared: int
    couples: int

    @property
    def percent(self) -> int:
        return 100 * self.shared // self.couples if self.couples else 100

    @property
    def is_connected(self) -> bool:
        return len(self.panels) <= 1


@dataclass(frozen=True)
class Anchor:
    """An entry that would tie two panels together if one more judge read it."""

    judge: int
    entry: int


def overlap_of(pairs: Iterable[tuple[int, int]]) -> Overlap:
    """Return how the judges of these pairs of judge and entry hang together by the entries that they share."""
    judges_of = defaultdict(set)
    for judge, entry in pairs:
        judges_of[entry].add(judge)
    couples = {couple for judges in judges_of.values() for couple in combinations(sorted(judges), 2)}
    panel_of = {judge: {judge} for judges in judges_of.values() for judge in judges}
    for first, second in sorted(couples):
        if panel_of[first] is not panel_of[second]:
            panel_of[first] |= panel_of[second]
            for judge in panel_of[second]:
                panel_of[judge] = panel_of[first]
    panels = {id(panel): sorted(panel) for panel in panel_of.values()}.values()
    total = len(panel_of)
    return Overlap(
        panels=sorted(panels, key=lambda panel: (-len(panel), panel)),
        shared=len(couples),
        couples=total * (total - 1) // 2,
    )


def suggest_anchors(
    seats: Iterable[Seat],
    pairs: Iterable[tuple[int, int]],
    *,
    categories: Mapping[int, int],
    demands_expertise: bool = False,
) -> list[Anchor]:
    """Return one entry and one more judge for it for each panel that is not tied to the largest one.

    `pairs` are all pairs of judge and entry, old and new. A judge of the one side reads an entry of the other:
    somebody who may and has room, knows the category if anybody does, and of those who has least to do; of the entries
    the one that most judges read. Where nobody may, nothing is suggested. The rule is our own.
    """
    seats, pairs = list(seats), list(pairs)
    panels = overlap_of(pairs).panels
    loads, readers = Counter(judge for judge, _entry in pairs), Counter(entry for _judge, entry in pairs)
    anchors = []
    for panel in panels[1:]:
        sides = _entries_beyond(panels[0], panel, pairs)
        choices = [
            (not seat.knows(categories.get(entry)), loads[seat.judge], -readers[entry], seat.judge, entry)
            for seat in seats
            if not seat.has_left and (seat.limit is None or loads[seat.judge] < seat.limit)
            for entry in sides.get(seat.judge, ())
            if entry not in seat.forbidden and not (demands_expertise and not seat.knows(categories.get(entry)))
        ]
        if choices:
            *_order, judge, entry = min(choices)
            loads[judge] += 1
            anchors.append(Anchor(judge, entry))
    return anchors


def _entries_beyond(main: list[int], panel: list[int], pairs: list[tuple[int, int]]) -> dict[int, set[int]]:
    """Return for each judge of two panels the entries of the other one."""
    entries_of_main = {entry for judge, entry in pairs if judge in set(main)}
    entries_of_panel = {entry for judge, entry in pairs if judge in set(panel)}
    return dict.fromkeys(main, entries_of_panel) | dict.fromkeys(panel, entries_of_main)
