"""The competitions of the ministries: the known years added, and a year made from an earlier one."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from submissions.data.national import COMPETITIONS
from submissions.models import NationalCompetition, NationalGroup, NationalLevel, NationalSection

# Data are Indonesian, whatever language the secretary has chosen.
COPIED = "Disalin dari {competition}; sesuaikan dengan pedoman tahun {year}."
ROWS = {"groups": NationalGroup, "sections": NationalSection, "levels": NationalLevel}


@transaction.atomic
def add_known_competitions(*, actor) -> list[NationalCompetition]:
    """Add the years that the portal knows from public sources and return them. Again: only those that are missing.

    A year that exists stays as the secretariat has left it.
    """
    _check(actor)
    known = set(NationalCompetition.objects.values_list("kind", "year"))
    missing = [fields for fields in COMPETITIONS if (fields["kind"], fields["year"]) not in known]
    return [_create(fields, actor=actor) for fields in missing]


@transaction.atomic
def clone_competition(competition_id: int, *, year: int, actor) -> NationalCompetition:
    """Return a competition of another year with groups, sections and levels of this one, still to be confirmed.

    Its dates are not known yet. Raises `year_taken`.
    """
    _check(actor)
    source = NationalCompetition.objects.select_for_update().get(pk=competition_id)
    if NationalCompetition.objects.filter(kind=source.kind, year=year).exists():
        message = _("There is one of this kind in %(year)s already.")
        raise ValidationError({"year": ValidationError(message, code="year_taken", params={"year": year})})
    fields = {
        "kind": source.kind,
        "year": year,
        "name": source.name.replace(str(source.year), str(year)),
        "maximum": source.maximum,
        "source": COPIED.format(competition=source, year=year),
        "needs_confirmation": True,
    }
    rows = {name: [_copied(row) for row in getattr(source, name).all()] for name in ROWS}
    for level in rows["levels"]:
        level["award"] = level["award"].replace(str(source.year), str(year))
    return _create({**fields, **rows}, actor=actor)


def _check(actor) -> None:
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied


def _copied(row) -> dict[str, Any]:
    left_out = {"id", "competition", "sort_order"}
    return {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in left_out}


def _create(fields: Mapping[str, Any], *, actor) -> NationalCompetition:
    competition = NationalCompetition(**{name: value for name, value in fields.items() if name not in ROWS})
    for name, model in ROWS.items():
        rows = enumerate(fields.get(name, ()))
        setattr(competition, name, [model(**row, sort_order=order) for order, row in rows])
    competition.full_clean()
    competition.save()
    log(competition, "wagtail.create", user=actor)
    return competition
