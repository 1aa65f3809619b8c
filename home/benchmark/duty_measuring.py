"""What leadership's pages cost over HTTP, and the long work behind them, on the registry of `home.benchmark.duty`."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from time import perf_counter

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from home.benchmark.measuring import Visit
from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.enums import ComplianceState, EditionState, MembershipRole
from submissions.models import ComplianceDay, Edition, Membership
from submissions.services.compliance_days import keep_days
from submissions.services.summaries import send_summaries


def duty_pages() -> list[Visit]:
    """The pages with a budget in empty views."""
    leader, edition = _leader(), Edition.objects.get(state=EditionState.OPEN)
    today, board, matrix = _addresses(edition)
    return [
        Visit("first screen", today, leader),
        Visit("first screen, a finished edition", _addresses(Edition.objects.earliest("year"))[0], leader),
        Visit("board", board, leader),
        Visit("board, last page", f"{board}?page=last", leader),
        Visit("board, one state", f"{board}?state={ComplianceState.SUBMITTED}", leader),
        Visit("board, longest without change", f"{board}?order=diam", leader),
        Visit("matrix of ten years", matrix, leader),
    ]


def duty_files() -> list[Visit]:
    """What is taken away, with a budget in seconds."""
    leader = _leader()
    _today, board, matrix = _addresses(Edition.objects.get(state=EditionState.OPEN))
    return [
        Visit("Excel of the board", f"{board}?unduh=xlsx", leader),
        Visit("Excel of the matrix", f"{matrix}?unduh=xlsx", leader),
    ]


def duty_work() -> Iterator[tuple[str, int, float]]:
    """Do what the schedule does; yield what was done, how many days or mails, and the seconds. Nothing of it stays."""
    with transaction.atomic():
        yield "keep all days of all editions", *_kept()
        latest = ComplianceDay.objects.filter(edition__state=EditionState.OPEN).latest("day").day
        ComplianceDay.objects.filter(day=latest).delete()
        yield "keep the day that is over", *_kept()
        yield "look for days when all are kept", *_kept()
        # One person of each agency leads it, and the other gets the weekly letter.
        Membership.objects.filter(role=MembershipRole.OPERATOR).update(role=MembershipRole.HEAD)
        with clock.at(_next_monday()):
            yield "daily and weekly summaries stored", *_timed(send_summaries)
        transaction.set_rollback(True)


def _kept() -> tuple[int, float]:
    return _timed(keep_days)


def _timed(work: Callable[[], int]) -> tuple[int, float]:
    start = perf_counter()
    return work(), perf_counter() - start


def _next_monday() -> datetime:
    """Return nine o'clock of the next Monday, which lies before the open registration closes."""
    today = timezone.localtime(clock.now()).replace(hour=9, minute=0, second=0, microsecond=0)
    return today + timedelta(days=7 - today.weekday())


def _leader() -> User:
    return User.objects.filter(groups__name=Role.LEADERSHIP.value).earliest("pk")


def _addresses(edition: Edition) -> tuple[str, str, str]:
    return (
        reverse("submissions:monitoring-today", args=[edition.year]),
        reverse("submissions:monitoring-board", args=[edition.year]),
        reverse("submissions:monitoring-matrix"),
    )
