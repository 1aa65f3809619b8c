from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from judging.scoring.sheets import Sheets, SheetScore, gather

SAME = 1e-9  # numbers that differ by less differ by rounding in the processor only


@dataclass(frozen=True)
class Group:
    """Judges and the entries they score, both ascending."""

    judges: tuple[int, ...]
    entries: tuple[int, ...]


@dataclass(frozen=True)
class Connection:
    """How well the work of judges overlaps, which decides how well their severity can be compared.

    `groups` share no judge and no entry with each other; one group means that all hangs together. `strength` is 0 to
    1: the most loosely linked groups of judges are compared as precisely as if only this share of their sheets counted
    and each of those judges had scored every entry. `loosest` are these two groups of judges, None with fewer than two
    judges; `shared` counts the entries that both score.
    """

    groups: tuple[Group, ...]
    strength: float
    loosest: tuple[tuple[int, ...], tuple[int, ...]] | None
    shared: int


def connection_of(pairs: Iterable[tuple[int, int]]) -> Connection:
    """Say how a panel hangs together, from pairs of judge and entry: sheets that are in, or assignments before any is.

    The strength is the smallest canonical efficiency factor of judges as treatments in blocks that are entries (John
    and Williams, Cyclic and Computer Generated Designs, 1995, chapter 2): the smallest eigenvalue, but for the zero
    that every design has, of the Laplacian of shared entries scaled by the number of sheets of each judge. It is 1
    where everybody scores everything and 0 where there are two groups. It is also 1 of a judge alone, who has nobody
    to be compared with.
    """
    sheets = gather(SheetScore(entry, judge, 0) for judge, entry in set(pairs))
    groups = groups_of(sheets)
    if len(sheets.judges) < 2:
        return Connection(groups, 1.0, None, 0)
    strength, is_first = _loosest_cut(sheets)
    if len(groups) > 1:
        strength, is_first = 0.0, np.isin(sheets.judges, groups[-1].judges)
    if not is_first[0]:
        is_first = ~is_first
    sides = (tuple(sheets.judges[is_first].tolist()), tuple(sheets.judges[~is_first].tolist()))
    return Connection(groups, strength, sides, _shared_entries(sheets, is_first))


def groups_of(sheets: Sheets) -> tuple[Group, ...]:
    """Return the parts that share nothing: those with the most judges first, then with the most entries."""
    linked = sheets.shared_work() > 0
    label = np.full(len(sheets.judges), -1)
    for judge in range(len(label)):
        if label[judge] < 0:
            reached = linked[judge]
            while (further := linked[reached].any(axis=0)).sum() > reached.sum():
                reached = further
            label[reached] = judge
    label_of_entry = label[sheets.judge_at[sheets.starts]]
    groups = [
        Group(tuple(sheets.judges[label == one].tolist()), tuple(sheets.entries[label_of_entry == one].tolist()))
        for one in np.unique(label)
    ]
    return tuple(sorted(groups, key=lambda group: (-len(group.judges), -len(group.entries), group.judges)))


def _loosest_cut(sheets: Sheets) -> tuple[float, np.ndarray]:
    """Return the smallest efficiency factor, and which judges stand on one side of its comparison.

    Where several comparisons are equally loose, the side is that of the first judge whom any of them concerns, because
    the processor may return any mixture of them.
    """
    roots = np.sqrt(sheets.judge_counts)
    scaled = np.eye(len(roots)) - sheets.shared_work() / np.outer(roots, roots)
    known = roots / np.linalg.norm(roots)
    factors, directions = np.linalg.eigh(scaled + 2 * np.outer(known, known))  # no other factor is above 1
    equal = directions[:, factors < factors[0] + SAME]
    towards_first = equal @ equal[np.argmax(np.abs(equal).max(axis=1) > SAME)]
    return round(float(np.clip(factors[0], 0, 1)), 6), towards_first / roots > SAME


def _shared_entries(sheets: Sheets, is_first: np.ndarray) -> int:
    share = sheets.mean_by_entry(is_first[sheets.judge_at])
    return int(((share > 0) & (share < 1)).sum())
