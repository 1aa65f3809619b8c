"""The invented innovations: one TOML file each, in a folder of `content` for its year.

Years inside the texts are written as `{T}`, `{T-1}` and so on, counted from the edition's year, so that the figures
stay in the past whenever the demonstration is loaded.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
YEAR = re.compile(r"\{T(?:-(\d))?\}")


@dataclass(frozen=True)
class Story:
    """One invented innovation and how it fares in its edition.

    `category` counts the edition's categories from 1. `outcome` is the compliance state it is brought to, and `merit`
    the score from 1 to 5 that its judges circle around. `unproven` names sections that lack their evidence.
    `first_try` holds sections as they were when it was handed in first; it was returned for its `reasons` then.
    """

    key: str
    agency: str
    title: str
    summary: str
    started_on: date
    category: int
    field: str
    form: str
    type: str
    phase: str
    affair: str
    goals: list[int]
    outcome: str
    sections: dict[str, str]
    innovators: list[dict[str, str]] = field(default_factory=list)
    lineage: str = "new"
    source: str = ""
    merit: float = 3.0
    reasons: list[str] = field(default_factory=list)
    note: str = ""
    unproven: list[str] = field(default_factory=list)
    first_try: dict[str, str] = field(default_factory=dict)


def read_stories(folder: str, year: int) -> list[Story]:
    """Return the stories of a folder of `content`, told for the edition `year`, in the order of their keys."""
    return [_story(path, year) for path in sorted((CONTENT / folder).glob("*.toml"))]


def _story(path: Path, year: int) -> Story:
    told = YEAR.sub(lambda match: str(year - int(match[1] or 0)), path.read_text(encoding="utf-8"))
    facts: dict[str, Any] = tomllib.loads(told)
    facts["started_on"] = date.fromisoformat(facts["started_on"])
    facts["sections"] = {code: text.strip() for code, text in facts["sections"].items()}
    return Story(key=path.stem, **facts)
