"""Competitions whose truth is known, to see which rule finds the better entries.

`script/benchmark scoring` prints the tables of docs/scoring.md.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from judging.scoring.adjustment import AdjustmentRule, adjust
from judging.scoring.comparison import compared_scores
from judging.scoring.sheets import SheetScore
from judging.scoring.uncertainty import rank_intervals

REPEATS = 100
CRITERIA, HIGHEST_MARK = 8, 5
RULES = ("adjusted", "mean", "median", "z-score", "ratio")
Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Scenario:
    """Standard deviations in points of 100: of entries, of the severity of judges, of a sheet, of a criterion in it.

    `tracks` panels get every so-manieth entry and differ by `track_step` points in the quality of what they get.
    `spread` is the standard deviation of the logarithm of how much a judge stretches differences.
    """

    name: str
    entries: int
    allocate: Callable[[np.random.RandomState], Pairs]
    severity: float = 6
    quality: float = 8
    sheet: float = 6
    criterion: float = 8
    tracks: int = 1
    track_step: float = 0
    spread: float = 0


def dealt(entries: int, judges: int, per_entry: int = 3) -> Callable[[np.random.RandomState], Pairs]:
    """Give each entry the judges with the least work, drawn among equals."""

    def allocate(numbers: np.random.RandomState) -> Pairs:
        load, pairs = np.zeros(judges), []
        for entry in range(entries):
            chosen = np.lexsort((numbers.permutation(judges), load))[:per_entry]
            load[chosen] += 1
            pairs += [(entry, judge) for judge in chosen.tolist()]
        return pairs

    return allocate


def panels(entries: int, count: int, anchor_every: int) -> Callable[[np.random.RandomState], Pairs]:
    """Give entries to panels of three by turns; one in `anchor_every` gets a sheet of each other panel."""

    def allocate(_numbers: np.random.RandomState) -> Pairs:
        pairs = [(entry, 3 * (entry % count) + seat) for entry in range(entries) for seat in range(3)]
        for entry in range(entries):
            turn = entry // count
            if turn % anchor_every == 0:
                others = (panel for panel in range(count) if panel != entry % count)
                pairs += [(entry, 3 * panel + turn // anchor_every % 3) for panel in others]
        return pairs

    return allocate


SCENARIOS = (
    Scenario("balanced allocation", 200, dealt(200, judges=12)),
    Scenario("few entries", 15, dealt(15, judges=5)),
    Scenario("fixed panels with anchors", 160, panels(160, 4, anchor_every=5)),
    Scenario("tracks of unequal quality", 160, panels(160, 4, anchor_every=5), tracks=4, track_step=5),
    Scenario("equal judges", 200, dealt(200, judges=12), severity=0),
    Scenario("all judge all", 40, dealt(40, judges=7, per_entry=7)),
)
LIMITS = (
    Scenario("few entries, equal judges", 15, dealt(15, judges=5), severity=0),
    Scenario("fixed panels, few anchors", 160, panels(160, 4, anchor_every=20)),
    Scenario("unequal tracks, few anchors", 160, panels(160, 4, anchor_every=20), tracks=4, track_step=5),
    Scenario("judges of unequal spread", 200, dealt(200, judges=12), spread=0.3),
)


def draw(scenario: Scenario, seed: int) -> tuple[np.ndarray, list[SheetScore]]:
    """Return the true quality of the entries, and their sheets as judges with whole marks fill them in."""
    numbers = np.random.RandomState(seed)
    pairs = scenario.allocate(numbers)
    entry_at, judge_at = np.array(pairs).T
    judges = judge_at.max() + 1
    track = np.arange(scenario.entries) % scenario.tracks
    level = 64 + scenario.track_step * (track - (scenario.tracks - 1) / 2)
    quality = level + numbers.normal(0, scenario.quality, scenario.entries)
    severity = scenario.severity * numbers.normal(size=judges)
    stretch = np.exp(scenario.spread * numbers.normal(size=judges))
    seen = 64 + stretch[judge_at] * (quality[entry_at] - 64 + numbers.normal(0, scenario.sheet, len(pairs)))
    seen += severity[judge_at]
    marks = (seen[:, None] + numbers.normal(0, scenario.criterion, (len(pairs), CRITERIA))) * HIGHEST_MARK / 100
    scores = np.clip(np.round(marks), 1, HIGHEST_MARK).mean(axis=1) * 100 / HIGHEST_MARK
    return quality, [SheetScore(*pair, score) for pair, score in zip(pairs, scores.tolist(), strict=True)]


def correlations(scenario: Scenario, seed: int) -> dict[str, float]:
    """Return Spearman's correlation of each rule with the truth, and the share of true ranks in their intervals."""
    quality, sheets = draw(scenario, seed)
    adjustment = adjust(sheets, AdjustmentRule())
    compared = compared_scores(sheets).values()
    columns = {
        "adjusted": [entry.mean for entry in adjustment.entries.values()],
        "mean": [scores.mean for scores in compared],
        "median": [scores.median for scores in compared],
        "z-score": [scores.z_score for scores in compared],
        "ratio": [scores.ratio for scores in compared],
    }
    truth = _ranks(quality)
    found = {rule: np.corrcoef(_ranks(np.array(values, float)), truth)[0, 1] for rule, values in columns.items()}
    true_places = len(quality) + 1 - truth
    intervals = rank_intervals(adjustment, seed=seed).values()
    held = [one.first <= place <= one.last for one, place in zip(intervals, true_places, strict=True)]
    return {**found, "intervals": float(np.mean(held))}


def average(scenario: Scenario, repeats: int) -> dict[str, float]:
    """Return the means of `correlations` over the seeds from 1 to `repeats`."""
    found = [correlations(scenario, seed) for seed in range(1, repeats + 1)]
    return {name: float(np.mean([one[name] for one in found])) for name in found[0]}


def _ranks(values: np.ndarray) -> np.ndarray:
    """Rank from 1 for the lowest; equal values share the mean of their ranks, as Spearman's coefficient wants it."""
    _values, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[places]


def main() -> None:
    sys.stdout.write(
        f"Seeds 1 to {REPEATS}; mean of Spearman's correlation with the truth, share of true ranks in intervals.\n\n"
    )
    names = (*RULES, "intervals")
    sys.stdout.write("| scenario | " + " | ".join(names) + " |\n| --- |" + " ---: |" * len(names) + "\n")
    for scenario in (*SCENARIOS, *LIMITS):
        found = average(scenario, REPEATS)
        cells = [f"{found[name]:.4f}" for name in RULES] + [f"{found['intervals']:.1%}"]
        sys.stdout.write(f"| {scenario.name} | " + " | ".join(cells) + " |\n")


if __name__ == "__main__":
    main()
