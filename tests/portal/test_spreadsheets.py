import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from innovation_portal.utils import spreadsheets
from innovation_portal.utils.spreadsheets import csv_lines, neutralised, read_rows, write_xlsx


def csv_upload(text, encoding="utf-8"):
    return SimpleUploadedFile("opd.csv", text.encode(encoding))


def xlsx_upload(*rows):
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return SimpleUploadedFile("opd.xlsx", buffer.getvalue())


@pytest.mark.parametrize(
    "upload",
    [
        csv_upload("kode,nama\nDINKES, Dinas Kesehatan \n\nBPBD,\n"),
        csv_upload("kode;nama\nDINKES;Dinas Kesehatan\n;\nBPBD\n"),
        csv_upload("kode\tnama\r\nDINKES\tDinas Kesehatan\r\n\t\r\nBPBD\t\r\n", "utf-8-sig"),
        xlsx_upload(["kode", "nama"], ["DINKES", "Dinas Kesehatan"], [None, None], ["BPBD", None]),
    ],
    ids=["comma", "semicolon", "tab", "xlsx"],
)
def test_rows_are_the_same_from_every_format(upload):
    assert read_rows(upload) == [
        (2, {"kode": "DINKES", "nama": "Dinas Kesehatan"}),
        (4, {"kode": "BPBD", "nama": ""}),
    ]


def test_rows_are_read_from_a_path(tmp_path):
    path = tmp_path / "opd.csv"
    path.write_text("kode\nDINKES\n")

    assert read_rows(path) == [(2, {"kode": "DINKES"})]


def test_csv_in_the_encoding_of_older_excel_is_read():
    assert read_rows(csv_upload("nama\nKafé\n", "cp1252")) == [(2, {"nama": "Kafé"})]


def test_csv_line_break_inside_a_cell_does_not_shift_the_row_numbers():
    assert read_rows(csv_upload('nama\n"Dinas\nKesehatan"\nBPBD\n')) == [
        (2, {"nama": "Dinas\nKesehatan"}),
        (3, {"nama": "BPBD"}),
    ]


def test_xlsx_values_become_text():
    upload = xlsx_upload(["tahun", "nilai", "mulai"], [2026, 2.5, datetime(2026, 5, 29)])  # noqa: DTZ001

    assert read_rows(upload) == [(2, {"tahun": "2026", "nilai": "2.5", "mulai": "2026-05-29"})]


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (csv_upload(""), "headings"),
        (csv_upload("kode,kode\n"), "headings"),
        (csv_upload("kode,,nama\n"), "headings"),
        (csv_upload("nama\nBPBD\n"), "headings"),
        (csv_upload("kode\nBPBD,lebih\n"), "too_many_cells"),
        (csv_upload('kode\n"tidak ditutup\n'), "not_a_table"),
        (SimpleUploadedFile("foto.csv", b"\x89PNG\x00\x00"), "not_a_table"),
        (SimpleUploadedFile("rusak.xlsx", b"PK\x03\x04 rusak"), "not_a_table"),
    ],
    ids=["nothing", "twice", "gap", "missing", "long row", "open quote", "picture", "broken workbook"],
)
def test_table_that_cannot_be_used_is_refused(upload, code):
    with pytest.raises(ValidationError) as refusal:
        read_rows(upload, required=["kode"])

    assert refusal.value.code == code


def test_table_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(spreadsheets, "MAX_ROWS", 2)

    assert len(read_rows(csv_upload("kode\nA\nB\n"))) == 2
    with pytest.raises(ValidationError) as refusal:
        read_rows(csv_upload("kode\nA\nB\nC\n"))

    assert refusal.value.code == "too_large"


def test_table_with_too_many_bytes_is_refused(monkeypatch):
    monkeypatch.setattr(spreadsheets, "MAX_BYTES", 10)

    with pytest.raises(ValidationError) as refusal:
        read_rows(csv_upload("kode\n" + "A" * 10))

    assert refusal.value.code == "too_large"


def test_workbook_that_unfolds_too_far_is_refused(monkeypatch):
    upload = xlsx_upload(["kode"], ["A" * 20_000])
    with zipfile.ZipFile(upload) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    monkeypatch.setattr(spreadsheets, "MAX_UNPACKED_BYTES", unpacked - 1)

    with pytest.raises(ValidationError) as refusal:
        read_rows(upload)

    assert refusal.value.code == "not_a_table"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_could_be_a_formula_is_neutralised(start):
    assert neutralised(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"


def test_workbook_is_written_with_typed_and_harmless_cells():
    moment = datetime(2026, 5, 29, 9, 0, tzinfo=UTC)

    content = write_xlsx(
        ["OPD", "=nilai", "pada"],
        [["=1+1", -5, moment], ["Dinas\x07", None, date(2026, 5, 29)]],
        sheet_title="Kepatuhan",
    )

    sheet = load_workbook(io.BytesIO(content))["Kepatuhan"]
    assert list(sheet.values) == [
        ("OPD", "'=nilai", "pada"),
        ("'=1+1", -5, datetime(2026, 5, 29, 16, 0)),  # noqa: DTZ001
        ("Dinas", None, datetime(2026, 5, 29)),  # noqa: DTZ001
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}


def test_a_sheet_is_titled_by_what_a_title_may_hold():
    content = write_xlsx(["kode"], [], sheet_title="KIPP 2025/2026: [hasil]")

    assert load_workbook(io.BytesIO(content)).sheetnames == ["KIPP 2025 2026   hasil "]


def test_written_workbook_can_be_read_back():
    content = write_xlsx(["kode", "nama"], [["DINKES", "Dinas Kesehatan"]])

    assert read_rows(SimpleUploadedFile("opd.xlsx", content)) == [(2, {"kode": "DINKES", "nama": "Dinas Kesehatan"})]


def test_neutralised_text_survives_a_csv_round_trip():
    buffer = io.StringIO()
    csv.writer(buffer).writerow([neutralised("=cmd|' /C calc'!A0")])

    assert next(csv.reader(io.StringIO(buffer.getvalue()))) == ["'=cmd|' /C calc'!A0"]


def test_csv_for_people_opens_in_columns_with_indonesian_settings():
    moment = datetime(2026, 11, 27, 3, 4, 5, 678, tzinfo=UTC)
    rows = [["Judul", "Nilai"], ["=1+1; “Ngopi”", Decimal("74.50")], ["-2", 0.5], [date(2026, 11, 27), -3]]

    lines = "".join(csv_lines([*rows, [moment, None]]))

    assert lines == (
        "\ufeffJudul;Nilai\r\n\"'=1+1; “Ngopi”\";74,50\r\n'-2;0,5\r\n2026-11-27;-3\r\n2026-11-27 10:04:05;\r\n"
    )
