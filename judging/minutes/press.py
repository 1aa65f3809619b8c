"""A sealed result as minutes (see `innovation_portal/utils/pdf.py` for how pages are printed).

The fixed words are Indonesian and not in the catalogue of translations: minutes are an official document, whatever
language their reader has chosen for the portal.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import print_pdf, printable
from judging.enums import TieBreakRule
from judging.models import ResultRun
from judging.scoring.calculation import ADJUSTED_METHOD

ASSETS = Path(__file__).parent / "assets"
TIE_BREAKS = dict(TieBreakRule.choices)
LANGUAGE = "id"
CHECKSUM_GROUP = 16
SOURCES = {
    "automatic": "ditemukan otomatis",
    "declared": "dinyatakan juri",
    "secretariat": "dicatat sekretariat",
    "": "",
}


def print_minutes(run: ResultRun) -> bytes:
    """Return the minutes of a sealed result as a PDF, from its seal and inputs and nothing else.

    Names are those of the day of the seal. Only a reopening, which comes after it, is added. The same result gives the
    same bytes.
    """
    with translation.override(LANGUAGE):
        html = render_to_string("judging/minutes/pdf.html", _contents(run))
    identifier = bytes.fromhex(hash_of([run.seal_hash, run.reopening_reason]))[:16]
    return print_pdf(html, folder=ASSETS, stylesheets=["document", "minutes"], identifier=identifier)


def _contents(run: ResultRun) -> dict[str, Any]:
    seal, inputs = printable(run.seal), printable(run.inputs)
    entries = {entry["submission"]: entry for entry in seal["entries"]}
    judges = {seat["judge"]: seat for seat in seal["panel"]}
    sheets = Counter(sheet["judge"] for sheet in inputs["sheets"])
    recused = Counter(recusal["judge"] for recusal in inputs["recusals"])
    return {
        "seal": seal,
        "is_adjusted": seal["method"] == ADJUSTED_METHOD,
        "is_adjustment_refused": inputs["method"] != seal["method"],
        "inputs": inputs,
        "rubric": inputs["rubric"],
        "round": run.round,
        "confirmed_at": datetime.fromisoformat(seal["confirmed"]["at"]),
        "sealed_at": datetime.fromisoformat(seal["sealed"]["at"]),
        "places": _in_order(seal["places"], entries),
        "panel": [{**seat, "sheets": sheets[pk], "recusals": recused[pk]} for pk, seat in judges.items()],
        "recusals": [
            {
                "entry": entries.get(one["submission"]),
                "judge": judges.get(one["judge"]),
                "source": SOURCES[one.get("source", "")],  # results sealed before this was noted have none
            }
            for one in inputs["recusals"]
        ],
        "sheet_count": len(inputs["sheets"]),
        "checksums": [
            ("Segel", _grouped(run.seal_hash)),
            ("Masukan perhitungan", _grouped(run.inputs_hash)),
            ("Segel sebelumnya", _grouped(seal["previous"])),
        ],
        "reopened_at": run.reopened_at,
        "reopened_by": printable(run.reopened_by.name) if run.reopened_by else "",
        "reopening_reason": printable(run.reopening_reason),
    }


def _in_order(places: Iterable[dict[str, Any]], entries: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the places from the first to the last with their entries; those without a score stand at the end."""
    known = [
        {
            **place,
            **entries[place["submission"]],
            "tie_break_words": str(TIE_BREAKS.get(place["tie_break"], place["tie_break"])),
        }
        for place in places
    ]
    return sorted(known, key=lambda place: (place["rank"] is None, place["rank"] or 0, place["number"]))


def _grouped(checksum: str) -> list[str]:
    """Return the digits in groups, between which a line may break."""
    return [checksum[start : start + CHECKSUM_GROUP] for start in range(0, len(checksum), CHECKSUM_GROUP)]
