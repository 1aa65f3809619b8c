"""The files of the open data of the last night, so that their page is not empty on the first day."""

from datetime import timedelta

from django.utils import timezone

from home.demonstration.moments import played_at
from home.services.dumps import NIGHTLY_FROM, order_dumps
from innovation_portal.utils import clock


def write_dumps() -> None:
    """Order the files as of the last time that it was one o'clock; the task makes them at once."""
    now = timezone.localtime(clock.now())
    night = now.replace(hour=NIGHTLY_FROM.hour, minute=NIGHTLY_FROM.minute, second=0, microsecond=0)
    with played_at(night if night <= now else night - timedelta(days=1)):
        order_dumps()
