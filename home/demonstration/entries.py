"""Stories become submissions: written, approved, handed in and verified by the people whose work that is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from home.demonstration.moments import Calendar, played_at
from home.demonstration.people import Staff
from home.demonstration.proofs import PROOFS
from home.demonstration.stories import Story
from innovation_portal.accounts.models import User
from submissions.data.kipp_2023 import GENERAL
from submissions.enums import Lineage, SubmissionStatus, VerificationOutcome
from submissions.models import Edition, Innovation, Submission
from submissions.selectors.editions import sections_of
from submissions.services.drafts import (
    Facts,
    accept_declarations,
    replace_innovators,
    save_answer,
    start_submission,
)
from submissions.services.evidence import add_file, choose_publicity
from submissions.services.submissions import change_status
from submissions.services.verification import verify_submission

# How far each story goes: what happens to it after it was written, and how the verifier decides.
HANDED_IN = {"submitted", "returned", "rejected", "verified"}
DECISIONS = {
    "verified": VerificationOutcome.PASSED,
    "returned": VerificationOutcome.RETURNED,
    "rejected": VerificationOutcome.REJECTED,
}
# Offices that are further on started earlier.
ORDER = ("verified", "rejected", "returned", "submitted", "awaiting_approval", "draft")
DAYS_TO_WRITE, DAYS_TO_VERIFY = 4, 3


@dataclass
class Entry:
    """A story on its way through an edition."""

    story: Story
    staff: Staff
    asked_at: datetime
    submission: Submission | None = None

    @property
    def written_at(self) -> datetime:
        return self.asked_at - timedelta(days=DAYS_TO_WRITE)

    @property
    def handed_in_at(self) -> datetime:
        return self.asked_at + timedelta(hours=3)

    @property
    def verified_at(self) -> datetime:
        return self.handed_in_at + timedelta(days=DAYS_TO_VERIFY)


def enter_stories(
    stories: Sequence[Story],
    edition: Edition,
    *,
    calendar: Calendar,
    days: tuple[int, int],
    staff: Mapping[str, Staff],
    verifier: User,
) -> list[Submission]:
    """Bring every story of an edition to its outcome, spread over `days` before the closing of registration."""
    entries = [
        Entry(story, staff[story.agency], asked_at)
        for story, asked_at in zip(_in_turn(stories, edition.year), _spread(calendar, days, len(stories)), strict=True)
    ]
    for entry in entries:
        with played_at(entry.written_at):
            entry.submission = _write(entry.story, edition, actor=entry.staff.operator)
    for entry in entries:
        _hand_in(entry)
    for entry in entries:
        _verify(entry, verifier)
    return [entry.submission for entry in entries]


def _in_turn(stories: Iterable[Story], year: int) -> list[Story]:
    """Put stories in the order of their outcome, those of one outcome in an order drawn for the year."""
    drawn = Random(year).sample(list(stories), len(stories))  # noqa: S311  a repeatable draw, no secret
    return sorted(drawn, key=lambda story: ORDER.index(story.outcome))


def _spread(calendar: Calendar, days: tuple[int, int], number: int) -> Iterator[datetime]:
    first, last = days
    for place in range(number):
        yield calendar.day(first + (last - first) * place / max(1, number - 1), hour=9 + place % 5)


def _write(story: Story, edition: Edition, *, actor: User) -> Submission:
    agency = actor.memberships.get(agency__code=story.agency).agency
    submission = start_submission(agency.pk, edition.pk, actor=actor, facts=_facts(story, edition))
    sections = {section.code: section for section in sections_of(submission)}
    for code, text in story.sections.items():
        save_answer(submission.pk, sections[code].pk, actor=actor, revision=0, text=text)
    replace_innovators(submission.pk, actor=actor, innovators=story.innovators)
    for proof in PROOFS:
        if proof.section in story.sections and proof.section not in story.unproven:
            evidence = add_file(
                submission.pk,
                actor=actor,
                upload=proof.upload(),
                title=proof.title,
                section_id=sections[proof.section].pk,
            )
            choose_publicity(
                evidence.pk, actor=actor, is_public=proof.is_public, alternative_text=proof.alternative_text
            )
    return submission


def _facts(story: Story, edition: Edition) -> Facts:
    source = None
    if story.lineage != Lineage.NEW:
        source = Innovation.objects.get(title=story.source, agency__code=story.agency)
    return Facts(
        title=story.title,
        summary=story.summary,
        started_on=story.started_on,
        lineage=story.lineage,
        source_id=source and source.pk,
        group_id=edition.groups.get(code=GENERAL).pk,
        category_id=edition.categories.order_by("sort_order")[story.category - 1].pk,
        field=story.field,
        form=story.form,
        type=story.type,
        phase=story.phase,
        affair=story.affair,
        goals=story.goals,
    )


def _hand_in(entry: Entry) -> None:
    submission = entry.submission
    if entry.story.outcome == SubmissionStatus.DRAFT:
        return
    with played_at(entry.asked_at):
        change_status(submission.pk, "request_approval", actor=entry.staff.operator)
    if entry.story.outcome not in HANDED_IN:
        return
    with played_at(entry.handed_in_at):
        declarations = submission.edition.declarations.values_list("pk", flat=True)
        accept_declarations(submission.pk, actor=entry.staff.approver, declaration_ids=declarations)
        change_status(submission.pk, "submit", actor=entry.staff.approver)


def _verify(entry: Entry, verifier: User) -> None:
    outcome = DECISIONS.get(entry.story.outcome)
    if outcome is None:
        return
    reasons = entry.submission.edition.reason_codes.filter(code__in=entry.story.reasons)
    with played_at(entry.verified_at):
        verify_submission(
            entry.submission.pk,
            actor=verifier,
            outcome=outcome,
            reason_ids=reasons.values_list("pk", flat=True),
            note=entry.story.note,
        )
