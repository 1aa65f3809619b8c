from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from innovation_portal.utils import clock
from submissions.enums import CataloguePolicy, DataMark, EditionState, LifeState, MembershipRole, SubmissionStatus
from submissions.follow_up_calendar import REMINDER_DAYS
from submissions.models import Agency, FollowUp, FollowUpRound, Innovation, Membership, Submission
from submissions.voice_enums import FollowUpOutcome

User = get_user_model()


@dataclass(frozen=True)
class AskedAgency:
    """What one agency is asked in a round: how many innovations, how many mails to whom, how many answers."""

    agency: Agency
    innovations: int
    answered: int
    people: list[str]


@dataclass(frozen=True)
class RoundPreview:
    """Whom a round asks or has asked. `to_ask` counts the innovations that it has not asked about yet."""

    agencies: list[AskedAgency]
    to_ask: int
    asked: int
    answered: int
    outcomes: list[tuple[str, int]]

    @property
    def without_people(self) -> list[AskedAgency]:
        return [asked for asked in self.agencies if not asked.people]


def followed_innovations() -> QuerySet[Innovation]:
    """Return the innovations that the portal asks about: those the catalogue may show for good, unless they stopped.

    That is what passed verification in an edition that is finished or shows after verification, and what is known from
    public sources.
    """
    verified = Submission.objects.filter(innovation=OuterRef("pk"), status=SubmissionStatus.VERIFIED)
    shown = verified.filter(
        Q(edition__state=EditionState.FINISHED) | Q(edition__catalogue_policy=CataloguePolicy.AFTER_VERIFICATION)
    )
    followed = Innovation.objects.filter(Q(Exists(shown)) | Q(data_mark=DataMark.PUBLIC))
    return followed.exclude(life_state=LifeState.STOPPED)


def innovations_to_ask(round_: FollowUpRound) -> QuerySet[Innovation]:
    """Return the followed innovations that the round has not asked about yet, in the order of their rows."""
    return followed_innovations().exclude(follow_ups__round=round_).order_by("pk")


def people_in_charge(agency_id: int) -> QuerySet[User]:
    """Return the active persons in charge of an agency: they report what became of its innovations."""
    return User.objects.filter(
        is_active=True, memberships__agency=agency_id, memberships__role=MembershipRole.APPROVER
    ).order_by("pk")


def open_rounds() -> QuerySet[FollowUpRound]:
    today = clock.today()
    return FollowUpRound.objects.filter(asks_on__lte=today, closes_on__gte=today).order_by("year")


def follow_ups_to_remind(round_: FollowUpRound) -> tuple[int, list[int]]:
    """Return how many reminders are due in an open round by now, and the follow-ups that have had fewer."""
    days = [round_.closes_on - timedelta(days=before) for before in REMINDER_DAYS]
    passed = [day for day in days if day <= clock.today()]
    if not passed:
        return 0, []
    waiting = FollowUp.objects.filter(round=round_, outcome="", reminders__lt=len(passed))
    asked_before = waiting.filter(asked_at__date__lt=max(passed))
    return len(passed), list(asked_before.order_by("pk").values_list("pk", flat=True))


def follow_ups_of_agency(agency: Agency) -> QuerySet[FollowUp]:
    """Return what the agency was asked: first what waits for an answer, then the latest year."""
    rows = FollowUp.objects.filter(innovation__agency=agency).select_related("round", "innovation", "answered_by")
    return rows.order_by(F("answered_at").desc(nulls_first=True), "innovation__title", "pk")


def follow_up_files_visible_to(user) -> QuerySet[FollowUp]:
    """Return the follow-ups whose file this user may open: those of the own agencies; the secretariat all."""
    rows = FollowUp.objects.exclude(file="")
    if user.has_perm("submissions.run_edition"):
        return rows
    return rows.filter(innovation__agency__in=user.memberships.values("agency"))


def preview_of(round_: FollowUpRound) -> RoundPreview:
    """Return whom the round asks or has asked, agency by agency. Five queries, however many innovations."""
    to_ask = _count_by_agency(innovations_to_ask(round_).order_by().values_list("agency"))
    follow_ups = FollowUp.objects.filter(round=round_).order_by()
    asked = _count_by_agency(follow_ups.values_list("innovation__agency"))
    answered = _count_by_agency(follow_ups.exclude(outcome="").values_list("innovation__agency"))
    outcomes = dict(follow_ups.exclude(outcome="").values_list("outcome").annotate(count=Count("pk")))
    people = _people_by_agency()
    agencies = Agency.objects.filter(pk__in=to_ask.keys() | asked.keys()).order_by("name", "pk")
    return RoundPreview(
        agencies=[
            AskedAgency(
                agency,
                innovations=to_ask.get(agency.pk, 0) + asked.get(agency.pk, 0),
                answered=answered.get(agency.pk, 0),
                people=people.get(agency.pk, []),
            )
            for agency in agencies
        ],
        to_ask=sum(to_ask.values()),
        asked=sum(asked.values()),
        answered=sum(answered.values()),
        outcomes=[(outcome.label, outcomes.get(outcome.value, 0)) for outcome in FollowUpOutcome],
    )


def _count_by_agency(rows) -> dict[int, int]:
    return dict(rows.annotate(count=Count("pk", distinct=True)))


def _people_by_agency() -> dict[int, list[str]]:
    people: dict[int, list[str]] = {}
    rows = Membership.objects.filter(role=MembershipRole.APPROVER, user__is_active=True).order_by("user__name")
    for agency_id, name in rows.values_list("agency", "user__name"):
        people.setdefault(agency_id, []).append(name)
    return people
