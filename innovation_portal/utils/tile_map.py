"""The tile map of Central Java: one tile per kabupaten and kota, roughly where it lies.

The gap in the south is Yogyakarta. A province that is not drawn here shows its lists without a map.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

STEPS = 4
# Of the drawing, in its own units: the side of a tile, and from one tile to the next.
SIDE, PITCH = 44, 48
ROWS, COLUMNS = 5, 10

# Kemendagri code: letters of the region, row from the north, column from the west.
PLACES: dict[str, tuple[str, int, int]] = {
    "33.20": ("JPA", 1, 8),
    "33.18": ("PTI", 1, 9),
    "33.17": ("RBG", 1, 10),
    "33.29": ("BBS", 2, 1),
    "33.76": ("TGL", 2, 2),
    "33.27": ("PML", 2, 3),
    "33.75": ("PKL", 2, 4),
    "33.25": ("BTG", 2, 5),
    "33.24": ("KDL", 2, 6),
    "33.74": ("SMG", 2, 7),
    "33.21": ("DMK", 2, 8),
    "33.19": ("KDS", 2, 9),
    "33.16": ("BLA", 2, 10),
    "33.28": ("SLW", 3, 2),
    "33.03": ("PBG", 3, 3),
    "33.26": ("KJN", 3, 4),
    "33.07": ("WSB", 3, 5),
    "33.23": ("TMG", 3, 6),
    "33.22": ("UNR", 3, 7),
    "33.15": ("GBG", 3, 8),
    "33.14": ("SRG", 3, 9),
    "33.01": ("CLP", 4, 1),
    "33.02": ("BMS", 4, 2),
    "33.04": ("BNR", 4, 3),
    "33.05": ("KBM", 4, 4),
    "33.06": ("PWR", 4, 5),
    "33.71": ("MGG", 4, 6),
    "33.73": ("SLT", 4, 7),
    "33.09": ("BYL", 4, 8),
    "33.72": ("SKA", 4, 9),
    "33.13": ("KRG", 4, 10),
    "33.08": ("MKD", 5, 6),
    "33.10": ("KLN", 5, 8),
    "33.11": ("SKH", 5, 9),
    "33.12": ("WNG", 5, 10),
}


@dataclass(frozen=True)
class Tile:
    """A place on the map with its value, shade (0 to 4) and the address it leads to; both are None where none applies.

    `shift` moves it from the upper left corner of a drawing of `TileMap.width` by `TileMap.height` to its place: what
    stands in a tile is drawn in the same units everywhere.
    """

    letters: str
    name: str
    value: int | None
    shade: int | None
    row: int
    column: int
    is_city: bool
    url: str
    is_chosen: bool = False

    @property
    def shift(self) -> str:
        gap = (PITCH - SIDE) // 2
        return f"translate({(self.column - 1) * PITCH + gap} {(self.row - 1) * PITCH + gap})"


@dataclass(frozen=True)
class TileMap:
    tiles: list[Tile]
    key: list[tuple[int, int, int]]  # shade, least and greatest value of it
    width: int = COLUMNS * PITCH
    height: int = ROWS * PITCH

    @property
    def by_name(self) -> list[Tile]:
        """The places in the order of a list: kabupaten before kota, each by its name."""
        return sorted(self.tiles, key=lambda tile: (tile.is_city, tile.name))

    @property
    def empty_names(self) -> list[str]:
        return [tile.name for tile in self.tiles if tile.value == 0]

    @property
    def has_values(self) -> bool:
        return any(tile.value is not None for tile in self.tiles)

    @property
    def has_gaps(self) -> bool:
        return any(tile.value is None for tile in self.tiles)


def tile_map(
    values: Iterable[tuple[str, str, int | None, str]], *, full: int, chosen: Collection[str] = frozenset()
) -> TileMap:
    """Place (code, name, value, url) on the map; `full` is the value of the darkest shade, or the greatest if larger.

    Zero has a shade of its own, None has none. Codes without a place are left out, those in `chosen` are marked.
    """
    placed = [(PLACES[code], code, *rest) for code, *rest in values if code in PLACES]
    top = max([full, 1, *(value for _place, _code, _name, value, _url in placed if value is not None)])
    tiles = [
        Tile(letters, name, value, _shade(value, top), row, column, code.startswith("33.7"), url, code in chosen)
        for (letters, row, column), code, name, value, url in placed
    ]
    tiles.sort(key=lambda tile: (tile.row, tile.column))
    return TileMap(tiles, _key(top))


def _shade(value: int | None, top: int) -> int | None:
    return None if value is None else -(-STEPS * value // top)


def _key(top: int) -> list[tuple[int, int, int]]:
    """Return each shade that a value from 0 to `top` can have, with its least and greatest value."""
    spans = [(shade, (shade - 1) * top // STEPS + 1, shade * top // STEPS) for shade in range(1, STEPS + 1)]
    return [(0, 0, 0)] + [(shade, least, most) for shade, least, most in spans if least <= most]
