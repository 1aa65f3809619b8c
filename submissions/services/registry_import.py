"""Registry from tables. Checked rows come in (see `submissions/imports.py`); all of them are written, or none."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from submissions.enums import AgencyKind, DataMark, RegionKind
from submissions.models import Agency, Innovation, Recognition, Region
from submissions.services.registry_owners import Owners


@dataclass(frozen=True)
class AgencyRow:
    """An agency; what is None the table does not say, and a known agency keeps what it has."""

    number: int
    code: str
    name: str
    kind: AgencyKind
    is_government: bool
    region_code: str
    region: str
    region_kind: RegionKind
    is_obliged: bool | None
    needs_confirmation: bool | None
    source_note: str | None

    @property
    def identities(self) -> list[tuple]:
        return [("code", self.code), ("name", self.region, self.name.casefold())]


@dataclass(frozen=True)
class InnovationRow:
    """A recognition; an empty `agency` means the government of the region itself."""

    number: int
    title: str
    agency: str
    region: str
    region_kind: RegionKind
    year: int
    field: str
    is_field_inferred: bool
    award: str
    source_url: str

    @property
    def identities(self) -> list[tuple]:
        return [(self.region, self.agency.casefold(), title_key(self.title), self.award, self.year)]


@dataclass
class ImportReport:
    """What an import did to its rows, and what it had to add beside them."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    agencies_added: list[str] = field(default_factory=list)

    def count(self, *, is_new: bool, is_changed: bool) -> None:
        if is_new:
            self.created += 1
        elif is_changed:
            self.changed += 1
        else:
            self.unchanged += 1


def row_error(number: int, problem: str, *, column: str = "") -> ValidationError:
    """Return an error that says where in the table something is wrong."""
    params = {"row": number, "column": column, "problem": problem}
    if column:
        return ValidationError(_("Row %(row)s, column %(column)s: %(problem)s"), code="row", params=params)
    return ValidationError(_("Row %(row)s: %(problem)s"), code="row", params=params)


def title_key(title: str) -> str:
    """Return what makes two titles the same: letters and digits only, so "SAN PIISAN" is "Sanpiisan"."""
    return re.sub(r"[\W_]+", "", title.casefold())


class _Index:
    """Objects of the registry by code and by name, as tables refer to them."""

    def __init__(self, objects: Iterable[models.Model]):
        self.by_code, self.by_name = {}, {}
        for each in objects:
            self.add(each)

    def add(self, each: Agency | Region) -> None:
        if each.code:
            self.by_code[each.code] = each
        self.by_name[self._name_key(each)] = each

    def find(self, code: str, name_key) -> Agency | Region | None:
        """Return what has the code, else what has the name."""
        return self.by_code.get(code) or self.by_name.get(name_key)

    def are_two(self, code: str, name_key) -> bool:
        """Say whether code and name belong to two different objects."""
        first, second = self.by_code.get(code), self.by_name.get(name_key)
        return bool(first and second and first is not second)

    @staticmethod
    def _name_key(each):
        return (each.region_id, each.name.casefold()) if isinstance(each, Agency) else each.name


@transaction.atomic
def import_agencies(rows: Sequence[AgencyRow], *, actor=None, is_preview: bool = False) -> ImportReport:
    """Create or update the regions and agencies of the rows. The same rows again change nothing.

    Both are known by their code, else by their name. With `is_preview` everything is tried and nothing kept. Raises
    `ValidationError` for each row whose code and name belong to two different agencies or regions.
    """
    _check_may_import(actor)
    report = ImportReport()
    regions = _import_regions(rows)
    agencies = _Index(Agency.objects.select_for_update())
    keys = {row.number: (row.code, (regions[row.region_code].pk, row.name.casefold())) for row in rows}
    _refuse([row for row in rows if agencies.are_two(*keys[row.number])], column="name")
    for row in rows:
        agency = agencies.find(*keys[row.number]) or Agency()
        is_new = agency.pk is None
        is_changed = _changed(
            agency,
            region_id=regions[row.region_code].pk,
            code=row.code,
            name=row.name,
            kind=row.kind.value,
            is_obliged=row.is_obliged,
            needs_confirmation=row.needs_confirmation,
            source_note=row.source_note,
        )
        if is_changed:
            agency.save()
            _log_import(agency, is_new=is_new, actor=actor)
        report.count(is_new=is_new, is_changed=is_changed)
    transaction.set_rollback(is_preview)
    return report


