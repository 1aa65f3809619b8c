"""Everything a machine can check before a submission is handed in, found all at once."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from submissions.enums import Lineage, StageKind
from submissions.models import Evidence, Submission
from submissions.selectors.editions import stage_of, template_of
from submissions.selectors.eligibility import group_refusal, lacks_group, minimum_age_of, quota_of
from submissions.selectors.similar import innovations_titled
from submissions.selectors.writing import WrittenSection, present_evidence, written_sections
from submissions.workflow import MEETS_OBLIGATION


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


def problems_within(submission: Submission, sections: list[WrittenSection] | None = None) -> list[Problem]:
    """Return the problems of what it says itself; they stay as they are while its row is locked."""
    return [
        *_facts_problems(submission),
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
    return [*_title_problems(submission), *_quota_problems(submission)]


def _facts_problems(submission: Submission) -> Iterator[Problem]:
    innovation = submission.innovation
    yield from _group_problems(submission)
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


def _group_problems(submission: Submission) -> Iterator[Problem]:
    group = submission.group
    if group is None:
        if lacks_group(submission):
            yield Problem(
                "group_missing",
                _("Choose the group in which the innovation takes part; it decides which sections you write."),
            )
        return
    refusal = group_refusal(group, submission.innovation)
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


def _title_problems(submission: Submission) -> Iterator[Problem]:
    """The same title in any year is refused, unless the lineage says where it comes from."""
    innovation = submission.innovation
    linked = {innovation.pk}
    if innovation.lineage != Lineage.NEW:
        linked.add(innovation.source_id)
    taken = innovations_titled(innovation.title).exclude(pk__in=linked).select_related("agency").first()
    if taken is not None:
        message = _(
            "The title is the same as that of an innovation of %(agency)s. Change the title, or say in the lineage "
            "that this one develops or replicates it."
        )
        yield Problem("title_taken", message % {"agency": taken.agency})


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
    accepted = submission.consents.values("declaration")
    for declaration in template_of(submission).declarations.filter(is_required=True).exclude(pk__in=accepted):
        message = _("Not yet declared: %(declaration)s") % {"declaration": declaration.text}
        yield Problem("declaration_missing", message, anchor="declarations")


def _quota_problems(submission: Submission) -> Iterator[Problem]:
    quota = quota_of(submission.edition, submission.innovation.agency)
    handed_in = Submission.objects.filter(
        MEETS_OBLIGATION,
        edition=submission.edition_id,
        innovation__agency=submission.innovation.agency_id,
    ).exclude(pk=submission.pk)
    if handed_in.count() >= quota:
        message = _("Your agency has handed in %(quota)s submissions already, the most this edition allows.")
        yield Problem("quota_reached", message % {"quota": quota}, anchor="quota")
