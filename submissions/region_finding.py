"""What the page of the kabupaten and kota finds, counted over all of them, also those that no map draws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from submissions.models import Region
from submissions.selectors.overview import PARTS_OF_A_PROVINCE, Share


@dataclass(frozen=True)
class RegionFinding:
    """How many kabupaten and kota there are, owe something, and have handed in something that counts."""

    total: int
    owing: int
    sent: int

    @property
    def silent(self) -> int:
        return self.total - self.sent


def region_finding(counts: Iterable[tuple[Region, int]], shares: Mapping[int, Share]) -> RegionFinding:
    """Count the regions below a province; `counts`: a region and its submissions, `shares` by region id."""
    parts = [(region, submitted) for region, submitted in counts if region.kind in PARTS_OF_A_PROVINCE]
    return RegionFinding(
        total=len(parts),
        owing=sum(region.pk in shares for region, _submitted in parts),
        sent=sum(submitted > 0 for _region, submitted in parts),
    )
