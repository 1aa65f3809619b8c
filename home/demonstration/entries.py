"""Stories become submissions: written, approved, handed in and verified by the people whose work that is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from home.demonstration.courses import Course
from home.demonstration.moments import Calendar, played_at
from home.demonstration.people import Staff
from home.demonstration.proofs import PROOFS
from home.demonstration.schedule import FIRST_DAY, arrivals, deciding_days, workdays_after, workdays_before
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
# Who is further on came sooner; some wait for their head while others hand in.
RANKS = {"rejected": 0, "verified": 0, "returned": 1, "submitted": 2, "awaiting_approval": 2}
DAYS_TO_WRITE, DAYS_TO_CORRECT = (2, 14), (1, 3)
VERIFIER_STOPS = 15


@dataclass(frozen=True)
class Times:
    """When a submission was begun, shown to who answers for it, handed in and decided, and corrected in between."""

    written_at: datetime
    asked_at: datetime
    handed_in_at: datetime
    returned_at: datetime
    corrected_at: datetime
    decided_at: datetime


@dataclass
class Entry:
    """A story on its way through an edition."""

    story: Story
    staff: Staff
    times: Times
    submission: Submission | None = None


def enter_stories(
    stories: Sequence[Story],
    edition: Edition,
    *,
    course: Course,
    calendar: Calendar,
    staff: Mapping[str, Staff],
    verifier: User,
) -> list[Submission]:
    """Bring every story of an edition to its outcome, each step when it would have been taken."""
    entries = [Entry(story, staff[story.agency], times) for story, times in timetable(stories, course, calendar)]
    steps = [step for entry in entries for step in _steps(entry, edition, verifier)]
    for at, take in sorted(steps, key=lambda step: step[0]):
        with played_at(at):
            take()
    return [entry.submission for entry in entries]


def timetable(stories: Sequence[Story], course: Course, calendar: Calendar) -> Iterator[tuple[Story, Times]]:
    """Yield when each story takes its steps; those that are further on came sooner, drafts are begun all the time."""
    draw = Random(f"order {course.rhythm.seed}")  # noqa: S311  a repeatable draw, no secret
    drawn = draw.sample(list(stories), len(stories))
    drafts = [story for story in drawn if story.outcome == SubmissionStatus.DRAFT]
    late = [story for story in drawn if story.agency == course.more_time.agency and story not in drafts]
    # The first to come do not know yet what is asked, so it is they who are rejected or have to correct.
    others = sorted(
        (story for story in drawn if story not in drafts and story not in late),
        key=lambda story: (RANKS[story.outcome], story.outcome != "rejected" and not story.first_try),
    )
    moments = [
        *zip(others, arrivals(course.rhythm, calendar, len(others)), strict=True),
        *zip(drafts, arrivals(course.rhythm, calendar, len(drafts)), strict=True),
        *((story, calendar.day(course.more_time.days, hour=14)) for story in late),
    ]
    for (story, at), days in zip(moments, deciding_days(course.rhythm), strict=False):
        yield story, _times(at, days, calendar=calendar, decided_by=course.decided_by, draw=draw)


def _times(at: datetime, days: int, *, calendar: Calendar, decided_by: int, draw: Random) -> Times:
    """Return the times of a submission that is handed in at a moment; what waits for its approval waits since then."""
    asked_at = workdays_before(at, 1)
    written_at = workdays_before(asked_at, draw.randint(*DAYS_TO_WRITE))
    returned_at = workdays_after(at, 1)
    corrected_at = workdays_after(returned_at, draw.randint(*DAYS_TO_CORRECT))
    last = calendar.day(decided_by, hour=VERIFIER_STOPS)
    return Times(
        written_at=max(written_at, calendar.day(FIRST_DAY, hour=9)),
        asked_at=asked_at,
        handed_in_at=at,
        returned_at=returned_at,
        corrected_at=corrected_at,
        decided_at=min(workdays_after(at, days), last),
    )


def _steps(entry: Entry, edition: Edition, verifier: User) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Yield what happens to a story, each with its moment."""
    story, times = entry.story, entry.times
    yield times.written_at, partial(_begin, entry, edition)
    if story.outcome == SubmissionStatus.DRAFT:
        return
    yield times.asked_at, partial(_ask_for_approval, entry)
    if story.outcome not in HANDED_IN:
        return
    yield times.handed_in_at, partial(_hand_in, entry)
    decided_at = times.decided_at
    if story.first_try:
        yield times.returned_at, partial(_decide, entry, verifier, VerificationOutcome.RETURNED)
        yield times.corrected_at, partial(_correct, entry)
        decided_at = workdays_after(times.corrected_at, 1)
    if story.outcome in DECISIONS:
        yield decided_at, partial(_decide, entry, verifier, DECISIONS[story.outcome])


def _begin(entry: Entry, edition: Edition) -> None:
    entry.submission = _write(entry.story, edition, actor=entry.staff.operator)


def _write(story: Story, edition: Edition, *, actor: User) -> Submission:
    agency = actor.memberships.get(agency__code=story.agency).agency
    submission = start_submission(agency.pk, edition.pk, actor=actor, facts=_facts(story, edition))
    sections = {section.code: section for section in sections_of(submission)}
    for code, text in {**story.sections, **story.first_try}.items():
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


def _ask_for_approval(entry: Entry) -> None:
    change_status(entry.submission.pk, "request_approval", actor=entry.staff.operator)


def _hand_in(entry: Entry) -> None:
    submission, approver = entry.submission, entry.staff.approver
    declarations = submission.edition.declarations.values_list("pk", flat=True)
    accept_declarations(submission.pk, actor=approver, declaration_ids=declarations)
    change_status(submission.pk, "submit", actor=approver)


def _correct(entry: Entry) -> None:
    """Write what the verifier missed, and hand it in again."""
    sections = {section.code: section for section in sections_of(entry.submission)}
    for code in entry.story.first_try:
        save_answer(
            entry.submission.pk,
            sections[code].pk,
            actor=entry.staff.operator,
            revision=1,
            text=entry.story.sections[code],
        )
    _ask_for_approval(entry)
    _hand_in(entry)


def _decide(entry: Entry, verifier: User, outcome: VerificationOutcome) -> None:
    is_passed = outcome == VerificationOutcome.PASSED
    reasons = entry.submission.edition.reason_codes.filter(code__in=[] if is_passed else entry.story.reasons)
    verify_submission(
        entry.submission.pk,
        actor=verifier,
        outcome=outcome,
        reason_ids=reasons.values_list("pk", flat=True),
        note="" if is_passed else entry.story.note,
    )
