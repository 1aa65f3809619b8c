"""Certificates for a printing house: many pages in one PDF, with bleed and crop marks around each.

Paper needs no tags and no PDF/A data, so the parts may be joined by a PDF tool, which would lose both.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from io import BytesIO
from typing import IO

import pikepdf

from innovation_portal.utils.pdf import print_together
from judging.pdf.press import ASSETS, Payload, Pictures, batches_of, images_of, sheets_of

BLEED_MM = 3
PAGES_SHARING_FONTS = 50
POINTS_PER_MM = 72 / 25.4


def print_sheets(payloads: Sequence[Payload], target: IO[bytes], *, pictures: Pictures) -> Iterator[int]:
    """Write the pages of these certificates to `target`, in their order; yield how many are done after each batch.

    The trim box is the certificate, the bleed box three millimetres more, and the marks stand outside it. The file is
    complete when the iterator has ended. `pictures` as for `print_certificates`.
    """
    with ExitStack() as parts, pikepdf.new() as together:
        for batch in batches_of(payloads, PAGES_SHARING_FONTS):
            part = print_together(
                sheets_of([page for _payload, page in batch]),
                folder=ASSETS,
                stylesheets=_with_bleed(batch[0][1].stylesheets),
                pictures=images_of([payload for payload, _page in batch], pictures),
            )
            together.pages.extend(parts.enter_context(pikepdf.open(BytesIO(part))).pages)
            yield len(together.pages)
        for page in together.pages:
            left, bottom, right, top = (float(side) for side in page.trimbox)
            bleed = BLEED_MM * POINTS_PER_MM
            page.bleedbox = [left - bleed, bottom - bleed, right + bleed, top + bleed]
        together.save(target, deterministic_id=True)


def _with_bleed(stylesheets: Sequence[str]) -> list[str]:
    """Return the stylesheets of a page, and those that reach into the bleed what ends at its edge."""
    reaching = [f"printer-{name}" for name in stylesheets if (ASSETS / f"printer-{name}.css").exists()]
    return [*stylesheets, "printer", *reaching]
