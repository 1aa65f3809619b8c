"""Two agencies and two editions, and what the access table means for each person before the things of each.

The table knows one agency and one jury. Its columns are read anew from the other side: who is in charge of the other
agency is "member of another agency" here and "person in charge of the agency" there. Operator and chair of the other
side have no column for the things of this one; they may what both the own column and that of outsiders may.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.access.roles import (
    APPROVER,
    ASSIGNED_JUDGE,
    CHAIR,
    EVERYBODY,
    FOREIGN_OPERATOR,
    OPERATOR,
    OTHER_CHAIR,
    OTHER_JUDGE,
    OTHER_OPERATOR,
)
from tests.access.table import ROWS, Row
from tests.access.world import ONCE, World, build_finished_world, build_other_world

Columns = dict[str, frozenset[str]]
SAME = {role: frozenset({role}) for role in EVERYBODY}
HERE: Columns = SAME | {
    OTHER_OPERATOR: frozenset({OPERATOR, FOREIGN_OPERATOR}),
    OTHER_CHAIR: frozenset({CHAIR, OTHER_JUDGE}),
}
THERE: Columns = SAME | {
    OPERATOR: frozenset({OPERATOR, FOREIGN_OPERATOR}),
    OTHER_OPERATOR: frozenset({OPERATOR}),
    APPROVER: frozenset({FOREIGN_OPERATOR}),
    FOREIGN_OPERATOR: frozenset({APPROVER}),
    ASSIGNED_JUDGE: frozenset({OTHER_JUDGE}),
    OTHER_JUDGE: frozenset({ASSIGNED_JUDGE}),
    CHAIR: frozenset({CHAIR, OTHER_JUDGE}),
    OTHER_CHAIR: frozenset({CHAIR}),
}


@dataclass(frozen=True)
class Side:
    """The things of one agency in one edition, and what each person is before them."""

    name: str
    letter: str
    world: World
    columns: Columns
    is_running: bool = True

    def people(self, columns: frozenset[str]) -> frozenset[str]:
        """The people of both sides who are in these columns of the table before the things of this side."""
        return frozenset(role for role, own in self.columns.items() if own <= columns)

    @property
    def rows(self) -> Iterator[Row]:
        """The rows about something that is not the same on every side; on the first side all."""
        for row in ROWS:
            if self.letter == "a" or (row.thing and row.thing not in ONCE):
                yield row


@dataclass(frozen=True)
class Worlds:
    people: dict
    sides: list[Side]


def build_worlds(world: World) -> Worlds:
    """Build beside a world the other agency, and what both did in a finished edition."""
    other = build_other_world(world)
    people = world.people | {OTHER_OPERATOR: other.people[OPERATOR], OTHER_CHAIR: other.people[CHAIR]}
    return Worlds(
        people,
        [
            Side("own agency, running edition", "a", world, HERE),
            Side("other agency, running edition", "b", other, THERE),
            Side("own agency, finished edition", "c", build_finished_world(world), HERE, is_running=False),
            Side("other agency, finished edition", "d", build_finished_world(other), THERE, is_running=False),
        ],
    )
