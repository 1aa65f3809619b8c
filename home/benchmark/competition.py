from datetime import timedelta
from itertools import cycle, islice
from random import Random

from home.benchmark import Sizes, words
from home.benchmark.registry import People
from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from judging.enums import RoundState, ScoreState, SheetState
from judging.models import Assignment, Criterion, Panelist, Round, Score, ScoreSheet
from judging.services.results import calculate_result
from judging.services.rubrics import create_kipp_2023_rubric
from submissions.data.kipp_2023 import GENERAL
from submissions.enums import CataloguePolicy, EditionState, StageKind, SubmissionStatus, VerificationOutcome
from submissions.models import (
    Agency,
    Answer,
    DeclarationConsent,
    Edition,
    Innovation,
    Obligation,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    Verification,
)
from submissions.selectors.editions import sections_of
from submissions.services.edition_template import create_edition_from_template
from submissions.services.versions import payload_of

# Most agencies hand in, some more than one entry; the rest are the holes that the board must show.
SHARE_OF_AGENCIES_WITH_ENTRIES = 0.8


def load_edition(sizes: Sizes, agencies: list[Agency], people: People) -> Edition:
    """An open edition in which every page can be used at once: all its stages are open."""
    now = clock.now()
    edition = create_edition_from_template(
        now.year,
        actor=people.secretary,
        stages={kind: (now - timedelta(days=60), now + timedelta(days=30)) for kind in StageKind},
        judges_per_entry=sizes.judges_per_entry,
        catalogue_policy=CataloguePolicy.AFTER_VERIFICATION,
        is_example=True,
        state=EditionState.OPEN,
    )
    Obligation.objects.bulk_create(Obligation(edition=edition, agency=agency) for agency in agencies)
    return edition


def load_submissions(
    sizes: Sizes, edition: Edition, innovations: list[Innovation], people: People, random: Random
) -> list[SubmissionVersion]:
    """Verified submissions with texts of the usual length, each with its frozen version and its history."""
    entrants = set(list(people.approvers)[: round(len(people.approvers) * SHARE_OF_AGENCIES_WITH_ENTRIES)])
    entered = islice((one for one in innovations if one.agency_id in entrants), sizes.submissions)
    category, group = edition.categories.first(), edition.groups.get(code=GENERAL)
    submissions = Submission.objects.bulk_create(
        Submission(
            edition=edition,
            innovation=innovation,
            category=category,
            group=group,
            goals=[3, 16],
            status=SubmissionStatus.VERIFIED,
            registration_number=f"{edition.registration_code}-{edition.year}-{number:04}",
            first_submitted_at=clock.now(),
            created_by=people.approvers[innovation.agency_id],
        )
        for number, innovation in enumerate(entered, start=1)
    )
    _write(submissions, edition, random)
    versions = SubmissionVersion.objects.bulk_create(
        (_frozen(submission) for submission in submissions), batch_size=200
    )
    _verify(versions, people)
    return versions


def load_round(edition: Edition, versions: list[SubmissionVersion], people: People, random: Random) -> Round:
    """An open round in which every sheet is in but one, and the ranking calculated from them."""
    rubric = create_kipp_2023_rubric()
    round_ = Round.objects.create(edition=edition, rubric=rubric, state=RoundState.OPEN)
    Panelist.objects.create(round=round_, judge=people.chair, is_chair=True)
    panel = Panelist.objects.bulk_create(Panelist(round=round_, judge=judge) for judge in people.judges)
    seats = cycle(panel)
    assignments = Assignment.objects.bulk_create(
        Assignment(round=round_, panelist=next(seats), version=version, sort_order=order, cleared_at=clock.now())
        for order, version in enumerate(versions)
        for _seat in range(edition.judges_per_entry)
    )
    sheets = ScoreSheet.objects.bulk_create(
        ScoreSheet(assignment=assignment, state=SheetState.SUBMITTED, submitted_at=clock.now())
        for assignment in assignments
    )
    _score(sheets, list(rubric.criteria.all()), rubric.scale_maximum, random)
    calculate_result(round_.pk, actor=people.chair)
    ScoreSheet.objects.filter(pk=sheets[0].pk).update(state=SheetState.DRAFT, submitted_at=None)
    return round_


def _write(submissions: list[Submission], edition: Edition, random: Random) -> None:
    sections, declarations = sections_of(submissions[0]), list(edition.declarations.all())
    Answer.objects.bulk_create(
        (
            Answer(
                submission=submission,
                section=section,
                text=words.paragraph(random, section.word_limit * 3 // 4),
                edited_by=submission.created_by,
            )
            for submission in submissions
            for section in sections
        ),
        batch_size=1000,
    )
    DeclarationConsent.objects.bulk_create(
        DeclarationConsent(submission=submission, declaration=declaration, accepted_by=submission.created_by)
        for submission in submissions
        for declaration in declarations
    )


def _frozen(submission: Submission) -> SubmissionVersion:
    payload = payload_of(submission)
    return SubmissionVersion(
        submission=submission,
        number=1,
        payload=payload,
        sha256=hash_of(payload),
        submitted_by=submission.created_by,
        submitted_at=submission.first_submitted_at,
    )


def _verify(versions: list[SubmissionVersion], people: People) -> None:
    now = clock.now()
    Verification.objects.bulk_create(
        Verification(version=version, verifier=people.secretary, outcome=VerificationOutcome.PASSED, at=now)
        for version in versions
    )
    SubmissionEvent.objects.bulk_create(
        SubmissionEvent(
            submission=version.submission, actor=actor, action=action, to_status=status, version=version, at=now
        )
        for version in versions
        for actor, action, status in (
            (version.submitted_by, "submit", SubmissionStatus.SUBMITTED),
            (people.secretary, "verify", SubmissionStatus.VERIFIED),
        )
    )


def _score(sheets: list[ScoreSheet], criteria: list[Criterion], maximum: int, random: Random) -> None:
    Score.objects.bulk_create(
        (
            Score(sheet=sheet, criterion=criterion, state=ScoreState.SCORED, value=random.randint(1, maximum))
            for sheet in sheets
            for criterion in criteria
        ),
        batch_size=2000,
    )
