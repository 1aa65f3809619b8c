"""What of an innovation may be shown to the public, and what it says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from home.enums import HonourLevel
from home.selectors.honours import Honour, honours_of
from innovation_portal.utils.contacts import without_contacts
from innovation_portal.utils.formats import measured
from judging.enums import AwardState
from judging.models import Award
from submissions.enums import (
    CataloguePolicy,
    DataMark,
    EditionState,
    InnovationType,
    SectionKind,
    SubmissionStatus,
)
from submissions.models import Innovation, SubmissionVersion, WithdrawnConsent
from submissions.publication_consents import CONSENT_TO_CONTACT, CONSENT_TO_NAMES, CONSENT_TO_RESOURCES
from submissions.selectors.consents import Withdrawn, withdrawn_consents

# The aspects of a proposal that the public reads, under the heading it reads them. Everything else of a frozen version
# stays inside: evidence that is not marked, declarations, and what needs a recorded consent.
PUBLIC_SECTIONS = {
    "ringkasan": "Ringkasan",
    "latar-belakang": "Masalahnya",
    "inspirasi": "Asal gagasannya",
    "kebaruan": "Gagasannya",
    "faktor-pembeda": "Apa yang disesuaikan",
    "pembaruan": "Apa yang diperbarui",
    "implementasi": "Cara kerjanya",
    "proses-replikasi": "Cara kerjanya",
    "signifikansi": "Hasilnya",
    "angka": "Sebelum dan sesudah",
    "evaluasi": "Hasil evaluasi",
    "adaptabilitas": "Jika ingin meniru",
    "adaptabilitas-lanjutan": "Jika ingin meniru",
    "dasar-hukum": "Dasar hukum",
    "keberlanjutan": "Agar tetap berjalan",
    "penguatan-keberlanjutan": "Agar tetap berjalan",
}
# Aspects that tell of money and staff are read only where the version records that the agency shows them.
CONSENTED_SECTIONS = {"sumber-daya": ("Sumber daya yang dipakai", CONSENT_TO_RESOURCES)}
CONTACT_SECTION = "kontak"
# What Django's `urlize` can make a link of: e-mail addresses are blotted out by then.
ADDRESS = re.compile(r"://|www\.|\.(?:com|edu|gov|int|mil|net|org)\b", re.IGNORECASE)


@dataclass(frozen=True)
class MeasuredFigure:
    """One line of figures, as it is shown: numbers with the separators of the language."""

    label: str
    before: str
    after: str
    unit: str = ""


@dataclass(frozen=True)
class PublicSection:
    """`text` says the same as `figures` in words where the section holds figures."""

    heading: str
    text: str
    figures: tuple[MeasuredFigure, ...] = ()

    @property
    def names_addresses(self) -> bool:
        """Whether the text may hold an address that becomes a link; looking for them word by word takes long."""
        return bool(ADDRESS.search(self.text))


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
    contact: str
    honours: list[Honour]

    @property
    def type_label(self) -> str:
        return InnovationType(self.type).label if self.type else ""

    @property
    def best_honour(self) -> Honour | None:
        """The honour that the card shows; mere mentions in a list are none."""
        return next((honour for honour in self.honours if honour.level > HonourLevel.NONE), None)


def public_facts(innovation_ids: Iterable[int]) -> dict[int, PublicFacts]:
    """Return the facts of those innovations that may be public now, by id.

    Four queries, however many innovations, and one more where a consent to publish was withdrawn.

    An innovation is public by its latest version that passed verification in an edition whose catalogue policy lets it
    appear, or, without one, as a past innovation known from public sources.
    """
    ids = list(innovation_ids)
    versions = _latest_public_versions(ids)
    honours = honours_of(ids)
    past = Innovation.objects.filter(pk__in=set(ids) - versions.keys(), data_mark=DataMark.PUBLIC)
    withdrawn = withdrawn_consents(each.submission_id for each in versions.values() if each.has_withdrawals)
    facts = [
        _from_version(each.submission.innovation, each, honours, withdrawn.get(each.submission_id, frozenset()))
        for each in versions.values()
    ]
    facts += [_from_registry(innovation, honours) for innovation in past.select_related("agency__region")]
    return {each.innovation.pk: each for each in facts}


def _latest_public_versions(innovation_ids: list[int]) -> dict[int, SubmissionVersion]:
    """Of a verified submission the latest version is the one that passed: it cannot be changed afterwards."""
    withdrawals = WithdrawnConsent.objects.filter(submission=OuterRef("submission"), given_again_at=None)
    announced = Award.objects.filter(level__edition=OuterRef("submission__edition")).exclude(state=AwardState.REVOKED)
    versions = (
        SubmissionVersion.objects.filter(
            Q(submission__edition__catalogue_policy=CataloguePolicy.AFTER_VERIFICATION)
            | Q(submission__edition__state=EditionState.FINISHED)
            | Exists(announced),
            submission__innovation__in=innovation_ids,
            submission__status=SubmissionStatus.VERIFIED,
        )
        .annotate(has_withdrawals=Exists(withdrawals))
        .select_related("submission__innovation__agency__region")
        .order_by("submission__edition__year", "number")
    )
    return {version.submission.innovation_id: version for version in versions}


def _from_version(
    innovation: Innovation,
    version: SubmissionVersion,
    honours: dict[int, list[Honour]],
    withdrawn: Withdrawn,
) -> PublicFacts:
    payload = _without_withdrawn(version.payload, withdrawn)
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
        contact=consented_contact(payload),
        honours=honours.get(innovation.pk, []),
    )


def _from_registry(innovation: Innovation, all_honours: dict[int, list[Honour]]) -> PublicFacts:
    honours = all_honours.get(innovation.pk, [])
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
        contact="",
        honours=honours,
    )


def public_sections(payload: dict) -> list[PublicSection]:
    """Return the written parts of a frozen version that the public may read, in the order of the proposal."""
    headings = PUBLIC_SECTIONS | {
        code: heading for code, (heading, consent) in CONSENTED_SECTIONS.items() if consent in _consents(payload)
    }
    return [
        PublicSection(headings[section["code"]], without_contacts(section["text"]), _figures(section))
        for section in payload["sections"]
        if section["code"] in headings and section["text"].strip()
    ]


def _figures(section: dict) -> tuple[MeasuredFigure, ...]:
    if section.get("kind") != SectionKind.FIGURES:
        return ()
    return tuple(
        MeasuredFigure(
            without_contacts(row["indicator"]), measured(row["before"]), measured(row["after"]), row["unit"]
        )
        for row in section["value"] or []
        if row["before"] and row["after"]
    )


def consenting_innovators(payload: dict) -> list[str]:
    """Return the names of the innovators if the frozen version records their consent to be named, else none."""
    if CONSENT_TO_NAMES in _consents(payload):
        return [innovator["name"] for innovator in payload["innovators"]]
    return []


def consented_contact(payload: dict) -> str:
    """Return whom to ask, where the edition asks for it and the frozen version records the consent to show it."""
    if CONSENT_TO_CONTACT not in _consents(payload):
        return ""
    return next((one["text"].strip() for one in payload["sections"] if one["code"] == CONTACT_SECTION), "")


def _without_withdrawn(payload: dict, withdrawn: Withdrawn) -> dict:
    """Return what a version says without consents, and without names of innovators, that were taken back."""
    codes = {code for code, innovator in withdrawn if not innovator}
    names = {innovator for code, innovator in withdrawn if code == CONSENT_TO_NAMES}
    return payload | {
        "declarations": [each for each in payload["declarations"] if each["code"] not in codes],
        "innovators": [each for each in payload["innovators"] if each["name"] not in names],
    }


def _consents(payload: dict) -> set[str]:
    return {declaration["code"] for declaration in payload["declarations"]}
