from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from home.benchmark import Sizes, words
from home.benchmark.registry import People, innovation
from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from judging.enums import RoundState, ScoreState, SheetState
from judging.models import Assignment, Criterion, Panelist, Round, Score, ScoreSheet
from judging.services.results import calculate_result
from judging.services.rubrics import create_kipp_2023_rubric
from submissions.data.kipp_2023 import GENERAL
from submissions.enums import (
    CataloguePolicy,
    DataMark,
    EditionState,
    EvidenceKind,
    MembershipRole,
    StageKind,
    SubmissionStatus,
    VerificationOutcome,
)
from submissions.models import (
    Agency,
    Answer,
    DeclarationConsent,
    Edition,
    Evidence,
    Innovation,
    Membership,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    Verification,
)
from submissions.models.standing import keep_standing
from submissions.selectors.editions import sections_of
from submissions.services.edition_template import create_edition_from_template
from submissions.services.obligations import enter_obligations
from submissions.services.versions import payload_of

# Most agencies hand in, some more than one entry; the rest are the holes that the board must show.
SHARE_OF_AGENCIES_WITH_ENTRIES = 0.8


def load_edition(year: int, agencies: Iterable[Agency], *, actor: User, closes_at: datetime, **fields: Any) -> Edition:
    """An open edition in which every page can be used at once: all its stages are open, and close together."""
    edition = create_edition_from_template(
        year,
        actor=actor,
        stages={kind: (clock.now() - timedelta(days=60), closes_at) for kind in StageKind},
        catalogue_policy=CataloguePolicy.AFTER_VERIFICATION,
        is_example=True,
        state=EditionState.OPEN,
        **fields,
    )
    enter_obligations(edition, Agency.objects.filter(pk__in=[agency.pk for agency in agencies]), actor=actor)
    return edition


def load_submissions(
    sizes: Sizes, edition: Edition, innovations: list[Innovation], people: People, random: Random
) -> list[SubmissionVersion]:
    """Verified submissions with texts of the usual length, each with its frozen version and its history."""
    entrants = set(list(people.approvers)[: round(len(people.approvers) * SHARE_OF_AGENCIES_WITH_ENTRIES)])
    entered = islice((one for one in innovations if one.agency_id in entrants), sizes.submissions)
    categories, group = list(edition.categories.all()), edition.groups.get(code=GENERAL)
    submissions = Submission.objects.bulk_create(
        Submission(
            edition=edition,
            innovation=innovation,
            agency_id=innovation.agency_id,
            category=categories[number % len(categories)],
            group=group,
            goals=sorted({1 + number % 17, 16}),
            status=SubmissionStatus.VERIFIED,
            registration_number=f"{edition.registration_code}-{edition.year}-{number:04}",
            first_submitted_at=clock.now(),
            created_by=people.approvers[innovation.agency_id],
        )
        for number, innovation in enumerate(entered, start=1)
    )
    keep_standing(edition, list(entrants))
    _write(submissions, random)
    _declare(submissions)
    versions = SubmissionVersion.objects.bulk_create(
        (_frozen(submission) for submission in submissions), batch_size=200
    )
    _verify(versions, people)
    return versions


def load_drafts(edition: Edition, agencies: Sequence[Agency], random: Random) -> list[Submission]:
    """A draft of each agency, by its operator, in which nothing is missing but what is declared with the submit."""
    operators = dict(
        Membership.objects.filter(agency__in=agencies, role=MembershipRole.OPERATOR).values_list("agency", "user")
    )
    innovations = Innovation.objects.bulk_create(
        innovation(agency, number, random, data_mark=DataMark.EXAMPLE)
        for number, agency in enumerate(agencies, start=Innovation.objects.count())
    )
    category, group = edition.categories.first(), edition.groups.get(code=GENERAL)
    drafts = Submission.objects.bulk_create(
        Submission(
            edition=edition,
            innovation=one,
            agency_id=one.agency_id,
            category=category,
            group=group,
            goals=[3, 16],
            created_by_id=operators[one.agency_id],
        )
        for one in innovations
    )
    keep_standing(edition, list(operators))
    _write(drafts, random)
    _prove(drafts)
    return drafts


def load_round(edition: Edition, versions: list[SubmissionVersion], people: People, random: Random) -> Round:
    """An open round in which every sheet is in but one, and the ranking calculated from them."""
    rubric = create_kipp_2023_rubric()
    round_ = Round.objects.create(edition=edition, rubric=rubric, state=RoundState.OPEN)
    agreed = {"agreed_at": clock.now(), "agreed_text": round_.code_of_conduct}
    Panelist.objects.create(round=round_, judge=people.chair, is_chair=True, **agreed)
    panel = Panelist.objects.bulk_create(Panelist(round=round_, judge=judge, **agreed) for judge in people.judges)
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


def _write(submissions: list[Submission], random: Random) -> None:
    sections = sections_of(submissions[0])
    Answer.objects.bulk_create(
        (
            Answer(
                submission=submission,
                section=section,
                text=words.paragraph(random, section.word_limit * 3 // 4),
                edited_by_id=submission.created_by_id,
            )
            for submission in submissions
            for section in sections
        ),
        batch_size=1000,
    )


def _prove(drafts: list[Submission]) -> None:
    """Attach a file to every section that asks for evidence. It is one file, which the checks look for each time."""
    file = default_storage.save("evidence/bukti.pdf", ContentFile(b"%PDF-1.7\n"))
    sections = [section for section in sections_of(drafts[0]) if section.needs_evidence]
    Evidence.objects.bulk_create(
        (
            Evidence(
                submission=draft,
                section=section,
                kind=EvidenceKind.DOCUMENT,
                title=f"Laporan {section.title}",
                file=file,
                original_name="bukti.pdf",
                content_type="application/pdf",
                size=9,
                sha256=hash_of(file),
                uploaded_by_id=draft.created_by_id,
            )
            for draft in drafts
            for section in sections
        ),
        batch_size=1000,
    )


def _declare(submissions: list[Submission]) -> None:
    declarations = list(submissions[0].edition.declarations.all())
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
