"""Tables of indicators: installing those that come with the portal, and making next year's from an earlier one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from submissions.iid.tables import TableFile, table_files
from submissions.models import Indicator, IndicatorLevel, IndicatorTable
from submissions.selectors.iid import table_with_indicators


@transaction.atomic
def install_indicator_tables() -> list[IndicatorTable]:
    """Store the tables that come with the portal and return the new ones. A year that has one keeps it as it is."""
    known = set(IndicatorTable.objects.values_list("year", flat=True))
    return [_store(file) for file in table_files() if file.year not in known]


@transaction.atomic
def copy_indicator_table(table_id: int, *, actor) -> IndicatorTable:
    """Return a table for the year after this one with the same indicators, its span moved by a year.

    The secretariat corrects what the new rules change. Raises `year_taken` when that year has a table already.
    """
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    source = table_with_indicators().get(pk=table_id)
    year = source.year + 1
    if IndicatorTable.objects.filter(year=year).exists():
        raise ValidationError(
            _("There is a table for %(year)s already."), code="year_taken", params={"year": str(year)}
        )
    table = IndicatorTable.objects.create(
        year=year,
        source=source.source,
        note=_("Copied from %(year)s. Compare it with the letter of the new year before it is used.")
        % {"year": source.year},
        applied_from=_a_year_later(source.applied_from),
        applied_until=_a_year_later(source.applied_until),
    )
    copied = [(indicator, list(indicator.levels.all())) for indicator in source.indicators.all()]
    for indicator, levels in copied:
        indicator.pk, indicator.table = None, table
        indicator.save()
        for level in levels:
            level.pk, level.indicator = None, indicator
            level.save()
    log(table, "submissions.copy_indicator_table", user=actor, data={"source": str(source)})
    return table


def _store(file: TableFile) -> IndicatorTable:
    table = IndicatorTable.objects.create(**file.fields)
    for fields, levels in file.indicators:
        indicator = Indicator.objects.create(table=table, **fields)
        IndicatorLevel.objects.bulk_create(IndicatorLevel(indicator=indicator, **level) for level in levels)
    return table


def _a_year_later(day):
    last_of_february = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if last_of_february else day.day)
