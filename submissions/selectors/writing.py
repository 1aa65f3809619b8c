"""What was written so far: the sections of a submission with their answers and evidence."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from innovation_portal.utils.words import count_words
from submissions.contents import is_incomplete
from submissions.enums import SectionKind
from submissions.models import Answer, Evidence, Presence, Section, Submission
from submissions.selectors.editions import sections_of

# An open page says so every twenty seconds; two that were lost do not make its writer vanish.
PRESENCE_LASTS = timedelta(seconds=60)


@dataclass(frozen=True)
class WrittenSection:
    """One section of the template together with what the submission has for it."""

    number: int
    section: Section
    answer: Answer | None
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.answer.text if self.answer else ""

    @property
    def value(self) -> Any:
        return self.answer.value if self.answer else None

    @property
    def revision(self) -> int:
        return self.answer.revision if self.answer else 0

    @property
    def is_text(self) -> bool:
        return self.section.kind == SectionKind.TEXT

    @property
    def words(self) -> int:
        """Words that count against a limit; only a text has one."""
        return count_words(self.text) if self.is_text else 0

    @property
    def has_content(self) -> bool:
        if self.section.kind == SectionKind.FILES:
            return bool(self.evidence)
        return bool(self.words) if self.is_text else self.value is not None

    @property
    def guidance(self) -> list[str]:
        return [line for line in self.section.guidance.splitlines() if line.strip()]

    @property
    def is_missing(self) -> bool:
        return self.section.is_required and self.section.kind != SectionKind.FILES and not self.has_content

    @property
    def is_incomplete(self) -> bool:
        return is_incomplete(self.section, self.value)

    @property
    def is_too_long(self) -> bool:
        return self.is_text and self.words > self.section.word_limit

    @property
    def needs_evidence(self) -> bool:
        asks_for_files = self.section.kind == SectionKind.FILES and self.section.is_required
        return self.section.needs_evidence or asks_for_files

    @property
    def lacks_evidence(self) -> bool:
        return self.needs_evidence and not self.evidence

    @property
    def is_done(self) -> bool:
        return self.has_content and not self.wanting

    @property
    def flaw(self) -> str:
        """Say what is wrong with what is there; empty where nothing has been written yet."""
        return "" if self.is_missing else self.wanting

    @property
    def wanting(self) -> str:
        """Say in a few words what this section still lacks; empty when nothing."""
        if self.is_missing:
            return _("Not written yet") if self.is_text else _("Not answered yet")
        if self.is_incomplete:
            return _("A line is not complete yet")
        if self.is_too_long:
            return _("Above the word limit")
        return _("Evidence is not attached yet") if self.lacks_evidence else ""


def writers_beside(submission: Submission, user) -> list[Presence]:
    """Return who else has a section of the submission open, with `user` and `section`, the latest first."""
    since = clock.now() - PRESENCE_LASTS
    others = submission.presences.filter(seen_at__gte=since, user__is_active=True).exclude(user=user)
    return list(others.select_related("user", "section").order_by("-seen_at"))


def present_evidence(submission: Submission) -> list[Evidence]:
    """Return the evidence that was not removed, oldest first. Prefetched `evidence` is used."""
    return [item for item in submission.evidence.all() if item.removed_at is None]


def written_sections(submission: Submission) -> list[WrittenSection]:
    """Return every section of the submission's group in its order, whether something was written for it or not.

    Prefetched `answers`, `evidence` and templates are used.
    """
    answers = {answer.section_id: answer for answer in submission.answers.all()}
    evidence: dict[int | None, list[Evidence]] = {}
    for item in present_evidence(submission):
        evidence.setdefault(item.section_id, []).append(item)
    return [
        WrittenSection(number, section, answers.get(section.pk), evidence.get(section.pk, []))
        for number, section in enumerate(sections_of(submission), start=1)
    ]
