"""A frozen version in words, for everybody who reads one."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from submissions.enums import (
    GovernmentAffair,
    InnovationForm,
    InnovationPhase,
    InnovationType,
    Lineage,
    ServiceField,
    SustainableGoal,
)


def facts_in_words(payload: dict[str, Any]) -> list[tuple[str, str]]:
    """Return label and value of each fact of a version's payload; the value is empty where nothing was said."""
    return list(named_facts(payload).values())


def named_facts(payload: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return label and value of each fact by its name in the payload."""
    choices = {
        "field": (_("Field of service"), ServiceField),
        "affair": (_("Government affair"), GovernmentAffair),
        "form": (_("Form"), InnovationForm),
        "type": (_("Type"), InnovationType),
        "phase": (_("Phase"), InnovationPhase),
    }
    started_on = payload["started_on"]
    return {
        "agency": (_("Agency"), payload["agency"]["name"]),
        "category": (_("Category"), payload["category"]["name"] if payload["category"] else ""),
        **({"group": (_("Group"), payload["group"]["name"])} if payload.get("group") else {}),
        "started_on": (_("In use since"), date_format(date.fromisoformat(started_on), "j F Y") if started_on else ""),
        "lineage": (_("Lineage"), _lineage(payload["lineage"])),
        **{
            name: (label, str(kind(payload[name]).label) if payload[name] else "")
            for name, (label, kind) in choices.items()
        },
        "goals": (
            _("Sustainable development goals"),
            ", ".join(str(SustainableGoal(goal).label) for goal in payload["goals"]),
        ),
    }


def _lineage(lineage: dict[str, Any]) -> str:
    kind, source = str(Lineage(lineage["kind"]).label), lineage["source"]
    return f"{kind}: {source['title']} ({source['agency']})" if source else kind


def named_pieces(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the evidence of a version's payload in the order of its sections, each with `number` and `section_title`.

    The number counts from 1; what belongs to no section comes last, with an empty title.
    """
    titles = {section["code"]: section["title"] for section in payload["sections"]}
    order = {code: place for place, code in enumerate(titles)}
    pieces = sorted(payload["evidence"], key=lambda piece: order.get(piece["section"], len(order)))
    return [
        {**piece, "number": number, "section_title": titles.get(piece["section"], "")}
        for number, piece in enumerate(pieces, start=1)
    ]
