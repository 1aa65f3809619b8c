"""Tables in and out: CSV and XLSX as rows of text, and XLSX that cannot run a formula."""

import csv
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_ROWS = 25_000
MAX_COLUMNS = 200
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What the title of a sheet may not hold.
NOT_IN_A_TITLE = re.compile(r"[\\*?:/\[\]]")
# Spreadsheet programs take a CSV for UTF-8 only when it begins with this.
BYTE_ORDER_MARK = "\ufeff"

Row = tuple[int, dict[str, str]]


def read_rows(source: Path | File, *, required: Collection[str] = ()) -> list[Row]:
    """Return the rows of a CSV or XLSX table as (row number, {heading: text}).

    Row numbers are those the person sees: the headings stand in row 1. Blank rows are left out, every value is
    stripped text, dates are written as 2026-05-29. XLSX is told from CSV by its content; of a workbook the first sheet
    is read. Raises `ValidationError` with code `too_large`, `not_a_table`, `headings` or `too_many_cells`.
    """
    content = _content_of(source)
    cells = _xlsx_cells(content) if content.startswith(b"PK\x03\x04") else _csv_cells(content)
    headings = _checked_headings(next(cells, []), required)
    rows = []
    for number, values in enumerate(cells, start=2):
        if number > MAX_ROWS + 1:
            raise ValidationError(
                _("The table has more than %(limit)s rows. Divide it."), code="too_large", params={"limit": MAX_ROWS}
            )
        if any(values):
            rows.append((number, _row(number, headings, values)))
    return rows


def write_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet_title: str = "") -> bytes:
    """Return a workbook of one sheet: headings in bold, which stay in sight, and one line per row."""
    return write_workbook([Table(sheet_title, headings, rows)])


@dataclass(frozen=True)
class Table:
    """One sheet of a workbook; of its title the first 31 characters count."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


def write_workbook(tables: Iterable[Table]) -> bytes:
    """Return a workbook with a sheet per table: headings in bold, which stay in sight, and one line per row."""
    workbook = Workbook(write_only=True)
    for table in tables:
        _write_sheet(workbook, table)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _write_sheet(workbook: Workbook, table: Table) -> None:
    sheet = workbook.create_sheet(NOT_IN_A_TITLE.sub(" ", table.title)[:31] or None)
    sheet.freeze_panes = "A2"
    for column, heading in enumerate(table.headings, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = max(12, min(60, len(str(heading)) + 4))
    titles = [WriteOnlyCell(sheet, value=neutralised(heading)) for heading in table.headings]
    for title in titles:
        title.font = Font(bold=True)
    sheet.append(titles)
    for row in table.rows:
        sheet.append([neutralised(value) for value in row])


def neutralised(value: Any) -> Any:
    """Return a cell's value such that no spreadsheet program takes it for a formula.

    Text beginning with = + - @, a tab or a line end gets an apostrophe before it. Numbers stay numbers, moments become
    local time, anything else becomes text.
    """
    match value:
        case None | bool() | int() | float():
            return value
        case datetime():
            return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        case date() | time():
            return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def _content_of(source: Path | File) -> bytes:
    if isinstance(source, Path):
        content = source.read_bytes()
    else:
        source.seek(0)
        content = source.read(MAX_BYTES + 1)
        source.seek(0)
    if len(content) > MAX_BYTES:
        raise ValidationError(
            _("The table is larger than %(limit)s MB. Divide it."),
            code="too_large",
            params={"limit": MAX_BYTES // 1024 // 1024},
        )
    return content


def _checked_headings(values: list[str], required: Collection[str]) -> list[str]:
    headings = [value for value in values if value]
    if headings != values[: len(headings)] or len(set(headings)) < len(headings) or not headings:
        raise ValidationError(_("The first row must hold the headings, each once and without gaps."), code="headings")
    if missing := [heading for heading in required if heading not in headings]:
        raise ValidationError(
            _("These columns are missing: %(columns)s."), code="headings", params={"columns": ", ".join(missing)}
        )
    return headings


def _row(number: int, headings: list[str], values: list[str]) -> dict[str, str]:
    if any(values[len(headings) :]):
        raise ValidationError(
            _("Row %(number)s has more cells than there are headings."),
            code="too_many_cells",
            params={"number": number},
        )
    padded = values + [""] * (len(headings) - len(values))
    return dict(zip(headings, padded, strict=False))


def _csv_cells(content: bytes) -> Iterator[list[str]]:
    if b"\x00" in content:
        raise _not_a_table()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what Excel writes when it is not asked for UTF-8
    # Excel with Indonesian settings separates by semicolons.
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        for values in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [value.strip() for value in values]
    except csv.Error as error:
        raise _not_a_table() from error


def _xlsx_cells(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise _not_a_table()
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for values in workbook.worksheets[0].iter_rows(max_col=MAX_COLUMNS, values_only=True):
            yield [_text(value) for value in values]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, SyntaxError) as error:
        raise _not_a_table() from error


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).strip()


def _not_a_table() -> ValidationError:
    return ValidationError(_("This file cannot be read as CSV or XLSX."), code="not_a_table")


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield the lines of a CSV file that opens in columns where Excel has Indonesian settings, and as UTF-8.

    Such an Excel separates by semicolons and takes a decimal point for text, or for a date. No cell is a formula.
    """
    writer = csv.writer(_Echo(), delimiter=";")
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([_cell_for_people(cell) for cell in row])


def _cell_for_people(value: Any) -> Any:
    match value:
        case float() | Decimal():
            return str(value).replace(".", ",")
        case datetime():
            return neutralised(value.replace(microsecond=0))
    return neutralised(value)


class _Echo:
    """A file that hands back what is written to it, which makes a csv.writer a maker of lines."""

    def write(self, line: str) -> str:
        return line
