from collections import Counter
from collections.abc import Collection, Iterable

from judging.scoring.connection import Group, connection_of

Pair = tuple[int, int]


def suggest_anchors(
    pairs: Iterable[Pair], *, wanted: int = 3, forbidden: Collection[Pair] = frozenset()
) -> list[Pair]:
    """Say which judge should score which entry in addition, so that what is apart hangs together.

    `pairs`, `forbidden` and the answer are pairs of judge and entry. Each group gets `wanted` sheets across the gap to
    the largest group, by turns a judge of one on an entry of the other. Where all hangs together already, the two
    loosest groups get what they lack to `wanted` shared entries. Judges and entries are used once if they can be,
    those with the fewest sheets first, so extra work is level and spread over entries. Fewer come back where conflicts
    leave no other: ask `connection_of` with them added.
    """
    pairs = set(pairs)
    connection = connection_of(pairs)
    if len(connection.groups) > 1:
        largest, *others = connection.groups
        gaps = [(largest, other, wanted) for other in others]
    elif connection.loosest:
        gaps = [(*(_group_of(side, pairs) for side in connection.loosest), wanted - connection.shared)]
    else:
        gaps = []
    bridge = _Bridge(pairs, forbidden)
    for here, there, missing in gaps:
        for number in range(missing):
            sides = (here, there) if number % 2 == 0 else (there, here)
            bridge.add(*sides) or bridge.add(*reversed(sides))
    return sorted(bridge.added)


def _group_of(judges: Iterable[int], pairs: Collection[Pair]) -> Group:
    side = set(judges)
    return Group(tuple(sorted(side)), tuple(sorted({entry for judge, entry in pairs if judge in side})))


class _Bridge:
    def __init__(self, pairs: Collection[Pair], forbidden: Collection[Pair]):
        self.added: list[Pair] = []
        self.taken = {*pairs, *forbidden}
        self.load = Counter(judge for judge, _entry in pairs)
        self.sheets = Counter(entry for _judge, entry in pairs)
        self.extra_work: Counter[int] = Counter()
        self.extra_sheets: Counter[int] = Counter()

    def add(self, giver: Group, taker: Group) -> bool:
        """Give the most suitable judge of one group the most suitable entry of the other; False if none is free."""
        judges = sorted(giver.judges, key=lambda judge: (self.extra_work[judge], self.load[judge], judge))
        entries = sorted(taker.entries, key=lambda entry: (self.extra_sheets[entry], self.sheets[entry], entry))
        free = ((judge, entry) for judge in judges for entry in entries if (judge, entry) not in self.taken)
        pair = next(free, None)
        if pair is None:
            return False
        self.added.append(pair)
        self.taken.add(pair)
        self.extra_work[pair[0]] += 1
        self.extra_sheets[pair[1]] += 1
        return True
