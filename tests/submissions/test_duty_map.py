import pytest

from submissions.duty_map import duty_map
from submissions.enums import RegionKind
from submissions.selectors.overview import Share
from tests.factories.submissions import EditionFactory, RegionFactory

PLACES = {
    "33.20": RegionKind.REGENCY,
    "33.76": RegionKind.CITY,
    "33.01": RegionKind.REGENCY,
    "33": RegionKind.PROVINCE,
}


@pytest.fixture
def regions(db):
    return {code: RegionFactory(code=code, kind=kind) for code, kind in PLACES.items()}


def test_map_shades_by_the_share_and_leaves_out_who_owes_nothing(regions):
    shares = {regions["33.20"].pk: Share(1, 3), regions["33.76"].pk: Share(0, 40), regions["33"].pk: Share(9, 9)}

    found = duty_map(EditionFactory(year=2026), regions.values(), shares)

    assert [(tile.letters, tile.value, tile.shade, tile.url) for tile in found.tiles] == [
        ("JPA", 33, 2, f"/pantau/2026/opd/?region={regions['33.20'].pk}"),
        ("TGL", 0, 0, f"/pantau/2026/opd/?region={regions['33.76'].pk}"),
        ("CLP", None, None, f"/pantau/2026/opd/?region={regions['33.01'].pk}"),
    ]
    assert (found.has_values, found.has_gaps, found.empty_names) == (True, True, [regions["33.76"].name])
    assert found.key == [(0, 0, 0), (1, 1, 25), (2, 26, 50), (3, 51, 75), (4, 76, 100)]


def test_a_large_number_of_submissions_is_no_darker_than_a_met_duty(regions):
    shares = {regions["33.20"].pk: Share(400, 400), regions["33.76"].pk: Share(1, 1)}

    found = duty_map(EditionFactory(year=2026), regions.values(), shares)

    assert [tile.shade for tile in found.tiles] == [4, 4, None]


def test_an_edition_without_duties_in_the_regions_has_no_values(regions):
    found = duty_map(EditionFactory(year=2026), regions.values(), {})

    assert (found.has_values, found.has_gaps, found.empty_names) == (False, True, [])
