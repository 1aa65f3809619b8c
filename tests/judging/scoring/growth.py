"""How long the calculation and the statistics of a round take, for rounds of different size.

`script/benchmark scoring` prints the table of docs/scoring.md.
"""

import gc
import sys
from collections.abc import Callable
from time import process_time

import numpy as np

from judging.scoring.adjustment import AdjustmentRule, adjust
from judging.scoring.agreement import Scale, alpha
from judging.scoring.calculation import calculate_adjusted_places, calculate_places, scores_of, sheets_by_entry
from judging.scoring.comparison import compared_scores
from judging.scoring.connection import connection_of
from judging.scoring.spread import outlier_sheets, spread_by_entry
from judging.scoring.uncertainty import near_boundary, rank_intervals

SIZES = (250, 2500, 25000)
JUDGES_PER_ENTRY, CRITERIA, ENTRIES_PER_JUDGE = 3, 8, 300
REPEATS = 3


def drawn_inputs(entries: int) -> dict:
    """Return frozen inputs of a round as docs/scoring.md describes them, with as many judges as the work needs."""
    numbers = np.random.RandomState(entries)
    judges = max(JUDGES_PER_ENTRY + 2, entries * JUDGES_PER_ENTRY // ENTRIES_PER_JUDGE)
    codes = [f"criterion-{number}" for number in range(CRITERIA)]
    return {
        "rubric": {
            "scale_maximum": 5,
            "criteria": [
                {"code": code, "name": code, "weight": "12.50", "tie_break_order": order}
                for order, code in enumerate(codes, start=1)
            ],
        },
        "adjustment": {"shrinkage": None, "least_sheets_per_entry": 2, "least_sheets_per_judge": 2},
        "entries": [{"submission": entry} for entry in range(entries)],
        "sheets": [
            {
                "submission": entry,
                "judge": judge,
                "scores": dict(zip(codes, numbers.randint(1, 6, CRITERIA).tolist(), strict=True)),
            }
            for entry in range(entries)
            for judge in numbers.choice(judges, JUDGES_PER_ENTRY, replace=False).tolist()
        ],
    }


def steps_of(inputs: dict) -> dict[str, Callable[[], object]]:
    scores = scores_of(sheets_by_entry(inputs), inputs)
    adjustment = adjust(scores, AdjustmentRule())
    pairs = [(sheet.judge, sheet.entry) for sheet in scores]
    return {
        "places by plain means": lambda: calculate_places(inputs),
        "places by adjusted means": lambda: calculate_adjusted_places(inputs),
        "adjustment": lambda: adjust(scores, AdjustmentRule()),
        "rank intervals": lambda: near_boundary(rank_intervals(adjustment, seed=1), 45),
        "other rules": lambda: compared_scores(scores),
        "agreement": lambda: alphas(inputs),
        "connection": lambda: connection_of(pairs),
        "spread and outliers": lambda: (spread_by_entry(scores), outlier_sheets(scores, adjustment)),
    }


def alphas(inputs: dict) -> list[object]:
    """Return Krippendorff's alpha of each criterion."""
    found = []
    for criterion in inputs["rubric"]["criteria"]:
        units: dict[int, list[int]] = {entry["submission"]: [] for entry in inputs["entries"]}
        for sheet in inputs["sheets"]:
            units[sheet["submission"]].append(sheet["scores"][criterion["code"]])
        found.append(alpha(units.values(), Scale.ORDINAL))
    return found


def seconds(step: Callable[[], object]) -> float:
    """Return the least processor time of some runs, which other work on the machine disturbs least.

    Garbage is collected between them, as `timeit` does: else each step would search the inputs of the whole round.
    """
    taken = []
    for _run in range(REPEATS):
        gc.collect()
        gc.disable()
        begin = process_time()
        step()
        taken.append(process_time() - begin)
        gc.enable()
    return min(taken)


def main() -> None:
    columns = [{name: seconds(step) for name, step in steps_of(drawn_inputs(size)).items()} for size in SIZES]
    sys.stdout.write("\nSeconds of processor time by number of entries.\n\n")
    sys.stdout.write("| step | " + " | ".join(f"{size:,}" for size in SIZES) + " |\n| --- |" + " ---: |" * len(SIZES))
    for name in columns[0]:
        sys.stdout.write(f"\n| {name} | " + " | ".join(f"{column[name]:.3f}" for column in columns) + " |")
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
