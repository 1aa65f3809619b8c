from decimal import Decimal

import pytest

from home.models import CatalogueEntry
from home.selectors.lineages import Family, Taker
from home.selectors.publication import MeasuredFigure
from home.story_charts import MOST_BRANCHES, Comparison, Kin, comparisons_of, family_tree, number_in
from submissions.models import Agency


@pytest.mark.parametrize(
    ("shown", "number"),
    [
        ("142", 142),
        ("61%", 61),
        ("1.250", 1250),
        ("1.280.000,5", Decimal("1280000.5")),
        ("Rp2,7 miliar", Decimal("2.7")),
        ("± 30", 30),
        ("12 jam 30 menit", None),
        ("-5", None),
        ("1.25.0", None),
        ("tidak ada", None),
        ("", None),
        ("<script>", None),
    ],
)
def test_numbers_are_read_as_offices_write_them(shown, number):
    assert number_in(shown) == number


def test_bars_share_the_scale_of_their_line_and_words_get_none():
    falls, rises, words, nothing = (
        MeasuredFigure("Waktu tunggu", "142", "48", "menit"),
        MeasuredFigure("Peserta", "0", "1.200", "orang"),
        MeasuredFigure("Layanan", "siang", "malam"),
        MeasuredFigure("Aduan", "0", "0"),
    )

    assert comparisons_of([falls, rises, words, nothing]) == [
        Comparison(falls, "100.0%", "33.8%"),
        Comparison(rises, "0.0%", "100.0%"),
        Comparison(words),
        Comparison(nothing),
    ]
    assert [one.has_bars for one in comparisons_of([falls, words])] == [True, False]


def entry(number, agency="Dinas Uji"):
    return CatalogueEntry(page_id=number, year=2020 + number, agency_name=agency, title=f"Inovasi {number}")


def test_a_family_is_drawn_from_its_source_down_to_what_came_of_it():
    long = "Rumah Sakit Umum Daerah Prof. Dr. Margono Soekarjo"
    family = Family(
        own=entry(2, long),
        source=entry(1),
        replications=[entry(3, long)],
        developments=[entry(4)],
        takers=[Taker(Agency(name=long), 2026)],
    )

    tree = family_tree(family)

    assert [(node.kin, node.label, node.x, node.y, node.path) for node in tree.nodes] == [
        (Kin.SOURCE, "2021 Dinas Uji", 14, 15, ""),
        (Kin.OWN, "2022 Rumah Sakit Umum Daerah P…", 14, 45, "M14 15V45"),
        (Kin.DEVELOPMENT, "2024 Dinas Uji", 44, 75, "M14 45V60Q14 75 29 75H44"),
        (Kin.REPLICATION, "2023 Rumah Sakit Umum Daerah Prof. Dr.…", 44, 105, "M14 45V90Q14 105 29 105H44"),
        (Kin.TAKER, "2026 Rumah Sakit Umum Daerah Prof. Dr.…", 44, 135, "M14 45V120Q14 135 29 135H44"),
    ]
    assert (tree.height, tree.left_out) == (150, 0)


def test_a_large_family_is_drawn_in_part_and_one_alone_not_at_all():
    many = [entry(number) for number in range(10, 10 + MOST_BRANCHES)]
    takers = [Taker(Agency(name="Dinas Uji"), year) for year in (2025, 2026, 2026)]

    assert family_tree(Family(entry(1), None, many, [], takers)).left_out == 3
    assert len(family_tree(Family(entry(1), None, [], [], takers)).nodes) == 4
    assert family_tree(Family(entry(1), None, [], [])) is None
    assert family_tree(Family(None, entry(1), [], [], takers)) is None
