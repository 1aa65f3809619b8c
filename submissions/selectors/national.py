"""What can be proposed to a national competition, and what the form of a proposal says."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import translation
from django.utils.text import slugify
from wagtail import hooks

from innovation_portal.utils.words import count_words
from submissions.enums import SubmissionStatus
from submissions.models import (
    NationalCompetition,
    NationalProposal,
    NationalSection,
    NationalText,
    Recognition,
    SubmissionVersion,
)
from submissions.national_enums import NationalKind, NationalState
from submissions.selectors.entries import named_facts

# How the data of a section names the facts of a submission, and what the payload calls them.
FACTS = {
    "data-instansi": "agency",
    "data-mulai": "started_on",
    "data-urusan": "affair",
    "data-bentuk": "form",
    "data-jenis": "type",
    "data-tahap": "phase",
    "data-tpb": "goals",
}


@dataclass(frozen=True)
class Part:
    """A piece of the frozen submission beside the form: an answer, or a fact."""

    title: str
    text: str
    words: int


@dataclass(frozen=True)
class Sheet:
    """One section of the form with its text, and the parts of the submission that it is filled from."""

    section: NationalSection
    text: str
    parts: list[Part]
    row: NationalText | None

    @property
    def words(self) -> int:
        return count_words(self.text)

    @property
    def revision(self) -> int:
        return self.row.revision if self.row else 0

    @property
    def problem(self) -> str:
        """What stands in the way of sending it: `empty`, `under`, `over` or ""."""
        if not self.words:
            return "empty" if self.section.is_required else ""
        if self.section.word_minimum and self.words < self.section.word_minimum:
            return "under"
        if self.section.word_limit and self.words > self.section.word_limit:
            return "over"
        return ""


def competitions_to_enter() -> QuerySet[NationalCompetition]:
    """Return the competitions whose form is known, the latest first."""
    return NationalCompetition.objects.filter(is_held=True, sections__isnull=False).distinct()


def competitions_with_counts() -> QuerySet[NationalCompetition]:
    """Return all competitions with `section_count` and `proposal_count`, the latest first."""
    return NationalCompetition.objects.annotate(
        section_count=Count("sections", distinct=True), proposal_count=Count("proposals", distinct=True)
    )


def national_proposals() -> QuerySet[NationalProposal]:
    """Return all proposals with what a list shows of each."""
    return NationalProposal.objects.select_related(
        "competition", "group", "level", "recognition", "innovation__agency__region", "version__submission__edition"
    )


def candidate_versions(competition: NationalCompetition) -> QuerySet[SubmissionVersion]:
    """Return the latest version of each verified submission whose innovation has no proposal there that stands."""
    standing = NationalProposal.objects.filter(
        competition=competition, innovation=OuterRef("submission__innovation")
    ).exclude(state=NationalState.WITHDRAWN)
    latest = SubmissionVersion.objects.filter(submission=OuterRef("submission")).order_by("-number")
    return SubmissionVersion.objects.filter(
        ~Exists(standing),
        submission__status=SubmissionStatus.VERIFIED,
        pk=Subquery(latest.values("pk")[:1]),
    )


def candidate_years(competition: NationalCompetition) -> list[int]:
    """Return the years of the editions that have something to propose, the latest first."""
    years = candidate_versions(competition).values_list("submission__edition__year", flat=True)
    return list(years.order_by("-submission__edition__year").distinct())


@dataclass(frozen=True)
class Candidate:
    """A version that can be proposed, with the awards of this competition that its innovation carries."""

    version: SubmissionVersion
    awards: list[str]


def candidates_for(competition: NationalCompetition, *, edition_year: int | None = None) -> list[Candidate]:
    """Return what can be proposed, the awarded first, then by title; of one edition where its year is given."""
    versions = candidate_versions(competition).select_related(
        "submission__edition", "submission__innovation__agency__region"
    )
    if edition_year is not None:
        versions = versions.filter(submission__edition__year=edition_year)
    rows = list(versions.defer("payload").order_by("submission__innovation__title", "pk"))
    awards = _awards({row.submission.innovation_id for row in rows})
    found = [Candidate(row, awards.get(row.submission.innovation_id, [])) for row in rows]
    return sorted(found, key=lambda candidate: not candidate.awards)


def _awards(innovation_ids: set[int]) -> dict[int, list[str]]:
    """Awards of this competition, which an app above knows by the hook."""
    awards: dict[int, list[str]] = {}
    for awards_of_innovations in hooks.get_hooks("awards_of_innovations"):
        for innovation, name in awards_of_innovations(innovation_ids):
            awards.setdefault(innovation, []).append(name)
    return awards


def sheet_of(proposal: NationalProposal) -> list[Sheet]:
    """Return the sections of the form for the proposal's group, each with its text and its sources. Two queries.

    A section is filled from the parts that its data name, by the code of the section they were written in.
    """
    known = parts_of(proposal.version.payload)
    rows = {row.section_id: row for row in proposal.texts.all()}
    sections = NationalSection.objects.filter(competition=proposal.competition_id)
    return [_sheet(section, known, rows.get(section.pk)) for section in sections if section.is_for(proposal.group)]


def _sheet(section: NationalSection, known: dict[str, Part], row: NationalText | None) -> Sheet:
    parts = [known[code] for code in section.sources if code in known and known[code].text]
    return Sheet(section, row.text if row else filled_from(parts), parts, row)


def filled_from(parts: Iterable[Part]) -> str:
    return "\n\n".join(part.text for part in parts)


def parts_of(payload: dict) -> dict[str, Part]:
    """Return the answers of a frozen version by code and by name of their section, and its facts by `data-` codes."""
    with translation.override(settings.LANGUAGE_CODE):  # the form is Indonesian whoever reads it
        facts = named_facts(payload)
    named = {code: facts[name] for code, name in FACTS.items()}
    for section in payload["sections"]:
        named.setdefault(slugify(section["title"]), (section["title"], section["text"]))
    named |= {section["code"]: (section["title"], section["text"]) for section in payload["sections"]}
    named["data-judul"] = ("Judul", payload["title"])
    named["data-ringkasan"] = ("Ringkasan", payload["summary"])
    return {code: Part(title, text.strip(), count_words(text)) for code, (title, text) in named.items()}


def events_of(proposal: NationalProposal):
    """Return the history of a proposal, the latest first."""
    return proposal.events.select_related("actor").order_by("-at", "-pk")


def national_history_of(innovation_id: int) -> tuple[QuerySet[NationalProposal], QuerySet[Recognition]]:
    """Return every proposal of an innovation, and the national recognitions that none of them made, the latest first.

    Recognitions are called as they were in their year.
    """
    proposals = national_proposals().filter(innovation=innovation_id).order_by("-competition__year", "-pk")
    return proposals, listed_recognitions().filter(innovation=innovation_id).order_by("-year", "award")


def listed_recognitions() -> QuerySet[Recognition]:
    """Return the national recognitions of published lists, which no proposal has made."""
    beginnings = Q()
    for kind in NationalKind:
        for beginning in kind.award_beginnings:
            beginnings |= Q(award__startswith=beginning)
    return Recognition.objects.filter(beginnings, national_proposal=None)
