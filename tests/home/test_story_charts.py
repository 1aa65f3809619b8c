from decimal import Decimal

import pytest

from home.models import CatalogueEntry
from home.selectors.lineages import Family
from home.selectors.publication import MeasuredFigure
from home.story_charts import MOST_BRANCHES, Comparison, comparisons_of, family_tree, number_in


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
    family = Family(own=entry(2, long), source=entry(1), replications=[entry(3, long)], developments=[entry(4)])

    tree = family_tree(family)

    assert [(node.entry.pk, node.label, node.x, node.y, node.path) for node in tree.nodes] == [
        (1, "2021 Dinas Uji", 14, 15, ""),
        (2, "2022 Rumah Sakit Umum Daerah P…", 14, 45, "M14 15V45"),
        (4, "2024 Dinas Uji", 44, 75, "M14 45V60Q14 75 29 75H44"),
        (3, "2023 Rumah Sakit Umum Daerah Prof. Dr.…", 44, 105, "M14 45V90Q14 105 29 105H44"),
    ]
    assert [(node.is_own, node.is_replication) for node in tree.nodes] == [
        (False, False),
        (True, False),
        (False, False),
        (False, True),
    ]
    assert (tree.height, tree.left_out) == (120, 0)


def test_a_large_family_is_drawn_in_part_and_one_alone_not_at_all():
    many = [entry(number) for number in range(10, 10 + MOST_BRANCHES + 3)]

    assert family_tree(Family(entry(1), None, many, [])).left_out == 3
    assert family_tree(Family(entry(1), None, [], [])) is None
    assert family_tree(Family(None, entry(1), [], [])) is None
