"""A certificate on its one page (see `innovation_portal/utils/pdf.py` for how pages are printed)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import print_pdf
from judging.pdf.layout import lay_out

ASSETS = Path(__file__).parent / "assets"
EMBLEM_ADDRESS = "emblem:"


def print_certificate(payload: Mapping[str, Any], *, emblem: bytes | None = None) -> bytes:
    """Return the certificate of `payload` as a PDF of one page.

    `emblem` is the PNG that the payload names. The same payload and emblem give the same bytes: dates and identifier
    of the file come from the payload. Raises TextDoesNotFit when the texts are too long.
    """
    return print_pdf(
        render_to_string("judging/pdf/certificate.html", lay_out(payload)),
        folder=ASSETS,
        stylesheets=["certificate", payload["design"]],
        identifier=bytes.fromhex(hash_of(payload))[:16],
        pictures={EMBLEM_ADDRESS: emblem} if emblem else None,
    )
