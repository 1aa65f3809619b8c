"""Small pictures of large ones, for slow lines."""

from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

THUMBNAIL_PIXELS = (240, 180)
PRINTED_PIXELS = (1200, 1200)
FORMATS = ["JPEG", "PNG", "WEBP"]


def picture_for_print(picture: IO[bytes]) -> bytes:
    """Return a picture as a JPEG that is sharp on half a page, upright and without what the camera noted.

    Raises `ValidationError` with code `damaged` when it cannot be read to its end.
    """
    printed = BytesIO()
    try:
        with Image.open(picture, formats=FORMATS) as opened:
            opened.thumbnail(PRINTED_PIXELS)
            ImageOps.exif_transpose(opened).convert("RGB").save(printed, "JPEG", quality=82, exif=b"")
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow's readers raise
        raise ValidationError("The picture cannot be read.", code="damaged") from error
    return printed.getvalue()


def thumbnail_of(picture: IO[bytes]) -> bytes:
    """Return a picture as a WebP of a few kilobytes, upright and without what the camera noted about place and time.

    Raises `ValidationError` with code `damaged` when it cannot be read to its end.
    """
    small = BytesIO()
    try:
        with Image.open(picture, formats=FORMATS) as opened:
            opened.thumbnail(THUMBNAIL_PIXELS)
            upright = ImageOps.exif_transpose(opened)
            mode = "RGBA" if upright.has_transparency_data else "RGB"
            upright.convert(mode).save(small, "WEBP", quality=75, exif=b"", xmp=b"")
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow's readers raise
        raise ValidationError("The picture cannot be read.", code="damaged") from error
    return small.getvalue()
