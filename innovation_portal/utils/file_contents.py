"""What is inside a file that arrives: looked through, and written anew, by `file_reader` in a process of its own."""

from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from innovation_portal.utils.file_reader import MOST_PAGES, PICTURE_MAX_PIXELS, REFUSED
from innovation_portal.utils.separate_process import run_script

READER = Path(__file__).parent / "file_reader.py"
SECONDS = 30
# Forty million pixels drawn anew by the least careful of the formats.
MOST_BYTES_WRITTEN = 256 * 1024 * 1024
# Each may take up to a gigabyte; whoever comes third waits for seconds.
_at_once = BoundedSemaphore(2)
REFUSALS = {
    "active": gettext_lazy(
        "This PDF holds scripts, buttons that send, or other files. Print it into a new PDF and attach that."
    ),
    "damaged": gettext_lazy("This file is damaged or incomplete. Open it, save it again and retry."),
    "encrypted": gettext_lazy("This PDF is locked with a password. Save it without one."),
    "moving": gettext_lazy("This picture moves. Attach a still one, or give a link to a video."),
    "too_many_pages": gettext_lazy("This PDF has more than %(limit)s pages. Attach the part that matters."),
    "too_many_pixels": gettext_lazy("This picture has more than %(limit)s million pixels. Make it smaller."),
}
LIMITS = {"too_many_pages": MOST_PAGES, "too_many_pixels": PICTURE_MAX_PIXELS // 1_000_000}


def refuse_active_pdf(upload: IO[bytes]) -> None:
    """Raise `ValidationError` with code `damaged`, `encrypted`, `too_many_pages` or `active`.

    The file is left at its end.
    """
    _read("check", upload, "application/pdf")


def without_metadata(handle: IO[bytes], content_type: str) -> IO[bytes]:
    """Return a copy of a file without what it says of its author, its place and the programs that made it.

    Raises `ValidationError` with code `damaged` when it cannot be read to its end, and for a picture `too_many_pixels`
    or `moving`. The file is left at its end.
    """
    return BytesIO(_read("clean", handle, content_type))


def refusal(code: str) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code, params={"limit": LIMITS.get(code)})


def _read(act: str, handle: IO[bytes], content_type: str) -> bytes:
    content = handle.read()
    with _at_once:
        code, output = run_script(
            READER, act, content_type, content=content, seconds=SECONDS, most_bytes=MOST_BYTES_WRITTEN
        )
    if code == 0:
        return output
    said = output.decode(errors="replace") if code == REFUSED else ""
    raise refusal(said if said in REFUSALS else "damaged")
