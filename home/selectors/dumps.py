"""The files of the open data that are whole."""

from datetime import date

from django.db.models import QuerySet

from home.models import Dump


def whole_dumps() -> QuerySet[Dump]:
    return Dump.objects.filter(made_at__isnull=False)


def latest_dump(dataset: str, format_: str) -> Dump | None:
    return whole_dumps().filter(dataset=dataset, format=format_).order_by("-day").first()


def dumps_by_day() -> dict[date, list[Dump]]:
    """Return the whole files of each night, the latest first."""
    by_day: dict[date, list[Dump]] = {}
    for dump in whole_dumps():
        by_day.setdefault(dump.day, []).append(dump)
    return by_day
