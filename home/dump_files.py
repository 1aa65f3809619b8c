"""Rows of open data as CSV and JSON, written one by one so that a table of any length needs the memory of one row."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from home.enums import DumpFormat
from home.open_data.datasets import Dataset
from home.open_data.licence import licence_of_the_site
from innovation_portal.utils import clock
from innovation_portal.utils.spreadsheets import BYTE_ORDER_MARK, neutralised

BETWEEN = "; "


def write_csv(dataset: Dataset, target: IO[bytes]) -> int:
    """Write headings and rows (RFC 4180, UTF-8); return how many rows. No cell is a formula."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(dataset.columns)
    count = 0
    for count, row in enumerate(_rows(dataset), start=1):  # noqa: B007  counted for the answer
        writer.writerow([cell_of(value) for value in row.values()])
    text.detach()
    return count


def write_json(dataset: Dataset, target: IO[bytes]) -> int:
    """Write one object: licence, moment, and the rows as `data`, a line each; return how many rows."""
    head = {
        "lisensi": licence_of_the_site().model_dump(mode="json"),
        "himpunan": dataset.name,
        "dibuat": clock.now().isoformat(),
    }
    target.write(_json(head)[:-1].encode() + b',"data":[')
    count = 0
    for count, row in enumerate(_rows(dataset), start=1):
        target.write((b",\n" if count > 1 else b"\n") + _json(row).encode())
    target.write(b"\n]}\n")
    return count


WRITERS: dict[str, Callable[[Dataset, IO[bytes]], int]] = {DumpFormat.CSV: write_csv, DumpFormat.JSON: write_json}


def cell_of(value: Any) -> Any:
    """Return one value for a cell: words joined by semicolons, other lists as JSON, nothing as an empty cell."""
    if isinstance(value, list):
        value = BETWEEN.join(map(str, value)) if not any(isinstance(one, dict) for one in value) else _json(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else neutralised(value)


def _rows(dataset: Dataset) -> Iterator[dict[str, Any]]:
    return (row.model_dump(mode="json") for row in dataset.rows())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
