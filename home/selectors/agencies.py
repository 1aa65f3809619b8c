"""What the public reads of an agency: its innovations, its honours, and whether it did its duty."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from home.enums import HonourLevel
from home.models import CatalogueEntry
from home.selectors.catalogue import LONG_TEXTS
from home.selectors.honours import Honour, honours_of
from innovation_portal.utils import clock
from judging.enums import AwardState
from judging.models import Award
from submissions.enums import CataloguePolicy, EditionState, StageKind
from submissions.models import Agency, AgencyChannel, Edition, Region, Stage, Submission
from submissions.workflow import MEETS_OBLIGATION


@dataclass(frozen=True)
class DutyOfYear:
    """What an agency owed in an edition and what it entered; exempt agencies owe nothing."""

    edition: Edition
    owed: int
    entered: int
    is_exempt: bool

    @property
    def is_met(self) -> bool:
        return self.entered >= self.owed


@dataclass(frozen=True)
class HonouredEntry:
    entry: CatalogueEntry
    honour: Honour


@dataclass(frozen=True)
class Profile:
    agency: Agency
    channels: list[AgencyChannel]
    complaints: list[AgencyChannel]
    entries: list[CatalogueEntry]
    honours: list[HonouredEntry]
    duties: list[DutyOfYear]


def public_agencies(*, search: str = "", region_id: int | None = None) -> QuerySet[Agency]:
    """Return the agencies that are at work and obliged, and all that own something in the catalogue, by region.

    Regions without a code are known from recognitions elsewhere only, and come last.
    """
    owners = CatalogueEntry.objects.values("agency")
    agencies = Agency.objects.filter(Q(is_active=True, is_obliged=True) | Q(pk__in=owners)).select_related("region")
    if region_id:
        agencies = agencies.filter(region=region_id)
    for word in search.split():
        agencies = agencies.filter(Q(name__icontains=word) | Q(code__icontains=word) | Q(region__name__icontains=word))
    is_elsewhere = Case(When(region__code="", then=Value(1)), default=Value(0))
    return agencies.order_by(is_elsewhere, "region__code", "region__name", "name", "pk")


def regions_of_public_agencies() -> QuerySet[Region]:
    return Region.objects.filter(pk__in=public_agencies().order_by().values("region")).order_by("name")


def innovation_counts(agency_ids: Iterable[int]) -> dict[int, int]:
    """Return how many innovations in the catalogue each agency owns; without those that own none."""
    entries = CatalogueEntry.objects.filter(agency__in=list(agency_ids)).order_by()
    return dict(entries.values_list("agency").annotate(count=Count("pk")))


def profile_of(code: str) -> Profile | None:
    """Return the profile of a public agency by its code. Eight queries, however much it has done."""
    agency = public_agencies().filter(code=code).first()
    if agency is None:
        return None
    channels = list(agency.channels.all())
    entries = list(CatalogueEntry.objects.filter(agency=agency).defer(*LONG_TEXTS).order_by("-year", "title"))
    return Profile(
        agency=agency,
        channels=[channel for channel in channels if not channel.is_for_complaints],
        complaints=[channel for channel in channels if channel.is_for_complaints],
        entries=entries,
        honours=_honours(entries),
        duties=duties_of(agency),
    )


def _honours(entries: list[CatalogueEntry]) -> list[HonouredEntry]:
    honours = honours_of(entry.innovation_id for entry in entries)
    rows = [
        HonouredEntry(entry, honour)
        for entry in entries
        for honour in honours.get(entry.innovation_id, [])
        if honour.level > HonourLevel.NONE
    ]
    return sorted(rows, key=lambda row: (-row.honour.year, -row.honour.level, row.honour.name))


def duties_of(agency: Agency) -> list[DutyOfYear]:
    """Return what the agency owed and entered in each edition whose outcome is public, the latest first."""
    obligations = agency.obligations.filter(edition__in=editions_with_public_duty()).select_related("edition")
    entered = dict(
        Submission.objects.filter(MEETS_OBLIGATION, agency=agency)
        .order_by()
        .values_list("edition")
        .annotate(count=Count("pk"))
    )
    return [
        DutyOfYear(one.edition, one.required_count, entered.get(one.edition_id, 0), one.is_exempt)
        for one in obligations.order_by("-edition__year")
    ]


def editions_with_public_duty() -> QuerySet[Edition]:
    """Return the editions of which the public may read who did the duty, agency by agency.

    It follows the policy of the catalogue: after the verification where innovations appear then, else once the edition
    is announced or finished; in no case while agencies can still enter
    (decision 0016).
    """
    still_open = Stage.objects.filter(edition=OuterRef("pk"), kind=StageKind.REGISTRATION, closes_at__gte=clock.now())
    announced = Award.objects.filter(level__edition=OuterRef("pk")).exclude(state=AwardState.REVOKED)
    return (
        Edition.objects.exclude(state=EditionState.PREPARATION)
        .filter(
            Q(catalogue_policy=CataloguePolicy.AFTER_VERIFICATION) | Q(state=EditionState.FINISHED) | Exists(announced)
        )
        .exclude(Exists(still_open))
    )
