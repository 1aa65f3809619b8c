import pytest

from innovation_portal.utils.tile_map import PLACES, tile_map


def test_every_kabupaten_and_kota_has_a_place_of_its_own():
    assert len({(row, column) for _letters, row, column in PLACES.values()}) == 35
    assert len({letters for letters, _row, _column in PLACES.values()}) == 35


@pytest.mark.parametrize(("value", "shade"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 4)])
def test_shade_grows_with_the_value_and_zero_is_apart(value, shade):
    (tile,) = tile_map([("33.20", "Kabupaten Jepara", value, "/")], full=5).tiles

    assert tile.shade == shade


def test_greatest_value_sets_the_scale_when_it_is_more_than_full():
    drawn = tile_map([("33.20", "Kabupaten Jepara", 40, "/a"), ("33.76", "Kota Tegal", 10, "/b")], full=5)

    assert [(tile.letters, tile.shade, tile.is_city) for tile in drawn.tiles] == [("JPA", 4, False), ("TGL", 1, True)]
    assert drawn.key == [(0, 0, 0), (1, 1, 10), (2, 11, 20), (3, 21, 30), (4, 31, 40)]


def test_regions_without_a_place_are_left_out_and_empty_ones_named():
    drawn = tile_map([("32.01", "Kabupaten Bogor", 3, "/"), ("33.16", "Kabupaten Blora", 0, "/")], full=5)

    assert [tile.name for tile in drawn.tiles] == ["Kabupaten Blora"]
    assert drawn.empty_names == ["Kabupaten Blora"]


def test_tiles_are_moved_to_their_row_and_column():
    drawn = tile_map([("33.20", "Kabupaten Jepara", 1, "/"), ("33.29", "Kabupaten Brebes", 1, "/")], full=5)

    assert [(tile.letters, tile.shift) for tile in drawn.tiles] == [
        ("JPA", "translate(338 2)"),
        ("BBS", "translate(2 50)"),
    ]


def test_key_names_only_shades_that_a_value_can_have():
    drawn = tile_map([("33.20", "Kabupaten Jepara", 2, "/")], full=1)

    assert drawn.key == [(0, 0, 0), (2, 1, 1), (4, 2, 2)]
