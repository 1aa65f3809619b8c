"""What stands for a visitor where visitors are counted, and not known."""

from datetime import date

from django.utils.crypto import salted_hmac

VISITOR_LENGTH = 16


def visitor_of_day(purpose: str, address: str, day: date) -> str:
    """Return what stands for a network address on one day and for one purpose, as 16 hexadecimal digits.

    Keyed by the portal's secret and salted by purpose and day, so that neither days nor purposes can be joined.
    """
    return salted_hmac(f"{purpose}.{day.isoformat()}", address, algorithm="sha256").hexdigest()[:VISITOR_LENGTH]
