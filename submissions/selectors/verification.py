from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.functional import cached_property

from submissions.enums import SubmissionStatus
from submissions.models import (
    Innovation,
    Membership,
    Submission,
    SubmissionVersion,
    Verification,
    VerificationProposal,
)
from submissions.selectors.changes import Change, changes_between
from submissions.selectors.checks import Problem, problems_of
from submissions.selectors.claims import active_claims
from submissions.selectors.entries import facts_in_words
from submissions.selectors.resemblance import Resemblance, nearest_resemblances
from submissions.selectors.similar import similar_innovations


@dataclass(frozen=True)
class Dossier:
    """What a verifier reads beside the checklist: the frozen version and what was found about it."""

    version: SubmissionVersion
    before: SubmissionVersion | None
    earlier: list[Verification]
    proposals: list[VerificationProposal]
    problems: list[Problem]
    similar: list[Innovation]
    resemblances: list[tuple[str, Resemblance]]  # title of the section, and where most of it stood before

    @property
    def sections(self) -> list[dict]:
        """The frozen sections, each with its pieces of evidence."""
        payload = self.version.payload
        return [
            {**section, "evidence": [piece for piece in payload["evidence"] if piece["section"] == section["code"]]}
            for section in payload["sections"]
        ]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The frozen facts as pairs of label and words."""
        return facts_in_words(self.version.payload)

    @cached_property
    def changes(self) -> list[Change]:
        """What this version says otherwise than the one before; nothing for a first version."""
        return changes_between(self.before.payload, self.version.payload) if self.before else []

    @property
    def general_evidence(self) -> list[dict]:
        return [piece for piece in self.version.payload["evidence"] if not piece["section"]]


def verification_queue(user) -> QuerySet[Submission]:
    """Return what waits for verification, the longest waiting first.

    Each row carries `handed_in_at`, `is_own`, `is_held` (somebody else works on it), its `claim` with the people, and
    where a second person is asked for `is_proposed` and `is_proposed_by_me`.
    Entries of the user's own agencies are shown, so that nobody wonders where they are; deciding them is refused.
    """
    if not user.has_perm("submissions.verify_submission"):
        return Submission.objects.none()
    own = Membership.objects.filter(user=user, agency=OuterRef("innovation__agency"))
    held = active_claims().filter(submission=OuterRef("pk")).exclude(verifier=user)
    proposals = standing_proposals().filter(version__submission=OuterRef("pk"))
    latest = SubmissionVersion.objects.filter(submission=OuterRef("pk")).order_by("-number")
    return (
        Submission.objects.filter(status=SubmissionStatus.SUBMITTED)
        .select_related("edition", "category", "innovation__agency__region", "claim__verifier", "claim__taken_from")
        .annotate(
            handed_in_at=Subquery(latest.values("submitted_at")[:1]),
            is_own=Exists(own),
            is_held=Exists(held),
            is_proposed=Exists(proposals),
            is_proposed_by_me=Exists(proposals.filter(verifier=user)),
        )
        .order_by("handed_in_at", "pk")
    )


def standing_proposals() -> QuerySet[VerificationProposal]:
    """Return the proposals about latest versions, where the edition asks for a second person."""
    later = SubmissionVersion.objects.filter(
        submission=OuterRef("version__submission"), number__gt=OuterRef("version__number")
    )
    wanted = VerificationProposal.objects.filter(version__submission__edition__needs_second_verifier=True)
    return wanted.filter(~Exists(later))


def free_to_verify(user) -> QuerySet[Submission]:
    """Return what the user may decide now: of no own agency, not on somebody else's desk, not proposed by the user."""
    return verification_queue(user).filter(is_own=False, is_held=False, is_proposed_by_me=False)


def next_to_verify(user, *, exclude_ids: Collection[int] = ()) -> Submission | None:
    """Return the longest waiting submission that is free for the user."""
    return free_to_verify(user).exclude(pk__in=exclude_ids).first()


def dossier_of(submission: Submission) -> Dossier:
    """Return the latest version with everything beside it. The submission was handed in at least once."""
    version, before = [*submission.versions.order_by("-number")[:2], None][:2]
    proposals = standing_proposals().filter(version=version)
    earlier = Verification.objects.filter(version__submission=submission).exclude(version=version)
    return Dossier(
        version=version,
        before=before,
        earlier=list(earlier.select_related("verifier", "version").prefetch_related("reasons", "remarks")),
        proposals=list(proposals.select_related("verifier").prefetch_related("reasons", "remarks")),
        # What is being corrected is a draft, and drafts are for their writers only.
        problems=problems_of(submission) if submission.status == SubmissionStatus.SUBMITTED else [],
        similar=list(similar_innovations(version.payload["title"], exclude_id=submission.innovation_id)),
        resemblances=nearest_resemblances(submission, version.payload),
    )
