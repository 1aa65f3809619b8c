"""The CSV files of Wagtail's lists and reports, written as our own are.

Wagtail separates by commas, says nothing of the encoding, and leaves a text that begins like a formula as it is.
"""

from collections.abc import Iterator
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from innovation_portal.utils.spreadsheets import csv_lines


def write_csv_as_ours() -> None:
    """Replace the one method by which all of Wagtail's views write CSV."""
    SpreadsheetExportMixin.stream_csv = _stream_csv


def _stream_csv(view: SpreadsheetExportMixin, queryset: Any) -> Iterator[str]:
    return csv_lines(_rows(view, queryset))


def _rows(view: SpreadsheetExportMixin, queryset: Any) -> Iterator[list[Any]]:
    yield [view.get_heading(queryset, field) for field in view.list_export]
    for item in queryset:
        cells = view.to_row_dict(item).items()
        yield [view.preprocess_field_value(field, value, view.FORMAT_CSV) for field, value in cells]
