"""A certificate on its one page (see `innovation_portal/utils/pdf.py` for how pages are printed)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import print_pdf
from judging.pdf.pages import lay_out

ASSETS = Path(__file__).parent / "assets"
EMBLEM_ADDRESS = "emblem:"
SIGNATURE_ADDRESS = "signature:"


def print_certificate(
    payload: Mapping[str, Any], *, emblem: bytes | None = None, signatures: Mapping[str, bytes] | None = None
) -> bytes:
    """Return the certificate of `payload` as a PDF of one page.

    `emblem` is the PNG that the payload names, `signatures` those of its signatories by their names. The same payload
    and pictures give the same bytes: dates and identifier of the file come from the payload. Raises TextDoesNotFit
    when the texts are too long.
    """
    page = lay_out(payload)
    pictures = {SIGNATURE_ADDRESS + name: picture for name, picture in (signatures or {}).items()}
    if emblem:
        pictures[EMBLEM_ADDRESS] = emblem
    return print_pdf(
        render_to_string(page.template, page.context),
        folder=ASSETS,
        stylesheets=page.stylesheets,
        identifier=bytes.fromhex(hash_of(payload))[:16],
        pictures=pictures,
    )
