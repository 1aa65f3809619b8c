"""What a seal holds, and whether everything is still as it was sealed."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from innovation_portal.utils.hashing import hash_of
from judging.enums import RubricScale
from judging.models import Panelist, ResultRun
from judging.scoring.calculation import calculate_places
from judging.scoring.outcome import Outcome, outcome_of
from judging.scoring.report import report_of
from judging.selectors.entries import entries_of
from judging.selectors.results import inputs_of, values_of
from submissions.models import Edition

# Fields that tell the rows of a list of the inputs apart.
IDENTITY = ("code", "submission", "judge", "round", "kind")


@dataclass(frozen=True)
class Difference:
    """Something that is no longer as it was sealed: `where` by the names of its parts, and both values."""

    run: ResultRun
    where: str
    sealed: Any
    found: Any

    def __str__(self):
        values = {"run": self.run, "where": self.where, "sealed": self.sealed, "found": self.found}
        return _("%(run)s: %(where)s was sealed as %(sealed)s and is %(found)s.") % values


def last_seal_of(edition: Edition) -> str:
    """Return the hash of the latest seal of the edition, reopened or not; empty before the first."""
    runs = ResultRun.objects.filter(round__edition=edition, sealed_at__isnull=False).order_by("sealed_at", "pk")
    return runs.values_list("seal_hash", flat=True).last() or ""


def seal_document(run: ResultRun, *, previous: str) -> dict[str, Any]:
    """Return what is sealed: the inputs by their hash, the places, who decided when, the names, the seal before.

    Names are those of the day of the seal, so that minutes printed later say the same.
    """
    entries = entries_of(run.round).select_related("submission").order_by("submission_id")
    panel = Panelist.objects.filter(round=run.round_id).select_related("judge").order_by("judge_id")
    return {
        "round": run.inputs["round"],
        "number": run.number,
        "inputs_hash": run.inputs_hash,
        "method": run.method,
        "places": stored_places(run),
        "statistics": run.statistics,
        "confirmed": _signed(run.confirmed_by, run.confirmed_at),
        "sealed": _signed(run.sealed_by, run.sealed_at),
        "entries": [
            {
                "submission": entry.submission_id,
                "number": entry.submission.registration_number,
                "title": entry.title,
                "agency": entry.agency_name,
            }
            for entry in entries
        ],
        "panel": [
            {
                "judge": seat.judge_id,
                "name": seat.judge.name,
                "employer": seat.employer,
                "is_chair": seat.is_chair,
            }
            for seat in panel
        ],
        "previous": previous,
    }


def _signed(person, moment: datetime) -> dict[str, Any]:
    return {"by": person.pk, "name": person.name, "at": _moment(moment)}


def _moment(moment: datetime | None) -> str | None:
    """Return a moment as it is sealed: in UTC, whatever time zone it was made in."""
    return moment and moment.astimezone(UTC).isoformat()


PLACE_COLUMNS = (
    *("submission_id", "rank", "score", "sheet_count", "tie_break", "raw_rank", "raw_score"),
    *("adjusted_rank", "adjusted_score", "standard_error", "first_rank", "last_rank", "spread"),
)


def stored_places(run: ResultRun) -> list[dict[str, Any]]:
    """Return the places as they stand in the database, in the order of the submissions."""
    return [_as_sealed(row) for row in run.rows.order_by("submission_id").values(*PLACE_COLUMNS)]


def calculated_places(outcome: Outcome) -> list[dict[str, Any]]:
    """Return the places as a calculation gives them, in the same shape."""
    standings = sorted(outcome.standings, key=lambda standing: standing.place.submission)
    return [_as_sealed(values_of(standing)) for standing in standings]


def _as_sealed(row: dict[str, Any]) -> dict[str, Any]:
    plain = _plain(row)
    return {"submission": plain.pop("submission_id"), **plain}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: f"{value:.6f}" if isinstance(value, Decimal) else value for name, value in row.items()}


def check_seals(edition: Edition) -> list[Difference]:
    """Return everything in which the edition differs from what was sealed; empty when all is as it was.

    Every seal is checked by itself and against the one before it; a result that still stands also against the sheets,
    weights, recusals, entries and changes by hand in the database.
    """
    sealed = ResultRun.objects.filter(round__edition=edition, sealed_at__isnull=False).order_by("sealed_at", "pk")
    differences, previous = [], ""
    for run in sealed.select_related("round__edition", "round__rubric"):
        is_older = not (previous or run.seal_hash or run.seal)
        for where, before, now in _changes_of_older(run) if is_older else _changes_of(run, previous):
            differences.append(Difference(run, where, before, now))
        previous = run.seal_hash
    return differences


def _changes_of_older(run: ResultRun) -> Iterator[tuple[str, Any, Any]]:
    """Compare a result of 0.1.0: sealed by the hash of its inputs alone, ranked by plain means and nothing else."""
    found = hash_of(run.inputs)
    yield from _unequal("inputs hash", run.inputs_hash, found)
    if run.inputs_hash != found:
        return
    places = sorted(calculate_places(run.inputs), key=lambda place: place.submission)
    calculated = [_plain(asdict(place)) for place in places]
    yield from _apart("places by the inputs", calculated, _columns_of(calculated, stored_places(run)))
    if run.is_sealed:
        now = inputs_of(run.round)
        for part in ("entries", "sheets", "recusals"):
            yield from _apart(f"inputs, {part}", run.inputs[part], _columns_of(run.inputs[part], now[part]))


def _columns_of(sealed: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the found rows with those columns only that the sealed ones have."""
    names = {name for row in sealed for name in row}
    return [{name: value for name, value in row.items() if name in names} for row in found]


