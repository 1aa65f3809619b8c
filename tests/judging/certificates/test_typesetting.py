import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.pdf.typesetting import DISPLAY, TEXT, set_lines, unprintable_characters, width_of


def test_set_lines_breaks_into_lines_of_about_equal_length():
    name = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"

    assert set_lines(name, DISPLAY, 18, 171) == (
        "Dinas Pemberdayaan Perempuan, Perlindungan Anak,",
        "Pengendalian Penduduk dan Keluarga Berencana",
    )


def test_set_lines_keeps_a_break_that_was_typed():
    position = "Kepala Biro Organisasi\nSekretariat Daerah"

    assert set_lines(position, TEXT, 10, 84) == ("Kepala Biro Organisasi", "Sekretariat Daerah")


def test_set_lines_breaks_a_word_that_is_longer_than_a_line():
    lines = set_lines("a" * 60, TEXT, 10, 40)

    assert "".join(lines) == "a" * 60
    assert all(width_of(line, TEXT, 10) <= 40 for line in lines)


@given(st.text(alphabet="abcdefgh ijklmnop", min_size=1, max_size=200).map(lambda text: " ".join(text.split())))
def test_set_lines_loses_nothing_and_stays_within_the_width(text):
    lines = set_lines(text, TEXT, 10, 60)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line, TEXT, 10) <= 60 for line in lines)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Dr. Ḥasyim Nūr ʿAbdullāh & Ṭāhā < é", ""),
        ("H\u0323asyim", ""),
        ("ꦱꦠꦸ OPD ☕", "ꦱꦠꦸ☕"),
    ],
)
def test_unprintable_characters_are_those_that_our_fonts_lack(text, missing):
    assert unprintable_characters([text]) == missing
