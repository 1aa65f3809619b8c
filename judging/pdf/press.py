"""Certificates on their pages, one or many (see `innovation_portal/utils/pdf.py` for how pages are printed)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import PageFile, print_pages
from judging.pdf.layout import lay_out

ASSETS = Path(__file__).parent / "assets"
# So many are laid out together: enough to share what they have in common, few enough to stay small in memory.
BATCH_SIZE = 50

Payload = Mapping[str, Any]


def print_certificate(payload: Payload, *, emblem: bytes | None = None) -> bytes:
    """Return the certificate of `payload` as a PDF of one page: a batch of one.

    `emblem` is the PNG that the payload names. The same payload and emblem give the same bytes: dates and identifier
    of the file come from the payload. Raises TextDoesNotFit when the texts are too long.
    """
    [pdf] = print_certificates([payload], emblems={payload["emblem"]: emblem} if emblem else {})
    return pdf


def print_certificates(payloads: Sequence[Payload], *, emblems: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield the PDF of each payload in their order, byte for byte what `print_certificate` returns for it.

    `emblems` are PNG files by the names that the payloads have for them. Neighbours of one design are laid out
    together. Raises TextDoesNotFit when the texts of one are too long.
    """
    for batch in batches_of(payloads):
        yield from print_pages(
            sheets_of(batch),
            [_file_of(payload) for payload in batch],
            folder=ASSETS,
            stylesheets=["certificate", batch[0]["design"]],
            pictures=emblem_addresses(batch, emblems),
        )


def batches_of(payloads: Sequence[Payload]) -> Iterator[list[Payload]]:
    """Yield the payloads in their order: neighbours of one design together, at most `BATCH_SIZE` of them."""
    for _design, group in groupby(payloads, key=lambda payload: payload["design"]):
        alike = list(group)
        for start in range(0, len(alike), BATCH_SIZE):
            yield alike[start : start + BATCH_SIZE]


def sheets_of(payloads: Sequence[Payload]) -> str:
    """Return the page of HTML on which these certificates of one design stand, one sheet each."""
    sheets = [render_to_string("judging/pdf/_certificate.html", lay_out(payload)) for payload in payloads]
    return render_to_string("judging/pdf/certificate.html", {"sheets": sheets})


def emblem_addresses(payloads: Sequence[Payload], emblems: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the emblems that these certificates show, by the addresses that their sheets use."""
    names = {payload["emblem"] for payload in payloads if payload["emblem"]}
    return {f"emblem:{name}": emblems[name] for name in sorted(names)}


def _file_of(payload: Payload) -> PageFile:
    return PageFile(
        title=f"{payload['title']} {payload['number']}, {payload['recipient']['name']}",
        author=payload["issuer"],
        subject=f"{payload['award']}: {payload['innovation']}. Periksa di {payload['check_address']}",
        moment=payload["issued_at"],
        identifier=bytes.fromhex(hash_of(payload))[:16],
    )