def _import_regions(rows: Sequence[AgencyRow]) -> dict[str, Region]:
    """Return the regions by the code in the rows. Only the row of a region's own government changes a known region."""
    regions = _Index(Region.objects.select_for_update())
    _refuse([row for row in rows if regions.are_two(row.region_code, row.region)], column="region")
    for row in sorted(rows, key=lambda row: not row.is_government):
        region = regions.find(row.region_code, row.region) or Region()
        if region.pk and not row.is_government:
            continue
        confirmation = row.needs_confirmation if row.is_government else None
        if _changed(
            region,
            code=row.region_code,
            name=row.region,
            kind=row.region_kind.value,
            needs_confirmation=confirmation,
        ):
            region.save()
            regions.add(region)
    return {row.region_code: regions.find(row.region_code, row.region) for row in rows}


@transaction.atomic
def import_innovations(rows: Sequence[InnovationRow], *, actor=None, is_preview: bool = False) -> ImportReport:
    """Add past recognitions, with their innovations and the agencies that are missing. Again: changes nothing.

    Titles of one agency are the same when their letters and digits are. Of an innovation that exists only an empty
    field of service and an earlier year are filled in. With `is_preview` everything is tried and nothing kept.
    """
    _check_may_import(actor)
    report = ImportReport()
    owners = Owners()
    agencies = {row.number: owners.find_or_create(row) for row in rows}
    report.agencies_added = owners.added
    known = Innovation.objects.filter(agency__in=set(agencies.values()))
    innovations = {(each.agency_id, title_key(each.title)): each for each in known}
    recognitions = {
        (each.innovation_id, each.award, each.year): each for each in Recognition.objects.filter(innovation__in=known)
    }
    # A field that a source states comes before one that was inferred.
    for row in sorted(rows, key=lambda row: row.is_field_inferred):
        agency = agencies[row.number]
        key = (agency.pk, title_key(row.title))
        innovation = innovations.setdefault(key, Innovation(agency=agency, title=row.title, data_mark=DataMark.PUBLIC))
        is_filled = _fill_facts(innovation, row)
        if is_filled:
            is_new_innovation = innovation.pk is None
            innovation.save()
            _log_import(innovation, is_new=is_new_innovation, actor=actor)
        recognition = recognitions.get((innovation.pk, row.award, row.year)) or Recognition(
            innovation=innovation, award=row.award, year=row.year
        )
        is_new = recognition.pk is None
        is_moved = _changed(recognition, source_url=row.source_url)
        if is_moved:
            recognition.save()
        report.count(is_new=is_new, is_changed=is_filled or is_moved)
    transaction.set_rollback(is_preview)
    return report


def _fill_facts(innovation: Innovation, row: InnovationRow) -> bool:
    facts = {"first_known_year": min(innovation.first_known_year or row.year, row.year)}
    if row.field and not innovation.field:
        facts |= {"field": row.field, "is_field_inferred": row.is_field_inferred}
    return _changed(innovation, **facts) if innovation.pk is None or innovation.data_mark == DataMark.PUBLIC else False


def _check_may_import(actor) -> None:
    """Only the secretariat imports; without an actor the call comes from the machine's own command line."""
    if actor is not None and not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied


def _refuse(rows: Iterable[AgencyRow], *, column: str) -> None:
    problem = _("This code and this name belong to two different entries of the registry.")
    if errors := [row_error(row.number, problem, column=column) for row in rows]:
        raise ValidationError(errors)


def _changed(instance: models.Model, **values) -> bool:
    """Set the values that are not None and say whether one was another before, or the object is new."""
    changed = {k: value for k, value in values.items() if value is not None and getattr(instance, k) != value}
    for name, value in changed.items():
        setattr(instance, name, value)
    return bool(changed) or instance.pk is None


def _log_import(instance: models.Model, *, is_new: bool, actor) -> None:
    log(instance, "wagtail.create" if is_new else "wagtail.edit", user=actor, data={"import": True})
