"""What is written down where judges meet an entry, as it is stored: minutes of a presentation, a field visit."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, time
from typing import Any, Self

from judging.enums import Verdict, VisitTeam


@dataclass(frozen=True)
class Person:
    """A judge who was there: id and name of the account, and for a visit the team (`VisitTeam`)."""

    judge: int
    name: str
    team: str = ""

    @property
    def team_label(self) -> str:
        return VisitTeam(self.team).label if self.team else ""


@dataclass(frozen=True)
class Question:
    question: str
    answer: str


@dataclass(frozen=True)
class Finding:
    """A claim that was looked at, what was found, and what that says of it (`Verdict`)."""

    claim: str
    found: str
    verdict: str

    @property
    def verdict_label(self) -> str:
        return Verdict(self.verdict).label if self.verdict else ""


class Contents:
    """Written to JSON and read back: days as 2026-09-30, times as 09:05, what is not given as an empty text."""

    ROWS: Mapping[str, type] = {}

    def as_json(self) -> dict[str, Any]:
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        values = {}
        for field in fields(cls):
            value = stored.get(field.name, field.default)
            if field.name in cls.ROWS:
                value = tuple(cls.ROWS[field.name](**row) if isinstance(row, Mapping) else row for row in value)
            elif field.type == date | None:
                value = date.fromisoformat(value) if value else None
            elif field.type == time | None:
                value = time.fromisoformat(value) if value else None
            values[field.name] = value
        return cls(**values)


@dataclass(frozen=True)
class Minutes(Contents):
    """Minutes of a presentation. `guests` are free lines, one for each person of the agency with the position."""

    held_on: date | None = None
    began_at: time | None = None
    ended_at: time | None = None
    guests: str = ""
    judges: tuple[Person, ...] = ()
    questions: tuple[Question, ...] = ()

    ROWS = {"judges": Person, "questions": Question}


@dataclass(frozen=True)
class Visit(Contents):
    """A visit of one or several days."""

    first_day: date | None = None
    last_day: date | None = None
    place: str = ""
    visitors: tuple[Person, ...] = ()
    findings: tuple[Finding, ...] = ()

    ROWS = {"visitors": Person, "findings": Finding}


def _plain(value: Any) -> Any:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case list() | tuple():
            return [dict(row) for row in value]
    return value
