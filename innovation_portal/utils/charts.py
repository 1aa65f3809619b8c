"""Where the lines of a chart go. Templates draw them as SVG; coordinates are text, which no language reformats."""

from collections.abc import Sequence
from dataclasses import dataclass

TICKS = 5
COLUMN_SHARE, WIDEST_COLUMN = 0.68, 44


@dataclass(frozen=True)
class Column:
    """A rectangle: its corner at the upper left, its size, and the middle, where its label stands."""

    x: str
    y: str
    width: str
    height: str
    middle: str


@dataclass(frozen=True)
class Frame:
    """The drawing area inside a picture: its size in pixels and the values at its right and upper ends."""

    left: int
    right: int
    top: int
    bottom: int
    last_x: int
    top_y: int

    def x(self, value: float) -> str:
        return f"{self.left + (self.right - self.left) * value / max(self.last_x, 1):.1f}"

    def y(self, value: float) -> str:
        return f"{self.bottom - (self.bottom - self.top) * value / max(self.top_y, 1):.1f}"

    def line(self, values: Sequence[float]) -> str:
        """Return the path of a line whose points stand at x = 0, 1, 2 …"""
        return "M" + "L".join(f"{self.x(position)} {self.y(value)}" for position, value in enumerate(values))

    def area(self, values: Sequence[float]) -> str:
        """Return the path of the surface under that line."""
        return f"{self.line(values)}L{self.x(len(values) - 1)} {self.bottom}L{self.left} {self.bottom}Z"

    def column(self, place: int, low: float, high: float) -> "Column":
        """Return the column from `low` to `high` in one of `last_x` equal places, counted from 0."""
        step = (self.right - self.left) / max(self.last_x, 1)
        width = min(step * COLUMN_SHARE, WIDEST_COLUMN)
        middle = self.left + step * (place + 0.5)
        height = (self.bottom - self.top) * (high - low) / max(self.top_y, 1)
        return Column(f"{middle - width / 2:.1f}", self.y(high), f"{width:.1f}", f"{height:.1f}", f"{middle:.1f}")

    @property
    def ticks(self) -> list[tuple[int, str]]:
        """Values for the grid, at most six and evenly apart, each with its y."""
        step = round_step(self.top_y)
        return [(value, self.y(value)) for value in range(0, self.top_y + 1, step)]


def round_step(top: int) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 50 … that divides `top` into at most five parts."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if factor * size * TICKS >= top:
                return factor * size
        size *= 10
