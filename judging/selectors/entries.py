from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT

from judging.models import Assignment, Round
from submissions.enums import SubmissionStatus
from submissions.models import SubmissionVersion


def entries_of(round_: Round) -> QuerySet[SubmissionVersion]:
    """The frozen versions that a round judges: the latest of every verified submission of the edition.

    Each has `title` and `agency_name`; the whole payload is left in the database until it is asked for.
    """
    newer = SubmissionVersion.objects.filter(submission=OuterRef("submission"), number__gt=OuterRef("number"))
    return (
        SubmissionVersion.objects.filter(
            ~Exists(newer), submission__edition=round_.edition_id, submission__status=SubmissionStatus.VERIFIED
        )
        .annotate(title=KT("payload__title"), agency_name=KT("payload__agency__name"))
        .defer("payload")
        .order_by("submission__registration_number")
    )


def numbers_of(entries: Sequence[SubmissionVersion], *, most: int = 5) -> str:
    """The registration numbers of some entries for a sentence, the first few of them by name."""
    numbers = ", ".join(entry.submission.registration_number for entry in entries[:most])
    return f"{numbers}, …" if len(entries) > most else numbers


def active_assignments(round_: Round) -> QuerySet[Assignment]:
    """Assignments of a round that count: those nobody withdrew from."""
    return Assignment.objects.filter(round=round_, recused_at=None)
