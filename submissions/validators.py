"""Checks of what people type, apart from any form."""

import re
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_check_address = URLValidator(
    schemes=["http", "https"], message=gettext_lazy("Give a complete web address, for example https://…")
)
_check_https = URLValidator(
    schemes=["https"], message=gettext_lazy("Give a complete address that begins with https://.")
)
# National numbers of three to five digits (112, 119, 14000), or a number with its area or country code.
SHORT_PHONE, PHONE = re.compile(r"1\d{2,4}"), re.compile(r"(?:0|\+62)[1-9]\d{6,12}")
YOUTUBE_KEY = re.compile(r"[\w-]{11}")
YOUTUBE_PATH = re.compile(r"/(?:shorts|live|embed|v)/[\w-]{11}/?")
VIMEO_PATH = re.compile(r"/(?:.+/)?\d{6,}(?:/\w+)?/?")


def with_scheme(url: str) -> str:
    """Return the address as a browser takes it: people paste `rsud.example.go.id/laporan`."""
    return url if not url or "://" in url else f"https://{url}"


def validate_https(url: str) -> None:
    """Raise unless `url` is a complete address that begins with https://."""
    _check_https(url)


def normal_phone(number: str) -> str:
    """Return an Indonesian telephone number as +62 and digits, a short national one as it is.

    Spaces, dots, dashes and parentheses do not count. Raises with code `not_a_phone`.
    """
    digits = re.sub(r"[ .()-]", "", number)
    if SHORT_PHONE.fullmatch(digits):
        return digits
    if not PHONE.fullmatch(digits):
        message = _("Give a telephone number with its area code, for example 024 8311174.")
        raise ValidationError(message, code="not_a_phone")
    return f"+62{digits.removeprefix('+62').removeprefix('0')}"


def validate_link(url: str) -> None:
    """Raise unless `url` is a complete web address and, on a site of videos, leads to one video (`not_a_video`)."""
    _check_address(url)
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    leads_to_video = {"youtube.com": _is_on_youtube, "youtu.be": _is_short, "vimeo.com": _is_on_vimeo}.get(host)
    if leads_to_video and not leads_to_video(parts):
        message = _(
            "This address leads to %(site)s, but not to one video. Open the video, choose Share, and copy the address."
        )
        raise ValidationError(message, code="not_a_video", params={"site": host})


def _is_on_youtube(parts) -> bool:
    key = parse_qs(parts.query).get("v", [""])[0]
    is_watched = parts.path.rstrip("/") == "/watch" and YOUTUBE_KEY.fullmatch(key)
    return bool(is_watched or YOUTUBE_PATH.fullmatch(parts.path))


def _is_short(parts) -> bool:
    return bool(YOUTUBE_KEY.fullmatch(parts.path.strip("/")))


def _is_on_vimeo(parts) -> bool:
    return bool(VIMEO_PATH.fullmatch(parts.path))
