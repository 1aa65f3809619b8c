"""What of an innovation may be shown to the public, and what it says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from home.enums import HonourLevel
from home.selectors.honours import Honour, honours_of
from judging.enums import AwardState
from judging.models import Award
from submissions.enums import (
    CataloguePolicy,
    DataMark,
    EditionState,
    InnovationType,
    SubmissionStatus,
)
from submissions.models import Innovation, SubmissionVersion

# The aspects of a proposal that the public reads, under the heading it reads them. Everything else of a frozen version
# stays inside: money and staffing, evidence, declarations, and names of persons without recorded consent.
PUBLIC_SECTIONS = {
    "ringkasan": "Ringkasan",
    "latar-belakang": "Masalahnya",
    "kebaruan": "Apa yang baru",
    "implementasi": "Apa yang dikerjakan",
    "signifikansi": "Hasilnya",
    "adaptabilitas": "Jika ingin meniru",
    "keberlanjutan": "Agar tetap berjalan",
}
CONSENT_TO_NAMES = "publikasi"
HIDDEN = "[tidak ditampilkan]"
CONTACTS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w.,])\+?\d(?:[ .-]?\d){9,17}(?![\w])")


@dataclass(frozen=True)
class PublicSection:
    heading: str
    text: str


@dataclass(frozen=True)
class PublicFacts:
    """What the catalogue may say of one innovation: its frozen version, or the registry for past innovations."""

    innovation: Innovation
    version: SubmissionVersion | None
    title: str
    summary: str
    agency_name: str
    region_name: str
    region_kind: str
    field: str
    year: int
    started_on: date | None
    type: str
    edition_name: str
    sections: list[PublicSection]
    innovators: list[str]
    honours: list[Honour]

    @property
    def type_label(self) -> str:
        return InnovationType(self.type).label if self.type else ""

    @property
    def best_honour(self) -> Honour | None:
        """The honour that the card shows; mere mentions in a list are none."""
        return next((honour for honour in self.honours if honour.level > HonourLevel.NONE), None)


def public_facts(innovation_ids: Iterable[int]) -> dict[int, PublicFacts]:
    """Return the facts of those innovations that may be public now, by id. Six queries, however many innovations.

    An innovation is public by its latest version that passed verification in an edition whose catalogue policy lets it
    appear, or, without one, as a past innovation known from public sources.
    """
    ids = list(innovation_ids)
    versions = _latest_public_versions(ids)
    honours = honours_of(ids)
    facts = {}
    for innovation in Innovation.objects.filter(pk__in=ids).select_related("agency__region"):
        version = versions.get(innovation.pk)
        if version is not None:
            facts[innovation.pk] = _from_version(innovation, version, honours.get(innovation.pk, []))
        elif innovation.data_mark == DataMark.PUBLIC:
            facts[innovation.pk] = _from_registry(innovation, honours.get(innovation.pk, []))
    return facts


def _latest_public_versions(innovation_ids: list[int]) -> dict[int, SubmissionVersion]:
    """Of a verified submission the latest version is the one that passed: it cannot be changed afterwards."""
    announced = Award.objects.filter(level__edition=OuterRef("submission__edition")).exclude(state=AwardState.REVOKED)
    versions = (
        SubmissionVersion.objects.filter(
            Q(submission__edition__catalogue_policy=CataloguePolicy.AFTER_VERIFICATION)
            | Q(submission__edition__state=EditionState.FINISHED)
            | Exists(announced),
            submission__innovation__in=innovation_ids,
            submission__status=SubmissionStatus.VERIFIED,
        )
        .annotate(innovation=F("submission__innovation"))
        .order_by("submission__edition__year", "number")
    )
    return {version.innovation: version for version in versions}


def _from_version(innovation: Innovation, version: SubmissionVersion, honours: list[Honour]) -> PublicFacts:
    payload = version.payload
    agency = payload["agency"]
    return PublicFacts(
        innovation=innovation,
        version=version,
        title=payload["title"],
        summary=without_contacts(payload["summary"]),
        agency_name=agency["name"],
        region_name=agency["region"]["name"],
        region_kind=agency["region"]["kind"],
        field=payload["field"],
        year=payload["edition"]["year"],
        started_on=date.fromisoformat(payload["started_on"]) if payload["started_on"] else None,
        type=payload["type"],
        edition_name=payload["edition"]["name"],
        sections=public_sections(payload),
        innovators=consenting_innovators(payload),
        honours=honours,
    )


def _from_registry(innovation: Innovation, honours: list[Honour]) -> PublicFacts:
    first_year = innovation.first_known_year or innovation.created_at.year
    return PublicFacts(
        innovation=innovation,
        version=None,
        title=innovation.title,
        summary=innovation.summary,
        agency_name=innovation.agency.name,
        region_name=innovation.agency.region.name,
        region_kind=innovation.agency.region.kind,
        field=innovation.field,
        started_on=innovation.started_on,
        type=innovation.type,
        edition_name="",
        year=max((honour.year for honour in honours), default=first_year),
        sections=[],
        innovators=[],
        honours=honours,
    )


def public_sections(payload: dict) -> list[PublicSection]:
    """Return the written parts of a frozen version that the public may read, in the order of the proposal."""
    return [
        PublicSection(PUBLIC_SECTIONS[section["code"]], without_contacts(section["text"]))
        for section in payload["sections"]
        if section["code"] in PUBLIC_SECTIONS and section["text"].strip()
    ]


def consenting_innovators(payload: dict) -> list[str]:
    """Return the names of the innovators if the frozen version records their consent to be named, else none."""
    if any(declaration["code"] == CONSENT_TO_NAMES for declaration in payload["declarations"]):
        return [innovator["name"] for innovator in payload["innovators"]]
    return []


def without_contacts(text: str) -> str:
    """Blot out e-mail addresses and long numbers (telephone, NIP, NIK) that writers leave in running text."""
    return CONTACTS.sub(HIDDEN, text)
