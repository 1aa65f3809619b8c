"""Everything a machine can check before a submission is handed in, found all at once."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, OuterRef, Subquery, Value, When, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from submissions.enums import Lineage, StageKind
from submissions.models import Evidence, Submission
from submissions.selectors.editions import stage_of, template_of
from submissions.selectors.eligibility import (
    AwardsByInnovation,
    awards_by_innovation,
    group_refusal,
    lacks_group,
    minimum_age_of,
    quota_of,
)
from submissions.selectors.similar import innovations_titled
from submissions.selectors.writing import WrittenSection, present_evidence, written_sections
from submissions.workflow import MEETS_OBLIGATION

# What the checks read of a submission, for asking about several at once.
CHECKED = (
    "innovation__agency",
    "group",
    "answers",
    "evidence",
    "consents",
    "earlier_template__sections",
    "earlier_template__declarations",
    *(f"edition__{name}" for name in ("stages", "groups", "agency_quotas", "sections", "declarations")),
)


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `anchor` is the block of the writing pages where that is done."""

    code: str
    message: str
    section_id: int | None = None
    anchor: str = "facts"


def problems_of(submission: Submission, sections: list[WrittenSection] | None = None) -> list[Problem]:
    """Return everything that keeps the submission from being handed in; empty means that it may be.

    A caller that has read the `written_sections` already hands them in.
    """
    return [*problems_within(submission, sections), *problems_among_others(submission)]


def problems_of_each(submissions: Sequence[Submission]) -> list[list[Problem]]:
    """Return `problems_of` each in their order, with the same queries however many they are."""
    prefetch_related_objects(submissions, *CHECKED)
    awards = awards_by_innovation(submission.innovation for submission in submissions)
    others = _found_among_others(submissions)
    return [[*problems_within(one, awards=awards), *_problems_among(one, *others[one.pk])] for one in submissions]


def problems_within(
    submission: Submission,
    sections: list[WrittenSection] | None = None,
    awards: AwardsByInnovation | None = None,
) -> list[Problem]:
    """Return the problems of what it says itself; they stay as they are while its row is locked."""
    return [
        *_facts_problems(submission, awards),
        *_section_problems(sections or written_sections(submission)),
        *_file_problems(present_evidence(submission)),
        *_declaration_problems(submission),
    ]


def eligibility_problems(submission: Submission) -> list[Problem]:
    """Return what keeps the innovation out whatever is written, by the facts that were given so far."""
    problems = [*_age_problems(submission), *_group_problems(submission)]
    return [problem for problem in problems if not problem.code.endswith("_missing")]


def problems_among_others(submission: Submission) -> list[Problem]:
    """Return the problems that come from what others have handed in."""
    return [*_problems_among(submission, *_found_among_others([submission])[submission.pk])]


def _facts_problems(submission: Submission, awards: AwardsByInnovation | None) -> Iterator[Problem]:
    innovation = submission.innovation
    yield from _group_problems(submission, awards)
    if submission.category_id is None:
        yield Problem("category_missing", _("Choose a category."))
    for name in ("field", "form", "type", "phase"):
        if not getattr(innovation, name):
            label = innovation._meta.get_field(name).verbose_name
            yield Problem(f"{name}_missing", _("Fill in: %(label)s.") % {"label": label})
    yield from _age_problems(submission)


def _age_problems(submission: Submission) -> Iterator[Problem]:
    started_on, months = submission.innovation.started_on, minimum_age_of(submission)
    registration = stage_of(submission.edition, StageKind.REGISTRATION)
    if started_on is None:
        yield Problem("start_missing", _("Say since when the innovation has been in use."))
    elif started_on > clock.today():
        yield Problem("start_in_future", _("The innovation cannot have started in the future."))
    elif registration is not None:
        latest = months_before(timezone.localdate(registration.closes_at), months)
        if started_on > latest:
            message = _(
                "The innovation is too young: on the closing day it must have been in use for %(months)s months, "
                "so since %(latest)s at the latest."
            )
            yield Problem("too_young", message % {"months": months, "latest": date_format(latest, "j F Y")})


