import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from innovation_portal.utils.archives import Limits, members_of

LIMITS = Limits(files=4, bytes_each=1000, bytes_together=2500)


def packed(*files: tuple[str, bytes]) -> bytearray:
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return bytearray(output.getvalue())


def read(content: bytes) -> list[tuple[str, bytes, str]]:
    upload = ContentFile(bytes(content), name="a.zip")
    return [
        (member.name, member.content, member.problem.code if member.problem else "")
        for member in members_of(upload, LIMITS)
    ]


def test_files_are_read_without_folders_and_what_macos_adds():
    content = packed(("berkas/", b""), ("berkas/a.pdf", b"satu"), ("__MACOSX/berkas/._a.pdf", b"x"), ("b.pdf", b"dua"))

    assert read(content) == [("a.pdf", b"satu", ""), ("b.pdf", b"dua", "")]


@pytest.mark.parametrize("name", ["../a.pdf", "/etc/a.pdf", "b/../../a.pdf", "..\\a.pdf", "C:\\a.pdf"])
def test_name_that_leads_out_of_the_zip_is_refused(name):
    assert read(packed((name, b"x"))) == [("a.pdf", b"", "path")]


def test_empty_large_and_broken_files_have_their_problems_and_the_others_are_read():
    content = packed(("a.pdf", b""), ("b.pdf", b"b" * 1001), ("c.pdf", b"isi berkas"), ("d.pdf", b"dua"))
    place = content.index(b"c.pdf") + len("c.pdf")
    content[place] ^= 0xFF

    assert read(content) == [
        ("a.pdf", b"", "empty"),
        ("b.pdf", b"", "too_large"),
        ("c.pdf", b"", "damaged"),
        ("d.pdf", b"dua", ""),
    ]


def test_locked_file_is_refused():
    content = packed(("a.pdf", b"isi"))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert read(content) == [("a.pdf", b"", "encrypted")]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([(f"{number}.pdf", b"x") for number in range(5)], "too_many"),
        ([(f"{number}.pdf", b"x" * 900) for number in range(3)], "too_large"),
    ],
)
def test_zip_beyond_its_limits_is_refused_unread(files, code):
    with pytest.raises(ValidationError) as error:
        read(packed(*files))

    assert error.value.code == code


def test_bomb_that_announces_less_than_it_holds_is_cut_at_what_it_announced():
    content = packed(("a.pdf", b"\0" * 5_000_000))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.index(mark) + offset
        content[place : place + 4] = (10).to_bytes(4, "little")

    assert read(content) == [("a.pdf", b"", "damaged")]


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7"])
def test_what_is_no_zip_is_refused(content):
    with pytest.raises(ValidationError) as error:
        read(content)

    assert error.value.code == "not_a_zip"
