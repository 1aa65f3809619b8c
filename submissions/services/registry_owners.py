"""Which agency a source means when it names one in its own words."""

import re
from itertools import count

from django.utils.text import slugify

from submissions.enums import AgencyKind, RegionKind
from submissions.models import Agency, Region

GOVERNMENT_KINDS = {
    RegionKind.NATION: AgencyKind.OTHER,
    RegionKind.PROVINCE: AgencyKind.PROVINCE,
    RegionKind.REGENCY: AgencyKind.REGENCY,
    RegionKind.CITY: AgencyKind.CITY,
}
CODE_STEM_LENGTH = 36  # a code has 40 characters; the rest is for a number
# What the first word of a name says about an agency that only an award names.
KINDS_BY_WORD = {
    "badan": AgencyKind.BOARD,
    "balai": AgencyKind.SERVICE_UNIT,
    "biro": AgencyKind.BUREAU,
    "bpbd": AgencyKind.BOARD,
    "dinas": AgencyKind.DEPARTMENT,
    "perumda": AgencyKind.COMPANY,
    "puskesmas": AgencyKind.SERVICE_UNIT,
    "rsjd": AgencyKind.MENTAL_HOSPITAL,
    "rsud": AgencyKind.HOSPITAL,
    "sd": AgencyKind.SERVICE_UNIT,
}


class Owners:
    """Finds the agency that a source means, and adds it under its region when the registry lacks it."""

    def __init__(self):
        self.added: list[str] = []
        self.regions = {region.name: region for region in Region.objects.select_for_update()}
        self.codes = set()
        self.agencies: dict[tuple[int, str], Agency] = {}
        for agency in Agency.objects.select_for_update():
            self._remember(agency)

    def find_or_create(self, row) -> Agency:
        region = self.regions.get(row.region)
        if region is None:
            region = Region.objects.create(name=row.region, kind=row.region_kind)
            self.regions[row.region] = region
        name = row.agency or f"Pemerintah {region.name}"
        for variant in name_variants(name):
            if agency := self.agencies.get((region.pk, variant)):
                return agency
        return self._create(region, name, is_government=not row.agency)

    def _create(self, region: Region, name: str, *, is_government: bool) -> Agency:
        first_word = name.partition(" ")[0].casefold()
        kind = GOVERNMENT_KINDS[region.kind] if is_government else KINDS_BY_WORD.get(first_word, AgencyKind.OTHER)
        agency = Agency.objects.create(
            region=region,
            code=self._free_code(region, "" if is_government else name),
            name=name,
            kind=kind,
            is_obliged=False,
            needs_confirmation=True,
            source_note="Disebut dalam sumber sebuah penghargaan.",
        )
        self._remember(agency)
        self.added.append(f"{name} ({region.name})")
        return agency

    def _free_code(self, region: Region, name: str) -> str:
        stem = slugify(f"{region.code or region.name} {name}".replace(".", "-")).upper()
        if len(stem) > CODE_STEM_LENGTH:
            stem = stem[:CODE_STEM_LENGTH].rpartition("-")[0]
        return next(
            code for number in count(1) if (code := stem if number == 1 else f"{stem}-{number}") not in self.codes
        )

    def _remember(self, agency: Agency) -> None:
        self.codes.add(agency.code)
        for variant in [*name_variants(agency.name), agency.code.casefold()]:
            self.agencies.setdefault((agency.region_id, variant), agency)


def name_variants(name: str) -> list[str]:
    """Return the ways in which sources write an agency's name, for comparing.

    A place in parentheses at the end is left out: "RSJD Surakarta (now RSJD dr. Arif Zainudin)" gives both names.
    """
    variants = [re.sub(r"\s*\([^()]*\)$", "", name)]
    if renamed := re.search(r"\((?:now|formerly) ([^()]+)\)", name):
        variants.insert(0, renamed.group(1))
    return [variant.casefold() for variant in variants]
