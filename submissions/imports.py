"""Tables of agencies and of past recognitions: from a file to checked rows.

Every row passes a form, so a wrong cell is named by row and column, and all of them are named at once.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation_portal.utils.spreadsheets import Row, read_rows
from submissions.enums import AgencyKind, RegionKind, ServiceField
from submissions.models import Agency, Innovation, Recognition, Region
from submissions.services.registry_import import AgencyRow, InnovationRow, row_error

CERTAIN = "from published lists, 2023-2024"
# Stored with the agency and shown in the back office, so in the language of the office.
NOTES = {
    CERTAIN: "Menurut daftar yang dipublikasikan, 2023–2024.",
    "name certain, code to be confirmed": "Nama sudah pasti, kode perlu dikonfirmasi.",
    "high for 2024; renamed since (Komunikasi dan Digital) per unconfirmed": (
        "Menurut daftar 2024; kabarnya berganti nama menjadi Komunikasi dan Digital, perlu dikonfirmasi."
    ),
    "medium (in 2023 PPID list, not in 2024 list)": "Ada di daftar PPID 2023, tidak ada di daftar 2024.",
}
NOT_STATED = "(not stated in source)"
INFERRED = "(inferred)"
# What sources call a field, beside the field's own code; an empty field means that the words name none.
FIELD_ALIASES = {
    "administrasi kependudukan": ServiceField.GOVERNANCE,
    "bumd": "",
    "gender-responsive services": ServiceField.INCLUSION,
    "infrastruktur/sda": ServiceField.ENVIRONMENT,
    "kebencanaan": ServiceField.DISASTER,
    "ketahanan masyarakat": ServiceField.COMMUNITY,
    "ketahanan pangan": ServiceField.FOOD,
    "pelayanan publik": "",
    "pemerataan ekonomi dan penguatan umkm": ServiceField.ECONOMY,
    "pemerintah kabupaten/kota": "",
    "penyediaan pelayanan kesehatan": ServiceField.HEALTH,
    "pertanian": ServiceField.FOOD,
    "perumahan": ServiceField.POVERTY,
    "swasembada pangan, air, dan energi": ServiceField.FOOD,
    "tata kelola": ServiceField.GOVERNANCE,
    "tata kelola pemerintahan": ServiceField.GOVERNANCE,
}
REGION_KINDS = {
    "provinsi": RegionKind.PROVINCE,
    "kabupaten": RegionKind.REGENCY,
    "kota": RegionKind.CITY,
    "nasional": RegionKind.NATION,
}


def region_kind_of(name: str) -> RegionKind | None:
    """Read the kind of a region from the first word of its name."""
    return REGION_KINDS.get(name.partition(" ")[0].casefold())


def without_parenthesis(text: str) -> str:
    return re.sub(r"\s*\([^()]*\)$", "", text)


class RegionNameField(forms.CharField):
    """The name of a region, which says of itself what kind it is: "Kabupaten Banyumas"."""

    default_error_messages = {
        "kind": gettext_lazy("Begin with Provinsi, Kabupaten or Kota, or write Nasional."),
    }

    def clean(self, value):
        words = super().clean(value)
        name = without_parenthesis(words)
        if words.endswith(NOT_STATED):  # of such an innovation only the province is known
            name = f"Provinsi {name}"
        if region_kind_of(name) is None:
            raise ValidationError(self.error_messages["kind"], code="kind")
        return name


class AgencyRowForm(forms.Form):
    code = forms.CharField(max_length=Agency._meta.get_field("code").max_length)
    name = forms.CharField(max_length=Agency._meta.get_field("name").max_length)
    kind = forms.ChoiceField(choices=AgencyKind)
    region_code = forms.RegexField(r"^\d{2}(\.\d{2,4})*$", max_length=Region._meta.get_field("code").max_length)
    region = RegionNameField(max_length=Region._meta.get_field("name").max_length)
    certainty = forms.CharField(required=False, max_length=150)
    is_obliged = forms.TypedChoiceField(
        required=False,
        choices=[("", ""), ("ya", "ya"), ("tidak", "tidak")],
        coerce=lambda word: word == "ya",
        empty_value=None,
    )

    def row(self, number: int) -> AgencyRow:
        data = self.cleaned_data
        name, _comma, former = re.match(r"(.+?)(,? formerly (.+))?$", data["name"]).groups()
        notes = [NOTES.get(data["certainty"], data["certainty"]), f"Dahulu {former}." if former else ""]
        is_government = data["kind"] in {AgencyKind.PROVINCE, AgencyKind.REGENCY, AgencyKind.CITY}
        return AgencyRow(
            number=number,
            code=data["code"],
            name=f"Pemerintah {data['region']}" if is_government else name,
            kind=AgencyKind(data["kind"]),
            is_government=is_government,
            region_code=data["region_code"],
            region=data["region"],
            region_kind=region_kind_of(data["region"]),
            is_obliged=False if is_government and data["is_obliged"] is None else data["is_obliged"],
            needs_confirmation=data["certainty"] not in {"", CERTAIN} if "certainty" in self.data else None,
            source_note=" ".join(note for note in notes if note) or None,
        )


class InnovationRowForm(forms.Form):
    title = forms.CharField(max_length=Innovation._meta.get_field("title").max_length)
    agency = forms.CharField(required=False, max_length=Agency._meta.get_field("name").max_length)
    region = RegionNameField(max_length=Region._meta.get_field("name").max_length)
    year = forms.IntegerField(min_value=2000, max_value=2100)
    category = forms.CharField(required=False)
    award = forms.CharField(max_length=Recognition._meta.get_field("award").max_length)
    source = forms.URLField(assume_scheme="https", max_length=Recognition._meta.get_field("source_url").max_length)

    def clean_agency(self):
        name = self.cleaned_data["agency"]
        is_government = not name or name == NOT_STATED or name in {"Pemerintah Kabupaten", "Pemerintah Kota"}
        return "" if is_government else name

    def clean_category(self):
        words = self.cleaned_data["category"].removesuffix(INFERRED).strip().casefold()
        if not words or words in FIELD_ALIASES:
            return FIELD_ALIASES.get(words, "")
        for field in ServiceField:
            if words in {field.value, str(field.label).casefold()}:
                return field
        raise ValidationError(
            _("“%(words)s” is not a field of service that the portal knows."), params={"words": words}
        )

    def clean(self):
        data = super().clean()
        if data.get("region") == "Nasional" and data.get("agency") == "":
            self.add_error("agency", _("A national innovation names its institution."))
        return data

    def row(self, number: int) -> InnovationRow:
        data = self.cleaned_data
        return InnovationRow(
            number=number,
            title=re.sub(r"\s*\(innovation names? not given\)$", "", data["title"]),
            agency=data["agency"],
            region=data["region"],
            region_kind=region_kind_of(data["region"]),
            year=data["year"],
            field=data["category"],
            is_field_inferred=bool(data["category"]) and self.data["category"].endswith(INFERRED),
            award=data["award"],
            source_url=data["source"],
        )


@dataclass(frozen=True)
class Table:
    """One kind of table: its required headings and the form that checks a row."""

    required: tuple[str, ...]
    form: type[forms.Form]

    def read(self, source: Path | File) -> list[Row]:
        """Return the rows as they stand in the file, numbered as the person sees them."""
        return read_rows(source, required=self.required)

    def check(self, rows: Iterable[Row]) -> list:
        """Return the rows that the import service takes, or raise one `ValidationError` naming every wrong cell."""
        checked, errors = [], []
        for number, values in rows:
            form = self.form(values)
            if form.is_valid():
                checked.append(form.row(number))
            else:
                errors += [
                    row_error(number, problem, column="" if column == "__all__" else column)
                    for column, problems in form.errors.items()
                    for problem in problems
                ]
        errors += repeated_rows(checked) + contradictions(checked)
        if errors:
            raise ValidationError(errors)
        return checked


AGENCIES = Table(("code", "name", "kind", "region_code", "region"), AgencyRowForm)
INNOVATIONS = Table(("title", "agency", "region", "year", "category", "award", "source"), InnovationRowForm)


def repeated_rows(rows: Iterable[AgencyRow | InnovationRow]) -> list[ValidationError]:
    """Return an error for each row that says again what an earlier one said."""
    first_seen: dict[tuple, int] = {}
    errors = []
    for row in rows:
        for key in row.identities:
            if (first := first_seen.setdefault(key, row.number)) != row.number:
                errors.append(row_error(row.number, _("repeats row %(first)s.") % {"first": first}))
                break
    return errors


def contradictions(rows: Iterable[AgencyRow | InnovationRow]) -> list[ValidationError]:
    """Return an error for each row that gives a region's code another name than an earlier row did."""
    names: dict[str, str] = {}
    problem = _("The code %(code)s was “%(name)s” in an earlier row.")
    return [
        row_error(row.number, problem % {"code": row.region_code, "name": first}, column="region")
        for row in rows
        if isinstance(row, AgencyRow) and (first := names.setdefault(row.region_code, row.region)) != row.region
    ]
