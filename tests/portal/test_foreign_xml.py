"""XML inside files of strangers: what it names outside of itself is not read."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from innovation_portal.utils.spreadsheets import read_rows

SHEET = "xl/worksheets/sheet1.xml"


def workbook_with(declaration: str, cell: str) -> SimpleUploadedFile:
    """A workbook of one column and one row, whose sheet begins with a DTD and holds `cell` as XML."""
    plain, changed = io.BytesIO(), io.BytesIO()
    workbook = Workbook()
    workbook.active.append(["kode"])
    workbook.active.append(["ISI"])
    workbook.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == SHEET:
                content = (declaration + content.decode().replace("ISI", cell)).encode()
            target.writestr(name, content)
    return SimpleUploadedFile("opd.xlsx", changed.getvalue())


def test_a_workbook_with_a_plain_cell_is_read():
    assert read_rows(workbook_with("", "DINKES")) == [(2, {"kode": "DINKES"})]


@pytest.mark.parametrize("kind", ["file", "bomb"])
def test_an_entity_of_a_workbook_is_not_read(tmp_path, kind):
    secret = tmp_path / "rahasia.txt"
    secret.write_text("kata sandi basis data")
    entities = {
        "file": f'<!ENTITY isi SYSTEM "{secret.as_uri()}">',
        "bomb": '<!ENTITY a "' + "kata" * 1000 + '">' + '<!ENTITY isi "' + "&a;" * 100_000 + '">',
    }[kind]

    try:
        found = str(read_rows(workbook_with(f"<!DOCTYPE worksheet [{entities}]>", "&isi;")))
    except ValidationError as refusal:
        found = refusal.code

    assert found == "not_a_table"
