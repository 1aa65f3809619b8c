"""What a PDF that arrives may not hold: whatever acts by itself or hides other files."""

from typing import IO

import pikepdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_PAGES = 2_000
MOST_UNFOLDED = 64 * 1024 * 1024  # bytes, of one compressed part; a thousand bytes can hold gigabytes
MOST_FILTERS = 4  # one inside the other, each of which may unfold the next
# Actions by their names in ISO 32000-2, table 201; what only leads to a page or an address on a click is harmless.
ACTIVE = {
    "/GoToE",
    "/ImportData",
    "/JavaScript",
    "/Launch",
    "/Movie",
    "/Rendition",
    "/RichMediaExecute",
    "/SubmitForm",
}
# Annotations that play something or carry a file.
CARRIERS = {"/RichMedia", "/Screen", "/Movie", "/3D", "/FileAttachment"}
HIDDEN = {"/JS", "/EF", "/XFA"}


# For all of the process, before it has threads.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MOST_UNFOLDED,
    run_length_max_memory=MOST_UNFOLDED,
    png_max_memory=MOST_UNFOLDED,
    tiff_max_memory=MOST_UNFOLDED,
    parser_max_container_size=100_000,
    max_stream_filters=MOST_FILTERS,
)


def refuse_active_pdf(upload: IO[bytes]) -> None:
    """Raise `ValidationError` with code `damaged`, `encrypted`, `too_many_pages` or `active`.

    The file is left anywhere.
    """
    before = pikepdf.settings.qpdf_limit_errors()
    try:
        with pikepdf.open(upload) as document:
            if len(document.pages) > MOST_PAGES:
                raise ValidationError(
                    _("This PDF has more than %(limit)s pages. Attach the part that matters."),
                    code="too_many_pages",
                    params={"limit": MOST_PAGES},
                )
            if any(map(_is_active, document.objects)):
                raise _active()
        if pikepdf.settings.qpdf_limit_errors() > before:  # what was not unfolded was not looked at
            raise ValueError("a part unfolds to more than MOST_UNFOLDED")
    except pikepdf.PasswordError as error:
        raise ValidationError(
            _("This PDF is locked with a password. Save it without one."), code="encrypted"
        ) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:  # what qpdf raises
        message = _("This file is damaged or incomplete. Open it, save it again and retry.")
        raise ValidationError(message, code="damaged") from error


def _active() -> ValidationError:
    return ValidationError(
        _("This PDF holds scripts, buttons that send, or other files. Print it into a new PDF and attach that."),
        code="active",
    )


def _is_active(value: pikepdf.Object) -> bool:
    """Look through one object with everything that stands in it; what it refers to is an object of its own."""
    if isinstance(value, pikepdf.Array):
        return any(not one.is_indirect and _is_active(one) for one in _objects(value))
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return False
    if HIDDEN & set(value.keys()) or str(value.get("/S")) in ACTIVE or str(value.get("/Subtype")) in CARRIERS:
        return True
    return any(not one.is_indirect and _is_active(one) for one in _objects(value.values()))


def _objects(values) -> list[pikepdf.Object]:
    return [value for value in values if isinstance(value, pikepdf.Object)]
