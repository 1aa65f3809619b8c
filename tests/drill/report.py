"""The table of a drill, on the screen and in docs/reliability.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs/reliability.md"
BEGIN, END = "<!-- drill: begin -->", "<!-- drill: end -->"


@dataclass(frozen=True)
class Outcome:
    """What came of one fault; `failed` counts answers or states that nobody should ever see."""

    scenario: str
    fault: str
    seen: str
    lost: int
    doubled: int
    failed: int
    seconds: float

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.failed)


def table(outcomes: Sequence[Outcome]) -> str:
    head = (
        "| scenario | fault | what was seen | lost | doubled | failed | seconds |\n"
        "| --- | --- | --- | ---: | ---: | ---: | ---: |"
    )
    return "\n".join([head, *map(_row, outcomes)])


def _row(one: Outcome) -> str:
    figures = f"{one.lost} | {one.doubled} | {one.failed} | {one.seconds:.0f}"
    return f"| {one.scenario} | {one.fault} | {one.seen} | {figures} |"


def write(outcomes: Sequence[Outcome], day: date) -> None:
    """Put the rows of these scenarios in the place of their earlier ones; other scenarios keep theirs."""
    before, _begin, rest = DOCUMENT.read_text().partition(BEGIN)
    old, _end, after = rest.partition(END)
    new = {one.scenario for one in outcomes}
    kept = [line for line in old.splitlines() if line.startswith("| ") and line.split(" | ")[0][2:] not in new]
    head, rows = table([]).splitlines(), table(outcomes).splitlines()[2:]
    text = "\n".join([f"Last run on {day:%-d %B %Y}.", "", *head, *kept[2:], *rows])
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")
