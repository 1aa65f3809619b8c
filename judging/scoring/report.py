"""The statistics of a result beside its places, as plain JSON."""

from collections import defaultdict
from dataclasses import asdict
from typing import Any

from judging.scoring.adjustment import Adjustment, Refusal
from judging.scoring.agreement import Scale, alpha
from judging.scoring.connection import connection_of
from judging.scoring.outcome import Outcome
from judging.scoring.spread import outlier_sheets


def report_of(outcome: Outcome) -> dict[str, Any]:
    """Return severity of the judges, agreement, connection and outlier sheets. Points are texts with six places.

    `refusal` says in codes and numbers why there are no adjusted means, None where there are.
    """
    scores = [sheet for sheet in outcome.sheets if sheet.score is not None]
    units = defaultdict(list)
    for sheet in scores:
        units[sheet.entry].append(float(sheet.score))
    agreement = alpha(units.values(), Scale.INTERVAL)
    connection = connection_of((sheet.judge, sheet.entry) for sheet in scores)
    return {
        "method": outcome.method,
        **_severity(outcome.adjustment),
        "alpha": agreement.value,
        "alpha_undefined": agreement.reason,
        "connection": {
            "groups": [list(group.judges) for group in connection.groups],
            "strength": connection.strength,
            "loosest": connection.loosest and [list(side) for side in connection.loosest],
            "shared": connection.shared,
        },
        "outliers": [
            {
                "submission": sheet.entry,
                "judge": sheet.judge,
                "score": f"{sheet.score:.6f}",
                "expected": f"{sheet.expected:.6f}",
                "standardised": f"{sheet.standardised:.6f}",
            }
            for sheet in outlier_sheets(scores, outcome.adjustment)
        ],
    }


def _severity(adjustment: Adjustment | Refusal) -> dict[str, Any]:
    if isinstance(adjustment, Refusal):
        refusal = asdict(adjustment)
        return {"refusal": {**refusal, "ids": list(adjustment.ids)}, "judges": []}
    return {
        "refusal": None,
        "judges": [
            {
                "judge": judge,
                "effect": f"{effect.effect:.6f}",
                "standard_error": f"{effect.standard_error:.6f}",
                "sheet_count": effect.sheet_count,
            }
            for judge, effect in sorted(adjustment.judges.items())
        ],
        "residual_deviation": f"{adjustment.residual_deviation:.6f}",
        "degrees_of_freedom": adjustment.degrees_of_freedom,
        "shrinkage": f"{adjustment.shrinkage:.6f}",
    }
