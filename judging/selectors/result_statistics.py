"""The statistics of a result in words and names, for the chair and the secretariat."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from innovation_portal.accounts.models import User
from judging.models import AwardLevel, ResultRow, ResultRun
from judging.scoring.adjustment import Obstacle
from judging.scoring.agreement import Undefined

# 95 percent of a normal distribution lies within so many standard errors.
SURE = Decimal("1.96")
# What Krippendorff asks for drawing conclusions, and for tentative ones (Content Analysis, 2004, section 11.4.2).
RELIABLE, TENTATIVE = 0.8, 0.667
# Below this share anchors are too few to compare severity across a gap (docs/scoring.md).
WELL_CONNECTED = 0.3


@dataclass(frozen=True)
class Severity:
    """A judge's `effect` in points above an average judge: positive is lenient. `low` and `high`: 95 percent."""

    name: str
    sheet_count: int
    effect: Decimal
    low: Decimal
    high: Decimal

    @property
    def is_certain(self) -> bool:
        """Whether the judge differs from the others beyond chance."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Outlier:
    """A sheet far from what was to be expected of entry and judge."""

    submission_id: int
    judge: str
    score: Decimal
    expected: Decimal
    standardised: Decimal


@dataclass(frozen=True)
class ResultStatistics:
    """What the chair looks at before confirming. `obstacle` says why there is no adjustment; empty where there is."""

    obstacle: str
    severities: list[Severity]
    outliers: list[Outlier]
    alpha: Decimal | None
    alpha_words: str
    strength: Decimal
    connection_words: str
    groups: list[list[str]]


def statistics_of(run: ResultRun) -> ResultStatistics:
    """Return the statistics that were calculated with the run, the most lenient judge first."""
    found = run.statistics
    names = _names(found)
    severities = [_severity(row, names) for row in found["judges"]]
    connection = found["connection"]
    alpha = found["alpha"]
    return ResultStatistics(
        obstacle=_obstacle(found["refusal"], names) if found["refusal"] else "",
        severities=sorted(severities, key=lambda one: -one.effect),
        outliers=[
            Outlier(
                row["submission"],
                names.get(row["judge"], "?"),
                *(Decimal(row[name]) for name in ("score", "expected", "standardised")),
            )
            for row in found["outliers"]
        ],
        alpha=None if alpha is None else Decimal(str(alpha)),
        alpha_words=_agreement(alpha, found["alpha_undefined"]),
        strength=Decimal(str(connection["strength"])),
        connection_words=_connection(connection),
        groups=[[names.get(judge, "?") for judge in group] for group in connection["groups"]],
    )


def wide_entries(run: ResultRun) -> QuerySet[ResultRow]:
    """Return the entries whose sheets lie farther apart than the round's threshold, the widest first."""
    rows = run.rows.filter(spread__gt=run.round.discrepancy_threshold).order_by("-spread", "submission_id")
    return rows.select_related("submission__innovation__agency")


@dataclass(frozen=True)
class Edge:
    """The edge after `places` ranks, and whose place on either side of it is not beyond chance, the best first."""

    places: int
    inside: list[ResultRow]
    outside: list[ResultRow]


def edges_of(run: ResultRun, rows: Iterable[ResultRow]) -> list[Edge]:
    """Return the edges of awards, and of going on, at which the likely ranks of entries lie on both sides."""
    edges = []
    for places in _edges(run):
        near = [row for row in rows if row.last_rank and row.first_rank <= places < row.last_rank]
        inside = [row for row in near if row.rank <= places]
        if near:
            edges.append(Edge(places, inside, [row for row in near if row.rank > places]))
    return edges


def _edges(run: ResultRun) -> list[int]:
    levels = AwardLevel.objects.filter(edition=run.round.edition_id).order_by("sort_order", "pk")
    by_kind = defaultdict(list)
    for kind, places in levels.values_list("kind", "places"):
        by_kind[kind].append(places)
    edges = {edge for places in by_kind.values() for edge in accumulate(places)}
    return sorted(edges | ({run.round.advance_count} - {None}))


def _names(found: dict[str, Any]) -> dict[int, str]:
    refusal = found["refusal"] or {"ids": []}
    ids = {row["judge"] for row in [*found["judges"], *found["outliers"]]} | set(refusal["ids"])
    ids |= {judge for group in found["connection"]["groups"] for judge in group}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def _severity(row: dict[str, Any], names: dict[int, str]) -> Severity:
    effect, error = Decimal(row["effect"]), Decimal(row["standard_error"])
    name = names.get(row["judge"], "?")
    return Severity(name, row["sheet_count"], effect, effect - SURE * error, effect + SURE * error)


def _obstacle(refusal: dict[str, Any], names: dict[int, str]) -> str:
    found, needed = refusal["found"], refusal["needed"]
    match Obstacle(refusal["obstacle"]):
        case Obstacle.NO_SHEETS:
            return _("No sheet with a score is in.")
        case Obstacle.ENTRIES_SHORT_OF_SHEETS:
            text = ngettext(
                "%(count)s entry has fewer than %(needed)s sheets.",
                "%(count)s entries have fewer than %(needed)s sheets.",
                len(refusal["ids"]),
            )
            return text % {"count": len(refusal["ids"]), "needed": needed}
        case Obstacle.JUDGES_SHORT_OF_SHEETS:
            judges = ", ".join(names.get(judge, "?") for judge in refusal["ids"])
            text = _("Fewer than %(needed)s sheets are in of: %(judges)s.")
            return text % {"needed": needed, "judges": judges}
        case Obstacle.GROUPS_APART:
            text = _("The judges fall into %(groups)s groups that share no entry, so severity cannot be compared.")
            return text % {"groups": found}
        case Obstacle.NO_FREEDOM:
            return _("There are too few sheets to tell the severity of judges from the quality of entries.")


def _agreement(alpha: float | None, undefined: str | None) -> str:
    if alpha is None:
        if undefined == Undefined.NO_PAIRS:
            return _("No entry has two sheets yet, so agreement cannot be measured.")
        return _("All sheets say the same, so agreement cannot be measured.")
    if alpha >= RELIABLE:
        return _("The judges agree well.")
    if alpha >= TENTATIVE:
        return _("The judges agree tolerably.")
    if alpha > 0:
        return _("The judges agree little: look at the entries below before you confirm.")
    return _("The judges agree no better than by chance.")


def _connection(connection: dict[str, Any]) -> str:
    if len(connection["groups"]) > 1:
        return _("The panel falls apart into groups that share no entry.")
    if connection["strength"] >= WELL_CONNECTED:
        return _("The judges share enough entries to compare their severity.")
    return _("The judges share few entries: what is said of their severity is uncertain.")
