from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from innovation_portal.utils.words import padded_words
from submissions.enums import EditionState, SectionKind
from submissions.idea_enums import IdeaState
from submissions.models import Agency, Edition, Idea, IdeaSupport, Innovation, ParticipantGroup, Submission
from submissions.selectors.editions import current_edition, sections_of

# The sections of the template of KIPP 2023 that ask for what an idea says.
SECTION_CODES = {"problem": "latar-belakang", "proposal": "kebaruan", "benefit": "signifikansi"}
SUMMARY_CODE = "ringkasan"
INITIATOR = "Penggagas"  # data of a submission, and so in the language of the office


@dataclass(frozen=True)
class IdeaCounts:
    """How many ideas the people of an agency have handed in, by what became of them."""

    waiting: int
    adopted: int
    set_aside: int

    @property
    def total(self) -> int:
        return self.waiting + self.adopted + self.set_aside


@dataclass(frozen=True)
class IdeaTexts:
    """What a draft begins with: the answers by the id of their section, and what none of them takes."""

    answers: dict[int, str]
    summary: str


def ideas_of_agency(agency: Agency, user) -> QuerySet[Idea]:
    """Return the ideas that this member of the agency reads, with author, support and whether it is the member's.

    What waits comes first, in it what more people support; one that was taken back only its author sees.
    """
    is_waiting = Case(When(state=IdeaState.WAITING, then=Value(0)), default=Value(1))
    mine = IdeaSupport.objects.filter(idea=OuterRef("pk"), user=user)
    ideas = Idea.objects.filter(agency=agency).filter(~Q(state=IdeaState.WITHDRAWN) | Q(author=user))
    return (
        ideas.select_related("author", "decided_by", "submission__innovation")
        .annotate(support_count=Count("supports"), is_supported=Exists(mine))
        .order_by(is_waiting, "-support_count", "-handed_in_at", "-pk")
    )


def idea_counts(agency: Agency) -> IdeaCounts:
    """Return the numbers on the first page of the agency, in one query."""
    return IdeaCounts(**Idea.objects.filter(agency=agency).aggregate(**_by_state()))


def agencies_with_ideas() -> QuerySet[Agency]:
    """Return the agencies whose people have handed in ideas, with how many of each state; no idea itself."""
    counts = {f"{name}_count": count for name, count in _by_state("ideas__").items()}
    rows = Agency.objects.filter(ideas__isnull=False).select_related("region")
    return rows.annotate(**counts).order_by("name", "pk")


def _by_state(prefix: str = "") -> dict[str, Count]:
    states = (IdeaState.WAITING, IdeaState.ADOPTED, IdeaState.SET_ASIDE)
    return {state.value: Count(f"{prefix}pk", Q(**{f"{prefix}state": state})) for state in states}


def edition_for_ideas() -> Edition | None:
    """Return the edition in which an idea can become a draft now, if one is open."""
    edition = current_edition()
    return edition if edition and edition.state == EditionState.OPEN else None


def texts_for_draft(idea: Idea, edition: Edition, group: ParticipantGroup | None) -> IdeaTexts:
    """Share the texts of an idea out among the sections that a draft of this group would have to write.

    What no section asks for goes into the summary: the section of that name, or the innovation's own.
    """
    sections = {
        section.code: section.pk
        for section in sections_of(Submission(edition=edition, group=group))
        if section.kind == SectionKind.TEXT
    }
    answers = {sections[code]: getattr(idea, name) for name, code in SECTION_CODES.items() if code in sections}
    rest = "\n\n".join(getattr(idea, name) for name, code in SECTION_CODES.items() if code not in sections)
    if rest and SUMMARY_CODE in sections:
        return IdeaTexts({**answers, sections[SUMMARY_CODE]: rest}, summary="")
    return IdeaTexts(answers, summary=rest)


def initiators_of(innovation: Innovation) -> list[str]:
    """Return the names of those whose ideas the innovation grew out of, in every year in which it is entered."""
    ideas = Idea.objects.filter(submission__innovation=innovation).order_by("pk")
    return list(ideas.values_list("author__name", flat=True))


def with_initiators(names: Iterable[str], innovators: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Return the innovators, in front those of the initiators whose name none of them has, with titles or without."""
    given = list(innovators)
    named = [padded_words(one["name"]) for one in given]
    missing = [name for name in names if not any(padded_words(name) in other for other in named)]
    return [*({"name": name, "role": INITIATOR} for name in missing), *given]
