"""The tables that are given away: by name, in the order in which they are shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from home.open_data.agencies import AgencyRow
from home.open_data.compliance import ComplianceRow
from home.open_data.editions import EditionRow
from home.open_data.honours import AwardRow, RecognitionRow
from home.open_data.innovations import InnovationRow
from home.selectors.open_data import (
    open_agencies,
    open_awards,
    open_compliance,
    open_editions,
    open_innovations,
    open_recognitions,
)

CHUNK = 1000


@dataclass(frozen=True)
class Dataset:
    """A table. `name` stands in addresses and names of files; the fields of `row` are its columns, in that order."""

    name: str
    title: Promise
    description: Promise
    row: type[BaseModel]
    rows: Callable[[], Iterator[BaseModel]]

    @property
    def columns(self) -> list[str]:
        return list(self.row.model_fields)


def _each(row: type[BaseModel], queryset: Callable[[], QuerySet], *order: str) -> Callable[[], Iterator[BaseModel]]:
    return lambda: (row.of(one) for one in queryset().order_by(*order).iterator(chunk_size=CHUNK))


DATASETS = (
    Dataset(
        "inovasi",
        _("Innovations"),
        _("Every innovation of the showcase with its owner, field, state and highest recognition."),
        InnovationRow,
        _each(InnovationRow, open_innovations, "innovation_id"),
    ),
    Dataset(
        "opd",
        _("Agencies"),
        _("Whose innovations the showcase holds, and how many."),
        AgencyRow,
        _each(AgencyRow, open_agencies, "code"),
    ),
    Dataset(
        "edisi",
        _("Editions"),
        _("The yearly rounds of the competition with their stages and categories."),
        EditionRow,
        _each(EditionRow, open_editions, "year"),
    ),
    Dataset(
        "penghargaan",
        _("Awards"),
        _("Who was awarded in this competition, with the address where the certificate is checked."),
        AwardRow,
        _each(AwardRow, open_awards, "pk"),
    ),
    Dataset(
        "rekognisi",
        _("Recognitions elsewhere"),
        _("What innovations were given outside this competition, each with its source."),
        RecognitionRow,
        _each(RecognitionRow, open_recognitions, "pk"),
    ),
    Dataset(
        "kepatuhan",
        _("Compliance"),
        _("How many agencies did what they owed in each edition, without names."),
        ComplianceRow,
        lambda: (ComplianceRow.of(each) for each in open_compliance()),
    ),
)
BY_NAME = {dataset.name: dataset for dataset in DATASETS}
