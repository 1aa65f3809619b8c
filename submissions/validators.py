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
YOUTUBE_KEY = re.compile(r"[\w-]{11}")
YOUTUBE_PATH = re.compile(r"/(?:shorts|live|embed|v)/[\w-]{11}/?")
VIMEO_PATH = re.compile(r"/(?:.+/)?\d{6,}(?:/\w+)?/?")


def with_scheme(url: str) -> str:
    """Return the address as a browser takes it: people paste `rsud.example.go.id/laporan`."""
    return url if not url or "://" in url else f"https://{url}"


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
