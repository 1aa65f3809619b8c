"""Certificates for a printing house: many pages in one PDF, with bleed and crop marks around each.

Paper needs no tags and no PDF/A data, so the parts may be joined by a PDF tool, which would lose both.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from io import BytesIO
from typing import IO

import pikepdf

from innovation_portal.utils.pdf import print_together
from judging.pdf.press import ASSETS, Payload, batches_of, emblem_addresses, sheets_of

BLEED_MM = 3
POINTS_PER_MM = 72 / 25.4


def print_sheets(payloads: Sequence[Payload], target: IO[bytes], *, emblems: Mapping[str, bytes]) -> Iterator[int]:
    """Write the pages of these certificates to `target`, in their order; yield how many are done after each batch.

    The trim box is the certificate, the bleed box three millimetres more, and the marks stand outside it. The file is
    complete when the iterator has ended. `emblems` as for `print_certificates`.
    """
    with ExitStack() as parts, pikepdf.new() as together:
        for batch in batches_of(payloads):
            part = print_together(
                sheets_of(batch),
                folder=ASSETS,
                stylesheets=["certificate", batch[0]["design"], "printer", f"printer-{batch[0]['design']}"],
                pictures=emblem_addresses(batch, emblems),
            )
            together.pages.extend(parts.enter_context(pikepdf.open(BytesIO(part))).pages)
            yield len(together.pages)
        for page in together.pages:
            left, bottom, right, top = (float(side) for side in page.trimbox)
            bleed = BLEED_MM * POINTS_PER_MM
            page.bleedbox = [left - bleed, bottom - bleed, right + bleed, top + bleed]
        together.save(target, deterministic_id=True)
