"""Files to attach that are what their names say, and the parts of those that are not."""

import secrets
from io import BytesIO

import pikepdf


def pdf_of(pages: int = 1, change=None, **options) -> bytes:
    """Return a PDF of empty pages; `change` gets the open document before it is saved."""
    written = BytesIO()
    with pikepdf.new() as document:
        for _number in range(pages):
            document.add_blank_page(page_size=(100, 100))
        if change:
            change(document)
        document.save(written, **{"deterministic_id": "encryption" not in options, **options})
    return written.getvalue()


def large_pdf(size: int) -> bytes:
    """Return a PDF of a little more than `size` bytes, which no compression makes smaller; no two are alike."""

    def fill(document):
        document.Root.Padding = document.make_stream(secrets.token_bytes(size))

    return pdf_of(change=fill)


PDF = pdf_of()
# Large enough to come in pieces.
LONG_PDF = PDF + b"%" + b"0" * 1000 + b"\n%%EOF\n"
