"""Read one PDF from standard input and print what it holds as JSON. A script that runs in a process of its own.

What a stranger sends can be made to crash a reader, or to unfold without end. So the process takes away from itself,
before it reads, all memory and time that no certificate needs; the portal loses nothing when it dies. It imports
nothing of the portal, so that it starts in a tenth of a second.
"""

import base64
import hashlib
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdfium2 import raw

MEMORY_BYTES = 1024**3
SECONDS = 5
MOST_PAGES = 5
MOST_CHARACTERS = 20_000
MOST_PICTURES = 50
MOST_ENTRIES = 20
MOST_CHARACTERS_OF_ENTRY = 500  # ours are a few words each
MOST_BYTES_OF_IDENTIFIER = 64  # ours has 16; a longer one stays longer, so that it is not taken for ours
# Pages are drawn this wide or high, in grey: 3 pixels for a millimetre, enough to see a changed letter of any title.
PICTURE_SIDE = 900


def limit_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))  # starts nothing; root may all the same


def describe(content: bytes) -> dict[str, Any]:
    """Return what `judging.pdf_copies.reading.Copy` holds; of a long file the first pages, characters and pictures."""
    document = pypdfium2.PdfDocument(content)
    pages = [document[number] for number in range(min(len(document), MOST_PAGES))]
    return {
        "identifier": (document.get_identifier() or b"")[:MOST_BYTES_OF_IDENTIFIER].hex(),
        "pages": len(document),
        "text": "\n".join(page.get_textpage().get_text_bounded() for page in pages)[:MOST_CHARACTERS],
        "metadata": metadata_of(document),
        "pictures": sorted(digest for page in pages for digest in pictures_of(page))[:MOST_PICTURES],
        "signatures": max(raw.FPDF_GetSignatureCount(document), 0),
        "looks": [base64.b64encode(look_of(page)).decode() for page in pages],
    }


def metadata_of(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """Return the beginning of each entry of the file's own description: a title can unfold to millions of letters."""
    entries = [(name, text) for name, text in document.get_metadata_dict().items() if text]
    return {name: text[:MOST_CHARACTERS_OF_ENTRY] for name, text in entries[:MOST_ENTRIES]}


def pictures_of(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Yield the SHA-256 of each picture's data as they stand in the file."""
    for item in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]):
        yield hashlib.sha256(bytes(item.get_data(decode_simple=False))).hexdigest()


def look_of(page: pypdfium2.PdfPage) -> bytes:
    """Return the drawn page: its width in four bytes, then a byte of grey for each pixel."""
    scale = PICTURE_SIDE / max(page.get_size())
    bitmap = page.render(scale=scale, grayscale=True)
    rows = bytes(bitmap.buffer)
    plain = b"".join(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    return bitmap.width.to_bytes(4, "big") + plain


if __name__ == "__main__":
    limit_process()
    json.dump(describe(sys.stdin.buffer.read()), sys.stdout)