def _group_problems(submission: Submission, awards: AwardsByInnovation | None = None) -> Iterator[Problem]:
    group = submission.group
    if group is None:
        if lacks_group(submission):
            yield Problem(
                "group_missing",
                _("Choose the group in which the innovation takes part; it decides which sections you write."),
            )
        return
    refusal = group_refusal(group, submission.innovation, awards)
    if refusal == "not_replication":
        message = _("The group “%(group)s” is for replications. Say in the lineage what was replicated.")
        yield Problem("not_replication", message % {"group": group})
    elif refusal == "former_winner":
        message = _("The group “%(group)s” is not for innovations that have won before, nor for what develops them.")
        yield Problem("former_winner", message % {"group": group})
    elif refusal == "no_winner":
        message = _("The group “%(group)s” is only for innovations that have won before.")
        yield Problem("no_winner", message % {"group": group})


def months_before(day: date, months: int) -> date:
    """Return the same day of the month `months` earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _section_problems(sections: list[WrittenSection]) -> Iterator[Problem]:
    for written in sections:
        section = written.section
        if written.is_missing:
            message = (
                _("%(section)s has not been written yet.") if written.is_text else _("Not answered yet: %(section)s")
            )
            yield Problem("section_missing", message % {"section": section}, section.pk, "text")
        if written.is_incomplete:
            message = _("%(section)s has a line in which something is missing.") % {"section": section}
            yield Problem("figures_incomplete", message, section.pk, "text")
        if written.is_too_long:
            message = _("%(section)s has %(words)s words, the limit is %(limit)s.")
            values = {"section": section, "words": written.words, "limit": section.word_limit}
            yield Problem("section_too_long", message % values, section.pk, "text")
        if written.lacks_evidence:
            message = _("%(section)s needs at least one piece of evidence.") % {"section": section}
            yield Problem("evidence_missing", message, section.pk, "evidence")


def _file_problems(evidence: list[Evidence]) -> Iterator[Problem]:
    for item in evidence:
        if item.file and not item.file.storage.exists(item.file.name):
            message = _("The file “%(title)s” can no longer be read. Remove it and upload it again.")
            yield Problem("file_missing", message % {"title": item.title}, item.section_id, "evidence")


def _declaration_problems(submission: Submission) -> Iterator[Problem]:
    accepted = {consent.declaration_id for consent in submission.consents.all()}
    for declaration in template_of(submission).declarations.all():
        if declaration.is_required and declaration.pk not in accepted:
            message = _("Not yet declared: %(declaration)s") % {"declaration": declaration.text}
            yield Problem("declaration_missing", message, anchor="declarations")


def _found_among_others(submissions: Iterable[Submission]) -> dict[int, tuple[str, int]]:
    """Return by submission the agency that holds its title, if any, and how many others its agency has handed in.

    The same title in any year counts, unless the lineage says where it comes from. What is stored is what counts.
    """
    linked = [OuterRef("innovation"), OuterRef("origin")]
    holders = innovations_titled(OuterRef("innovation__title")).exclude(pk__in=linked).values("agency__name")
    of_agency = Submission.objects.filter(
        MEETS_OBLIGATION, edition=OuterRef("edition"), agency=OuterRef("agency")
    ).exclude(pk=OuterRef("pk"))
    counted = of_agency.order_by().values("edition").annotate(total=Count("pk")).values("total")
    origin = Case(When(innovation__lineage=Lineage.NEW, then="innovation"), default="innovation__source")
    rows = Submission.objects.filter(pk__in=[submission.pk for submission in submissions]).annotate(origin=origin)
    found = rows.values_list("pk", Coalesce(Subquery(holders[:1]), Value("")), Coalesce(Subquery(counted), 0))
    return {pk: (holder, handed_in) for pk, holder, handed_in in found}


def _problems_among(submission: Submission, title_holder: str, handed_in: int) -> Iterator[Problem]:
    if title_holder:
        message = _(
            "The title is the same as that of an innovation of %(agency)s. Change the title, or say in the lineage "
            "that this one develops or replicates it."
        )
        yield Problem("title_taken", message % {"agency": title_holder})
    quota = quota_of(submission.edition, submission.innovation.agency)
    if handed_in >= quota:
        message = _("Your agency has handed in %(quota)s submissions already, the most this edition allows.")
        yield Problem("quota_reached", message % {"quota": quota}, anchor="quota")
