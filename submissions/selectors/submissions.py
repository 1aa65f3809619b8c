from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from submissions.enums import Lineage, SubmissionStatus
from submissions.models import (
    Agency,
    DeclarationConsent,
    Edition,
    Evidence,
    Innovation,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
)
from submissions.selectors.similar import known_innovations
from submissions.workflow import TRANSITIONS, Transition


def submissions_visible_to(user) -> QuerySet[Submission]:
    """Everything this user may open. Callers narrow it and never widen it.

    Members see all of their agency; secretariat and verifiers see what was ever submitted, never a draft that nobody
    handed in. Judges read through their assignments instead (`judging.selectors`).
    """
    if not user.is_authenticated or not user.is_active:
        return Submission.objects.none()
    if user.has_perm("submissions.view_all_submissions"):
        return Submission.objects.exclude(registration_number="") | submissions_of_own_agencies(user)
    return submissions_of_own_agencies(user)


def submissions_of_own_agencies(user) -> QuerySet[Submission]:
    """What this user may work on as a member of an agency."""
    if not user.is_active:
        return Submission.objects.none()
    return Submission.objects.filter(innovation__agency__in=user.memberships.values("agency"))


def versions_visible_to(user) -> QuerySet[SubmissionVersion]:
    """The frozen versions this user may take home whole. Judges do not: rounds can be blind."""
    versions = SubmissionVersion.objects.filter(submission__in=submissions_visible_to(user))
    return versions.select_related("submission", "submitted_by")


def evidence_visible_to(user) -> QuerySet[Evidence]:
    """The evidence this user may open: of the own agency all of it, elsewhere what a frozen version names."""
    versions = SubmissionVersion.objects.filter(
        submission=OuterRef("submission"), submitted_at__gte=OuterRef("uploaded_at")
    )
    before_its_removal = versions.filter(submitted_at__lt=OuterRef("removed_at"))
    frozen = Q(Exists(versions), removed_at=None) | Q(Exists(before_its_removal))
    own = Q(submission__in=submissions_of_own_agencies(user))
    return Evidence.objects.filter(own | (frozen & Q(submission__in=submissions_visible_to(user))))


def standing_consents(submission: Submission) -> QuerySet[DeclarationConsent]:
    """Return the declarations that were accepted after the last change; earlier ones were about other contents."""
    return submission.consents.filter(accepted_at__gte=submission.updated_at)


def reenterable_innovations(agency: Agency, edition: Edition) -> QuerySet[Innovation]:
    """Own innovations that may be entered again as themselves (docs/decisions/0002-entering-again.md).

    They were entered in another edition only, never passed verification and carry no recognition.
    """
    entered = Submission.objects.filter(innovation=OuterRef("pk"))
    return Innovation.objects.filter(
        Exists(entered),
        ~Exists(entered.filter(edition=edition)),
        ~Exists(entered.filter(status=SubmissionStatus.VERIFIED)),
        agency=agency,
        recognitions=None,
    )


def sources_for(lineage: str, agency: Agency) -> QuerySet[Innovation]:
    """Return what may be named as the source: own innovations for a development, known ones for a replication."""
    return Innovation.objects.filter(agency=agency) if lineage == Lineage.DEVELOPMENT else known_innovations()


def nameable_sources(agency: Agency) -> QuerySet[Innovation]:
    """Return what the agency may name as a source by any lineage; drafts of others stay with their writers."""
    return known_innovations() | sources_for(Lineage.DEVELOPMENT, agency)


def latest_innovations(agency: Agency, *, exclude_id: int | None = None) -> QuerySet[Innovation]:
    """Return the innovations of the agency that came last into the registry, the latest first."""
    return Innovation.objects.filter(agency=agency).exclude(pk=exclude_id).select_related("agency").order_by("-pk")


def submissions_of_agency(agency: Agency) -> QuerySet[Submission]:
    """Return everything the agency ever entered, the latest edition first."""
    submissions = Submission.objects.filter(innovation__agency=agency).select_related("edition", "innovation__agency")
    return submissions.prefetch_related("edition__stages").order_by("-edition__year", "-created_at", "-pk")


def recognised_innovations(agency: Agency) -> QuerySet[Innovation]:
    """Return the agency's innovations that carry a recognition, the latest recognised first."""
    recognised = Innovation.objects.filter(agency=agency, recognitions__isnull=False)
    latest = recognised.annotate(latest_year=Max("recognitions__year"))
    return latest.prefetch_related("recognitions").order_by("-latest_year", "title")


def innovations_of_agency(agency: Agency) -> QuerySet[Innovation]:
    """Return every innovation of the agency, by title, with its source and recognitions."""
    innovations = Innovation.objects.filter(agency=agency).select_related("source")
    return innovations.prefetch_related("recognitions").order_by("title", "pk")


def steps_open_to(user, submission: Submission) -> list[Transition]:
    """Return the steps of the agency that are legal now and allowed to the user; the page shows them as buttons."""
    return [
        step
        for step in TRANSITIONS.values()
        if step.permission != "submissions.verify_submission"
        and submission.status in step.sources
        and user.has_perm(step.permission, submission)
    ]


def reasons_of(submission: Submission) -> SubmissionEvent | None:
    """Return the event by which the secretariat returned or rejected the submission, while that still stands."""
    if submission.status not in (SubmissionStatus.RETURNED, SubmissionStatus.REJECTED):
        return None
    answers = submission.events.filter(action__in=("return", "reject")).select_related("actor")
    return answers.order_by("-at", "-pk").first()
