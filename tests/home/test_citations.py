import pytest

from home.citations import Citation
from tests.factories.home import published_past_innovation

PLAIN = Citation(
    code="0042e",
    title="Antrean dari Rumah",
    author="RSUD Banyumas",
    year=2019,
    publisher="Satu OPD Satu Inovasi",
    address="https://inovasi.example.id/i/0042e/",
)
HOSTILE = Citation(
    code="0042e",
    title="100% {gratis} & \\input{/etc/passwd}\nER  - \r\nTY  - HACK",
    author="Dinas A_B\u2028#1 ~ ^",
    year=2019,
    publisher="Satu OPD Satu Inovasi",
    address="https://inovasi.example.id/i/0042e/",
)


def test_an_innovation_is_cited_in_words():
    assert PLAIN.in_words() == (
        "RSUD Banyumas. (2019). Antrean dari Rumah. Satu OPD Satu Inovasi. https://inovasi.example.id/i/0042e/"
    )


def test_bibtex_keeps_the_name_of_the_agency_whole_and_acts_on_nothing():
    assert PLAIN.as_bibtex() == (
        "@misc{inovasi-0042e,\n"
        "  author = {{RSUD Banyumas}},\n"
        "  title = {{Antrean dari Rumah}},\n"
        "  year = {2019},\n"
        "  publisher = {Satu OPD Satu Inovasi},\n"
        "  url = {https://inovasi.example.id/i/0042e/},\n"
        "  language = {indonesian}\n"
        "}\n"
    )
    assert HOSTILE.as_bibtex().splitlines()[1:3] == [
        r"  author = {{Dinas A\_B \#1 \textasciitilde{} \textasciicircum{}}},",
        r"  title = {{100\% \{gratis\} \& \textbackslash{}input\{/etc/passwd\} ER - TY - HACK}},",
    ]


def test_ris_has_one_field_on_each_line_whatever_stands_in_them():
    lines = HOSTILE.as_ris().split("\r\n")

    assert lines == [
        "TY  - ELEC",
        "AU  - Dinas A_B #1 ~ ^",
        "TI  - 100% {gratis} & \\input{/etc/passwd} ER - TY - HACK",
        "PY  - 2019",
        "PB  - Satu OPD Satu Inovasi",
        "UR  - https://inovasi.example.id/i/0042e/",
        "ID  - 0042e",
        "LA  - id",
        "ER  - ",
        "",
    ]


@pytest.mark.parametrize(
    ("file", "content_type", "begins"),
    [
        ("sitasi.bib", "application/x-bibtex; charset=utf-8", "@misc{inovasi-"),
        ("sitasi.ris", "application/x-research-info-systems; charset=utf-8", "TY  - ELEC"),
    ],
)
def test_citations_are_taken_as_files(client, site, file, content_type, begins):
    page = published_past_innovation(title="Apem Asi")

    response = client.get(f"{page.short_path}{file}")

    ending = file.rpartition(".")[2]
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"] == f'attachment; filename="inovasi-{page.code}.{ending}"'
    assert response.content.decode().startswith(begins)
    assert page.lasting_address in response.content.decode()
