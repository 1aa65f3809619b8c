from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT

from judging.enums import AdmissionKind
from judging.models import Admission, Assignment, Round
from submissions.enums import SubmissionStatus
from submissions.models import SubmissionVersion


def previous_round(round_: Round) -> Round | None:
    """The round before this one in its edition; the first one has none."""
    return Round.objects.filter(edition=round_.edition_id, number__lt=round_.number).order_by("number").last()


def entries_of(round_: Round) -> QuerySet[SubmissionVersion]:
    """The frozen versions that a round judges: the latest of every submission that is in it.

    In the first round that is every verified submission of the edition but those taken out by hand; in a later one
    what the round before let through when it was opened, and what was added by hand. Each has `title` and
    `agency_name`; the whole payload is left in the database until it is asked for.
    """
    newer = SubmissionVersion.objects.filter(submission=OuterRef("submission"), number__gt=OuterRef("number"))
    current = Admission.objects.filter(round=round_, submission=OuterRef("submission"), is_current=True)
    earlier_rounds = Round.objects.filter(edition=round_.edition_id, number__lt=round_.number)
    return (
        SubmissionVersion.objects.filter(
            ~Exists(newer),
            ~Exists(current.filter(kind=AdmissionKind.REMOVED)),
            Exists(current) | ~Exists(earlier_rounds),
            submission__edition=round_.edition_id,
            submission__status=SubmissionStatus.VERIFIED,
        )
        .annotate(title=KT("payload__title"), agency_name=KT("payload__agency__name"))
        .defer("payload")
        .order_by("submission__registration_number")
    )


def judged_versions(round_: Round) -> QuerySet[SubmissionVersion]:
    """The frozen versions that were ever given to a judge of a round, also of entries that were taken out since."""
    return SubmissionVersion.objects.filter(pk__in=Assignment.objects.filter(round=round_).values("version"))


def in_their_rounds(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Leave out the tasks whose entry was taken out of the round by hand."""
    removed = Admission.objects.filter(
        round=OuterRef("round"),
        submission=OuterRef("version__submission"),
        kind=AdmissionKind.REMOVED,
        is_current=True,
    )
    return assignments.filter(~Exists(removed))


def numbers_of(entries: Sequence[SubmissionVersion], *, most: int = 5) -> str:
    """The registration numbers of some entries for a sentence, the first few of them by name."""
    numbers = ", ".join(entry.submission.registration_number for entry in entries[:most])
    return f"{numbers}, …" if len(entries) > most else numbers


def active_assignments(round_: Round) -> QuerySet[Assignment]:
    """Assignments of a round that count: those nobody withdrew from, of entries that are in it."""
    return in_their_rounds(Assignment.objects.filter(round=round_, recused_at=None))


def changes_by_hand(round_: Round) -> QuerySet[Admission]:
    """Every entry that was added or taken out by hand, also what was changed back, the latest first."""
    by_hand = round_.admissions.exclude(kind=AdmissionKind.ADVANCED)
    return by_hand.select_related("submission__innovation__agency", "decided_by").order_by("-decided_at", "-pk")
