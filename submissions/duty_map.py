"""The kabupaten and kota on the tile map by the share of their agencies that have met the duty."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from innovation_portal.utils.tile_map import TileMap, tile_map
from submissions.models import Edition, Region
from submissions.selectors.overview import PARTS_OF_A_PROVINCE, Share


def duty_map(edition: Edition, regions: Iterable[Region], shares: Mapping[int, Share]) -> TileMap:
    """Place every kabupaten and kota with its share in per cent; each leads to its part of the board.

    `shares` by the id of the region. A place of which the edition asks nothing has no value, and a shade of its own:
    not having to is not the same as not having done.
    """
    board = reverse("submissions:monitoring-board", args=[edition.year])
    return tile_map(
        (
            (region.code, region.name, _percent(shares.get(region.pk)), f"{board}?region={region.pk}")
            for region in regions
            if region.kind in PARTS_OF_A_PROVINCE
        ),
        full=100,
    )


def _percent(share: Share | None) -> int | None:
    return share.percent if share else None
