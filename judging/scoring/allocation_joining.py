"""Joining panels that share no entry, so that the leniency of their judges can be compared."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from judging.scoring.allocation_solver import Integers


def join_panels(
    made: Integers, held: Integers, *, is_able: NDArray[np.bool_], is_known: NDArray[np.bool_]
) -> Integers:
    """Let two judges swap entries wherever that joins two panels, and return the pairs after it.

    `made` are new pairs and `held` those that stay, both as rows of entry and judge; the tables say by entry and judge
    who may take what, and who knows it. A swap leaves needs and loads as they are, and as many judges know their
    entries as before.

    Taking a pair out of a circle leaves its panel in one piece, so a swap of such a pair with any pair of another
    panel makes one panel of two. As long as there are as many pairs as judges and entries together, less one, one of
    several panels has a circle; only rules can then keep panels apart.
    """
    made = made.copy()
    while (swap := _joining_swap(made, held, is_able, is_known)) is not None:
        made[swap, 1] = made[swap[::-1], 1]
    return made


def _joining_swap(
    made: Integers, held: Integers, is_able: NDArray[np.bool_], is_known: NDArray[np.bool_]
) -> list[int] | None:
    """Return the numbers of two made pairs whose judges swap, or None where no swap joins anything."""
    pairs = np.concatenate([held, made])
    if not len(pairs):
        return None
    entries, judges = pairs[:, 0].max() + 1, pairs[:, 1].max() + 1
    # Weights that are all different, because the order of equal ones is not the same on every machine.
    weights = np.arange(1, len(pairs) + 1)
    graph = sparse.csr_array((weights, (pairs[:, 0], entries + pairs[:, 1])), shape=[entries + judges] * 2)
    panel_of = connected_components(graph, directed=False)[1][made[:, 0]]
    tree_weights = minimum_spanning_tree(graph).data
    for spare in np.setdiff1d(weights[len(held) :], tree_weights) - len(held) - 1:
        entry, judge = made[spare]
        others, judges_of_others = made[:, 0], made[:, 1]
        known_before = is_known[entry, judge] + is_known[others, judges_of_others].astype(int)
        known_after = is_known[entry, judges_of_others] + is_known[others, judge].astype(int)
        may_swap = is_able[others, judge] & is_able[entry, judges_of_others] & (known_after >= known_before)
        found = np.flatnonzero(may_swap & (panel_of != panel_of[spare]))
        if len(found):
            return [int(spare), int(found[0])]
    return None
