"""Moments, dates and numbers as the portal writes them, in pages, mails and files."""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext, ngettext

from innovation_portal.utils import clock

# Django's own formats leave out the weekday and the zone, and a deadline needs both.
MOMENT = {"id": r"l, j F Y, \p\u\k\u\l H.i T", "en": "l, j F Y, H:i T"}
SHORT_MOMENT = {"id": "j M Y, H.i T", "en": "j M Y, H:i T"}
FULL_DATE = {"id": "l, j F Y", "en": "l, j F Y"}
REMEMBERED_FIGURES = 10_000
TIME_OF_DAY = {"id": "H.i", "en": "H:i"}


def _layout(layouts: dict[str, str]) -> str:
    return layouts["en" if (get_language() or "").startswith("en") else "id"]


def _write(value: date, layouts: dict[str, str]) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return formats.date_format(value, _layout(layouts))


def moment(value: datetime) -> str:
    """Write "Jumat, 29 Mei 2026, pukul 16.00 WIB"."""
    return _write(value, MOMENT)


def short_moment(value: datetime) -> str:
    """Write "29 Mei 2026, 16.00 WIB", for tables."""
    return _write(value, SHORT_MOMENT)


def full_date(value: date) -> str:
    """Write "Jumat, 29 Mei 2026"; of a moment, the day in the portal's time zone."""
    return _write(value, FULL_DATE)


def time_of_day(value: datetime | time) -> str:
    """Write "16.00"; of a moment, the time in the portal's time zone."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).time()
    return formats.time_format(value, _layout(TIME_OF_DAY))


def measured(number: str) -> str:
    """Write a decimal that is kept as text, "1280.5", with the separators of the language; a dash for none."""
    if not number:
        return "–"
    return formats.number_format(Decimal(number), use_l10n=True, force_grouping=True)


def figure(value: int | float | Decimal, decimals: int | None = None) -> str:
    """Write a number with the separators of the language: 12.345 or 82,50.

    Rounded half up, as people do; Django's own function cuts off.
    """
    return _figure(value, decimals, get_language())


# A page of the catalogue writes two hundred of them. The type is a part of the key, since 1 == 1.0.
@lru_cache(REMEMBERED_FIGURES, typed=True)
def _figure(value: int | float | Decimal, decimals: int | None, language: str | None) -> str:
    if decimals is not None:
        value = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def days_left(value: datetime) -> int:
    """Return the number of midnights between now and the moment; negative once its day has passed."""
    return (timezone.localdate(value) - clock.today()).days


def countdown(value: datetime) -> str:
    """Say how far away a moment is in words: "11 hari lagi", "hari ini", "2 hari yang lalu"."""
    days = days_left(value)
    if days < 0:
        return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}
    if value < clock.now():
        return gettext("just passed")
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    return gettext("in %(days)s days") % {"days": days}
