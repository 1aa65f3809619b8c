"""A frozen version as a printable dossier (see `innovation_portal/utils/pdf.py` for how pages are printed).

The fixed words are Indonesian and not in the catalogue of translations: a dossier is an official document, whatever
language its reader has chosen for the portal.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import print_pdf, printable
from submissions.models import SubmissionVersion
from submissions.selectors.entries import facts_in_words, named_pieces

ASSETS = Path(__file__).parent / "assets"
LANGUAGE = "id"
CHECKSUM_GROUP = 16


def print_dossier(version: SubmissionVersion) -> bytes:
    """Return the dossier of `version` as a PDF; nothing of the draft is read.

    The same version gives the same bytes: dates and identifier of the file come from it.
    """
    with translation.override(LANGUAGE):
        html = render_to_string("submissions/dossiers/pdf.html", _contents(version))
    identifier = bytes.fromhex(hash_of([version.sha256, version.submission.registration_number, version.number]))[:16]
    return print_pdf(html, folder=ASSETS, stylesheets=["document", "dossier"], identifier=identifier)


def _contents(version: SubmissionVersion) -> dict[str, Any]:
    payload = printable(version.payload)
    pieces = named_pieces(payload)
    return {
        "payload": payload,
        "registration_number": version.submission.registration_number,
        "number": version.number,
        "submitted_at": version.submitted_at,
        "submitted_by": printable(version.submitted_by.name),
        "checksum": _grouped(version.sha256),
        "facts": [(label, words) for label, words in facts_in_words(payload) if words],
        "sections": [
            {
                **section,
                "paragraphs": paragraphs_of(section["text"]),
                "piece_numbers": [piece["number"] for piece in pieces if piece["section"] == section["code"]],
            }
            for section in payload["sections"]
        ],
        "pieces": [{**piece, "checksum": _grouped(piece["sha256"])} for piece in pieces],
        "declarations": [
            {**one, "accepted_at": datetime.fromisoformat(one["accepted_at"])} for one in payload["declarations"]
        ],
    }


def paragraphs_of(text: str) -> list[list[str]]:
    """Return the lines of each paragraph; an empty line parts two paragraphs."""
    blocks = "\n".join(line.strip() for line in text.splitlines()).split("\n\n")
    return [block.strip("\n").split("\n") for block in blocks if block.strip()]


def _grouped(checksum: str) -> list[str]:
    """Return the digits in groups, between which a line may break."""
    return [checksum[start : start + CHECKSUM_GROUP] for start in range(0, len(checksum), CHECKSUM_GROUP)]
