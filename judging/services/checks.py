"""The log of checks: how often certificates are checked, and nothing about who does it."""

from datetime import date, timedelta

from innovation_portal.utils import clock, visitors
from judging.enums import CheckOutcome, CheckWay
from judging.models import Certificate, CertificateCheck
from judging.retention import CHECK_VISITORS_DAYS, CHECKS_DAYS


def note_check(
    way: CheckWay, outcome: CheckOutcome, *, address: str, certificate: Certificate | None = None
) -> CertificateCheck:
    """Write down one check. `address` is the visitor's network address, of which only today's fingerprint is kept."""
    day = clock.today()
    return CertificateCheck.objects.create(
        way=way, outcome=outcome, certificate=certificate, day=day, visitor=visitor_of_day(address, day)
    )


def visitor_of_day(address: str, day: date) -> str:
    """Return what stands for an address among the checks of one day."""
    return visitors.visitor_of_day("judging.checks", address, day)


def erase_old_checks() -> int:
    """Take the visitor out of checks after days, and the checks away after years; return how many rows went.

    Runs by the clock. Again: nothing.
    """
    today = clock.today()
    forgotten = CertificateCheck.objects.filter(day__lt=today - timedelta(days=CHECK_VISITORS_DAYS)).exclude(
        visitor=""
    )
    forgotten.update(visitor="")
    gone, _by_model = CertificateCheck.objects.filter(day__lt=today - timedelta(days=CHECKS_DAYS)).delete()
    return gone
