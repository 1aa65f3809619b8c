"""A closed record as a document (see `innovation_portal/utils/pdf.py` for how pages are printed).

The fixed words are Indonesian and not in the catalogue of translations: it is an official document, whatever language
its reader has chosen for the portal.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import translation

from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import print_pdf, printable
from innovation_portal.utils.pictures import picture_for_print
from judging.enums import RoundKind, Verdict, VisitTeam
from judging.models import Record, RecordFile
from judging.selectors.records import canonical, contents_of
from submissions.models import SubmissionVersion

ASSETS = Path(__file__).parent / "assets"
LANGUAGE = "id"
TEAMS = dict(VisitTeam.choices)
VERDICTS = dict(Verdict.choices)


def print_record(record: Record, entry: SubmissionVersion) -> bytes:
    """Return a closed record as a PDF, its photos in it with what they show as their text.

    `entry` has `title`, `agency_name` and its submission. The same record gives the same bytes.
    """
    pictures = {_address(file): _printed(file) for file in record.files.all() if file.is_picture}
    found = {address: picture for address, picture in pictures.items() if picture}
    with translation.override(LANGUAGE):
        html = render_to_string("judging/record_reports/pdf.html", _contents(record, entry, found))
    identifier = bytes.fromhex(hash_of([record.pk, canonical(record), record.closed_at]))[:16]
    return print_pdf(html, folder=ASSETS, stylesheets=["document", "record"], identifier=identifier, pictures=found)


def _contents(record: Record, entry: SubmissionVersion, pictures) -> dict[str, Any]:
    written = contents_of(record, record.round)
    stored = printable(written.as_json())
    return {
        "is_visit": record.round.kind == RoundKind.FIELD,
        "round": record.round,
        "entry": printable({"title": entry.title, "agency": entry.agency_name}),
        "number": entry.submission.registration_number,
        "written": written,
        "stored": stored,
        "guests": [line for line in stored.get("guests", "").splitlines() if line.strip()],
        "visitors": [{**one, "team": TEAMS.get(one["team"], "")} for one in stored.get("visitors", ())],
        "findings": [{**row, "verdict": VERDICTS.get(row["verdict"], "")} for row in stored.get("findings", ())],
        "photos": [
            {
                "address": _address(file) if _address(file) in pictures else "",
                **printable({"caption": file.caption, "shows": file.alternative_text}),
            }
            for file in record.files.all()
            if file.is_picture
        ],
        "slides": [printable(file.caption) for file in record.files.all() if not file.is_picture],
        "closed_by": printable(record.closed_by.name),
        "closed_at": record.closed_at,
        "checksum": hash_of(canonical(record)),
    }


def _address(file: RecordFile) -> str:
    return f"foto:{file.pk}"


def _printed(file: RecordFile) -> bytes | None:
    """The picture for paper, None where its file is gone or damaged; the caption then stands alone."""
    try:
        with file.file.open("rb") as handle:
            return picture_for_print(handle)
    except (FileNotFoundError, ValidationError):
        return None
