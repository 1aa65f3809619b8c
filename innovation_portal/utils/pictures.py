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
    _upright(picture, PRINTED_PIXELS).convert("RGB").save(printed, "JPEG", quality=82, exif=b"")
    return printed.getvalue()


def thumbnail_of(picture: IO[bytes]) -> bytes:
    """Return a picture as a WebP of a few kilobytes, upright and without what the camera noted about place and time.

    Raises `ValidationError` with code `damaged` when it cannot be read to its end.
    """
    small, upright = BytesIO(), _upright(picture, THUMBNAIL_PIXELS)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    upright.convert(mode).save(small, "WEBP", quality=75, exif=b"", xmp=b"")
    return small.getvalue()


def _upright(picture: IO[bytes], most_pixels: tuple[int, int]) -> Image.Image:
    try:
        with Image.open(picture, formats=FORMATS) as opened:
            opened.thumbnail(most_pixels)
            return ImageOps.exif_transpose(opened)
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow's readers raise
        raise ValidationError("The picture cannot be read.", code="damaged") from error
