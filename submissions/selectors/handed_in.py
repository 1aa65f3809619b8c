"""Every submission that was handed in, as its latest frozen version says; drafts are never read."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from innovation_portal.utils import clock
from submissions.enums import StageKind, SubmissionStatus
from submissions.models import EditionCategory, Extension, Stage, Submission, SubmissionVersion
from submissions.selectors.submissions import submissions_visible_to

# Whose time was not that of all others.
HAS_EXTENSION, CAME_LATE, CORRECTION_OVERDUE = "extension", "late", "overdue"


def handed_in_submissions(user) -> QuerySet[Submission]:
    """Return what the user may open and what was handed in at least once, the latest first.

    Each row carries of its latest version `frozen_title`, `frozen_category`, `frozen_lineage`, `frozen_field`,
    `version_number` and `handed_in_at`; `registration_closes_at` of its edition and `has_extension` of its agency.
    """
    latest = SubmissionVersion.objects.filter(submission=OuterRef("pk")).order_by("-number")
    registration = Stage.objects.filter(edition=OuterRef("edition"), kind=StageKind.REGISTRATION)
    extensions = Extension.objects.filter(edition=OuterRef("edition"), agency=OuterRef("innovation__agency"))
    frozen = {
        "frozen_title": "payload__title",
        "frozen_category": "payload__category__name",
        "frozen_lineage": "payload__lineage__kind",
        "frozen_field": "payload__field",
    }
    return (
        submissions_visible_to(user)
        .exclude(registration_number="")
        .select_related("edition", "innovation__agency__region")
        .annotate(
            **{name: Subquery(latest.annotate(said=KT(path)).values("said")[:1]) for name, path in frozen.items()},
            version_number=Subquery(latest.values("number")[:1]),
            handed_in_at=Subquery(latest.values("submitted_at")[:1]),
            registration_closes_at=Subquery(registration.values("closes_at")[:1]),
            has_extension=Exists(extensions),
        )
        .order_by("-handed_in_at", "-pk")
    )


def with_time_of_its_own(submissions: QuerySet[Submission], kind: str) -> QuerySet[Submission]:
    """Narrow `handed_in_submissions` to one kind of special time; see the constants of this module."""
    overdue = Q(status=SubmissionStatus.RETURNED, correction_due_at__lt=clock.now())
    conditions = {
        HAS_EXTENSION: Q(has_extension=True),
        CAME_LATE: Q(first_submitted_at__gt=F("registration_closes_at")),
        CORRECTION_OVERDUE: overdue,
    }
    return submissions.filter(conditions[kind])


def category_names() -> list[str]:
    """Return the names of the categories of all editions, each once."""
    return list(EditionCategory.objects.order_by("name").values_list("name", flat=True).distinct())
