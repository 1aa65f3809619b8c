"""Sheets as a workbook for the official upload: one row per innovation, then what is missing, then the source.

The headings are Indonesian whatever language the reader has chosen, like the form of the ministry (domain notes 2.2).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation

from innovation_portal.utils.spreadsheets import Table, write_workbook
from innovation_portal.utils.words import count_words
from submissions.iid.facts import DESIGN_WORDS, wanting_facts
from submissions.models import IndicatorTable
from submissions.selectors.iid import Line, Sheet, sheets_of

FACTS = [
    "Nama inovasi", "Perangkat daerah", "Daerah", "Tahapan", "Inisiator", "Jenis", "Bentuk", "Urusan pemerintahan",
    "Waktu uji coba", "Waktu penerapan", "Rancang bangun dan pokok perubahan", "Jumlah kata rancang bangun",
    f"Rancang bangun {DESIGN_WORDS} kata", "Tujuan", "Manfaat", "Hasil", "Garis lintang", "Garis bujur", "Skor",
    "Skor tertinggi",
]  # fmt: skip
GAPS = [
    "Nama inovasi", "Perangkat daerah", "Nomor", "Yang masih kurang", "Wajib", "Parameter sekarang",
    "Tingkat berikutnya", "Tambahan poin", "Tambahan sampai tingkat tertinggi",
]  # fmt: skip


def workbook_of(table: IndicatorTable, assessments: Iterable) -> bytes:
    """Return the workbook of sheets of one table."""
    sheets = sheets_of(assessments)
    with translation.override(settings.LANGUAGE_CODE):
        return write_workbook([
            Table(f"IID {table.year}", _headings(table), map(_row, sheets)),
            Table("Yang masih kurang", GAPS, [row for sheet in sheets for row in _gaps(sheet)]),
            Table("Sumber", ["Keterangan", "Isi"], _source(table)),
        ])  # fmt: skip


def _headings(table: IndicatorTable) -> Sequence[str]:
    indicators = [str(indicator) for indicator in table.indicators.all()]
    return [*FACTS, *(f"{name}: {part}" for name in indicators for part in ("parameter", "keterangan", "bukti"))]


def _row(sheet: Sheet) -> list[Any]:
    assessment, innovation = sheet.assessment, sheet.assessment.innovation
    words = count_words(assessment.design)
    facts = [
        innovation.title,
        innovation.agency.name,
        innovation.agency.region.name,
        innovation.get_phase_display(),
        assessment.get_initiator_display(),
        innovation.get_type_display(),
        innovation.get_form_display(),
        innovation.get_affair_display(),
        assessment.tried_on,
        assessment.applied_on,
        assessment.design,
        words,
        "cukup" if words >= DESIGN_WORDS else "kurang",
        assessment.purpose,
        assessment.benefit,
        assessment.result,
        _number(assessment.latitude),
        _number(assessment.longitude),
        sheet.score,
        sheet.maximum,
    ]
    return facts + [part for line in sheet.lines for part in _parts(line)]


def _parts(line: Line) -> list[Any]:
    value = line.assessed.value if line.assessed else None
    said = f"{line.wording} ({value} {line.indicator.unit})" if value is not None else line.wording
    return [line.level or None, said, "; ".join(line.evidence_names)]


def _gaps(sheet: Sheet) -> Iterator[list[Any]]:
    innovation = sheet.assessment.innovation
    names = [innovation.title, innovation.agency.name]
    for wanting in wanting_facts(sheet.assessment):
        yield [*names, None, wanting]
    for line in sheet.gaps:
        rated = line.rated
        mandatory = "wajib" if rated.is_mandatory else ""
        points = [rated.level, line.next_wording, rated.next_points, rated.points_left]
        yield [*names, rated.number, line.indicator.name, mandatory, *points]


def _source(table: IndicatorTable) -> list[list[str]]:
    span = f"{table.applied_from:%d-%m-%Y} s.d. {table.applied_until:%d-%m-%Y}"
    rows = [["Sumber indikator", table.source], ["Catatan", table.note], ["Rentang penerapan yang dihitung", span]]
    return [row for row in rows if row[1]]


def _number(value) -> float | None:
    return None if value is None else float(value)
