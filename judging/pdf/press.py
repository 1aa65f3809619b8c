"""Certificates on their pages, one or many (see `innovation_portal/utils/pdf.py` for how pages are printed)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import PageFile, print_pages
from innovation_portal.utils.pdf_drawings import PageImage, Picture
from judging.pdf.codes import QrCode
from judging.pdf.pages import Page, lay_out

ASSETS = Path(__file__).parent / "assets"
# So many are laid out together: enough to share what they have in common, few enough to stay small in memory, which
# the garbage collector looks through again and again.
BATCH_SIZE = 10

Payload = Mapping[str, Any]
Pictures = Mapping[str, bytes]


def print_certificate(payload: Payload, *, pictures: Pictures | None = None) -> bytes:
    """Return the certificate of `payload` as a PDF of one page: a batch of one.

    `pictures` are the PNG files that the payload names, emblem and signatures. The same payload and pictures give the
    same bytes: dates and identifier of the file come from the payload. Raises TextDoesNotFit when the texts are too
    long.
    """
    [pdf] = print_certificates([payload], pictures=pictures or {})
    return pdf


def print_certificates(payloads: Sequence[Payload], *, pictures: Pictures) -> Iterator[bytes]:
    """Yield the PDF of each payload in their order, byte for byte what `print_certificate` returns for it.

    Neighbours of one design are laid out together. Raises TextDoesNotFit when the texts of one are too long.
    """
    for batch in batches_of(payloads):
        yield from print_pages(
            sheets_of([page for _payload, page in batch]),
            [_file_of(payload, page) for payload, page in batch],
            folder=ASSETS,
            stylesheets=batch[0][1].stylesheets,
            pictures=images_of([payload for payload, _page in batch], pictures),
        )


def batches_of(payloads: Sequence[Payload], size: int = BATCH_SIZE) -> Iterator[list[tuple[Payload, Page]]]:
    """Yield the payloads with their pages, in their order: neighbours of one design, at most `size` of them.

    Raises TextDoesNotFit when the texts of one are too long.
    """
    laid_out = ((payload, lay_out(payload)) for payload in payloads)
    for _design, alike in groupby(laid_out, key=lambda pair: pair[1].design):
        while batch := list(islice(alike, size)):
            yield batch


def sheets_of(pages: Sequence[Page]) -> str:
    """Return the HTML on which these pages of one design stand, one sheet each."""
    sheets = [render_to_string(page.template, page.context) for page in pages]
    first = pages[0]
    context = {"sheets": sheets, "language": first.language, "title": first.context["payload"]["title"]}
    return render_to_string("judging/pdf/sheets.html", context)


def images_of(payloads: Sequence[Payload], pictures: Pictures) -> dict[str, PageImage]:
    """Return the pictures and codes that these certificates show, by the addresses that their sheets use."""
    names = {
        name
        for payload in payloads
        for name in (payload["emblem"], *(one["signature"] for one in payload.get("signatories", ())))
        if name in pictures
    }
    packed = {f"picture:{name}": Picture(pictures[name]) for name in sorted(names)}
    return packed | {f"code:{payload['public_id']}": QrCode(payload["check_address"]) for payload in payloads}


def _file_of(payload: Payload, page: Page) -> PageFile:
    return PageFile(
        title=f"{payload['title']} {payload['number']}, {payload['recipient']['name']}",
        author=payload["issuer"],
        subject=page.context["subject"],
        moment=payload["issued_at"],
        identifier=bytes.fromhex(hash_of(payload))[:16],
    )
