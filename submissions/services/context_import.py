"""Context from tables. Checked rows come in (see `submissions/context_imports.py`); all are written, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from submissions.models import Agency, ChannelFigure, OmbudsmanFinding, Region, ServiceMall
from submissions.services.registry_import import ImportReport


@dataclass(frozen=True)
class ContextRow:
    """One fact: `key` is what it is known by, `values` the rest, both by the names of the model's fields."""

    number: int
    key: Mapping[str, Region | Agency | str | int | None]
    values: Mapping[str, Any]

    @property
    def identities(self) -> list[tuple]:
        return [tuple(self.key.values())]


def import_malls(rows: Sequence[ContextRow], **how) -> ImportReport:
    """Create or update malls, known by region and name; their agencies and innovations, which no table tells, stay.

    `how` of the three: `actor`; with `is_preview` everything is tried and nothing kept; with `adds_only` what is known
    stays as it is. The same rows again change nothing.
    """
    return _import(ServiceMall, rows, **how)


def import_findings(rows: Sequence[ContextRow], **how) -> ImportReport:
    """Create or update words of the Ombudsman, known by subject, kind and year."""
    return _import(OmbudsmanFinding, rows, **how)


def import_figures(rows: Sequence[ContextRow], **how) -> ImportReport:
    """Create or update figures of channels, known by subject, channel and year."""
    return _import(ChannelFigure, rows, **how)


@transaction.atomic
def _import(
    model, rows: Sequence[ContextRow], *, actor=None, is_preview: bool = False, adds_only: bool = False
) -> ImportReport:
    """Only the secretariat imports; without an actor the call comes from the machine's own command line."""
    if actor is not None and not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    report = ImportReport()
    for row in rows:
        fact = model.objects.select_for_update().filter(**_lookups(row.key)).first()
        is_new = fact is None
        fact = fact or model(**row.key)
        values = {} if adds_only and not is_new else row.values
        changed = {name: value for name, value in values.items() if getattr(fact, name) != value}
        for name, value in changed.items():
            setattr(fact, name, value)
        if is_new or changed:
            fact.save()
            log(fact, "wagtail.create" if is_new else "wagtail.edit", user=actor, data={"import": True})
        report.count(is_new=is_new, is_changed=bool(changed))
    transaction.set_rollback(is_preview)
    return report


def _lookups(key: Mapping[str, Any]) -> dict[str, Any]:
    missing = {f"{name}__isnull": True for name, value in key.items() if value is None}
    return missing | {name: value for name, value in key.items() if value is not None}
