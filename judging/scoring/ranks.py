from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

# The score first, then the criteria that break ties, in their order. -1 stands for "no value": it loses to any value.
Key = tuple[Fraction | int, ...]


def competition_ranks(keys: Mapping[int, Key]) -> dict[int, int]:
    """Give equal keys equal places and leave the gap after them (1, 2, 2, 4); the highest key is first."""
    ranks: dict[int, int] = {}
    previous = place = None
    ordered = sorted(keys.items(), key=lambda item: item[1], reverse=True)
    for position, (entry, key) in enumerate(ordered, start=1):
        if key != previous:
            place, previous = position, key
        ranks[entry] = place
    return ranks


def deciding_criteria(keys: Mapping[int, Key], names: Sequence[str]) -> dict[int, str]:
    """Name for each entry the criterion that told it apart from all others of the same score.

    Empty where no other entry has the score, and where the tie remains after the last criterion.
    """
    beginnings = Counter(key[:length] for key in keys.values() for length in range(1, len(key) + 1))
    decided = {}
    for entry, key in keys.items():
        lengths = [length for length in range(1, len(key) + 1) if beginnings[key[:length]] == 1]
        decided[entry] = names[lengths[0] - 2] if lengths and lengths[0] > 1 else ""
    return decided