def _changes_of(run: ResultRun, previous: str) -> Iterator[tuple[str, Any, Any]]:
    seal = run.seal or {}
    yield from _unequal("seal hash", run.seal_hash, hash_of(run.seal))
    yield from _unequal("previous seal", seal.get("previous"), previous)
    yield from _unequal("inputs hash", seal.get("inputs_hash"), hash_of(run.inputs))
    yield from _unequal("inputs hash of the result", seal.get("inputs_hash"), run.inputs_hash)
    for name, person_id, moment in (
        ("confirmed", run.confirmed_by_id, run.confirmed_at),
        ("sealed", run.sealed_by_id, run.sealed_at),
    ):
        signed = seal.get(name, {})
        yield from _unequal(f"{name} by", signed.get("by"), person_id)
        yield from _unequal(f"{name} at", signed.get("at"), _moment(moment))
    yield from _unequal("method of the result", seal.get("method"), run.method)
    yield from _apart("statistics", seal.get("statistics"), run.statistics)
    yield from _apart("places", seal.get("places"), stored_places(run))
    if hash_of(run.inputs) != seal.get("inputs_hash"):
        return  # there is nothing left that could be calculated or compared
    outcome = outcome_of(run.inputs)
    yield from _unequal("method", seal.get("method"), outcome.method)
    yield from _apart("places by the inputs", seal.get("places"), calculated_places(outcome))
    yield from _apart("statistics by the inputs", seal.get("statistics"), report_of(outcome))
    if run.is_sealed:
        found = inputs_of(run.round)
        yield from _apart("inputs", _in_todays_shape(run.inputs, found), found)


def _in_todays_shape(inputs: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Return sealed inputs with what was not noted yet when they were sealed.

    Before there was a choice of scales all rubrics were of levels. The source of a recusal and the least number of
    sheets are taken as they are found.
    """
    round_ = {"least_sheets": found["round"]["least_sheets"], **inputs["round"]}
    sources = {(one["submission"], one["judge"]): one["source"] for one in found["recusals"]}
    recusals = [{"source": sources.get((one["submission"], one["judge"]), ""), **one} for one in inputs["recusals"]]
    rubric = {"scale": RubricScale.LEVELS.value, **inputs["rubric"]}
    return {**inputs, "round": round_, "rubric": rubric, "recusals": recusals}


def _unequal(where: str, sealed: Any, found: Any) -> Iterator[tuple[str, Any, Any]]:
    if sealed != found:
        yield where, sealed, found


def _apart(where: str, sealed: Any, found: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield where two values of JSON differ, down to single values; rows of a list are found by their identity."""
    one, other = _parts(sealed), _parts(found)
    if one is None or other is None:
        yield from _unequal(where, sealed, found)
        return
    for name in [*one, *(name for name in other if name not in one)]:
        yield from _apart(f"{where}, {name}", one.get(name), other.get(name))


def _parts(value: Any) -> dict[str, Any] | None:
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return {_identity(row, position): row for position, row in enumerate(value)}
    return None


def _identity(row: Any, position: int) -> str:
    named = [f"{key} {row[key]}" for key in IDENTITY if key in row] if isinstance(row, dict) else []
    return " ".join(named) or str(position)
