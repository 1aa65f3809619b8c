"""The tables of indicators that come with the portal, as files of `submissions/data`."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class TableFile:
    """A table as a file holds it: fields of `IndicatorTable` and, by indicator, its fields and its levels.

    Each level is its wording, or its wording with the lowest and the highest number that give it.
    """

    fields: dict[str, Any]
    indicators: list[tuple[dict[str, Any], list[dict[str, Any]]]]

    @property
    def year(self) -> int:
        return self.fields["year"]


def table_files() -> list[TableFile]:
    return [_read(path) for path in sorted(DATA.glob("iid_*.json"))]


def _read(path: Path) -> TableFile:
    contents = json.loads(path.read_text(encoding="utf-8"))
    indicators = [_indicator(row) for row in contents.pop("indicators")]
    for name in ("applied_from", "applied_until"):
        contents[name] = date.fromisoformat(contents[name])
    return TableFile(contents, indicators)


def _indicator(row: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    wordings = row.pop("levels")
    ranges = row.pop("ranges", [(None, None)] * len(wordings))
    levels = [
        {"parameter": number, "wording": wording, "lowest": lowest, "highest": highest}
        for number, (wording, (lowest, highest)) in enumerate(zip(wordings, ranges, strict=True), start=1)
    ]
    return row, levels
