"""What leadership sees of an edition. Everything is counted from obligations, so those who did nothing are counted.

Submissions are counted in groups and joined here to their obligations: a subquery per obligation would read the
edition's submissions again for each of 1,500 agencies.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from submissions.enums import ComplianceState, MembershipRole, RegionKind
from submissions.models import Agency, Edition, Membership, Obligation, Region, Submission
from submissions.selectors.compliance import Entered, compliance_by_agency, counts_by_edition, entered_by_agency

PARTS_OF_A_PROVINCE = (RegionKind.REGENCY, RegionKind.CITY)

# Above this many agencies a cloth has one kawung per region.
LARGEST_CLOTH = 250

PETALS = {
    ComplianceState.NOTHING: 0,
    ComplianceState.REJECTED: 0,
    ComplianceState.DRAFT: 1,
    ComplianceState.AWAITING_APPROVAL: 2,
    ComplianceState.RETURNED: 3,
    ComplianceState.SUBMITTED: 3,
    ComplianceState.VERIFIED: 4,
}


@dataclass(frozen=True)
class Share:
    """How many of those who owe something have done it; the exempt are not counted."""

    met: int
    owed: int

    @property
    def unmet(self) -> int:
        return self.owed - self.met

    @property
    def percent(self) -> int:
        return 100 * self.met // self.owed if self.owed else 0


def shares(pairs: Iterable[tuple[Hashable, bool]]) -> dict[Hashable, Share]:
    """Return the share of each key from pairs of a key and whether the duty was kept."""
    owed, met = Counter(), Counter()
    for key, is_met in pairs:
        owed[key] += 1
        met[key] += is_met
    return {key: Share(met[key], owed[key]) for key in owed}


class Standing(NamedTuple):
    """Where one agency stands. A tuple, because every page of an edition makes one per agency."""

    agency_id: int
    agency: str
    region_id: int
    region: str
    state: ComplianceState
    is_met: bool
    last_activity: datetime | None = None


@dataclass(frozen=True)
class Patch:
    """One kawung of the cloth: an agency, or a region when there are too many agencies."""

    name: str
    petals: int
    state: str = ""
    agency_id: int | None = None


class Overview:
    """The whole edition at a glance."""

    def __init__(self, standings: Iterable[Standing]):
        standings = list(standings)
        self.totals = Counter(row.state for row in standings)
        self.exempt = [row.agency for row in standings if row.state == ComplianceState.EXEMPT]
        self._owing = [row for row in standings if row.state != ComplianceState.EXEMPT]
        self.share = Share(met=sum(row.is_met for row in self._owing), owed=len(self._owing))

    @property
    def by_region(self) -> dict[int, Share]:
        """The share of each region that owes something, by its id."""
        return shares((row.region_id, row.is_met) for row in self._owing)

    @property
    def in_debt(self) -> list[Standing]:
        """Those who owe and have not handed in, the quietest first."""
        unmet = [row for row in self._owing if not row.is_met]
        silent = sorted((row for row in unmet if row.last_activity is None), key=lambda row: row.agency)
        return silent + sorted((row for row in unmet if row.last_activity), key=lambda row: row.last_activity)

    @property
    def is_by_region(self) -> bool:
        return len(self._owing) > LARGEST_CLOTH

    @property
    def cloth(self) -> list[Patch]:
        """The kawung of the cloth, the fullest first."""
        if self.is_by_region:
            names = {row.region_id: row.region for row in self._owing}
            patches = [Patch(names[pk], 4 * share.met // share.owed) for pk, share in self.by_region.items()]
        else:
            patches = [Patch(row.agency, PETALS[row.state], row.state, row.agency_id) for row in self._owing]
        return sorted(patches, key=lambda patch: -patch.petals)


def overview_of(edition: Edition, entered: Mapping[int, Entered] | None = None) -> Overview:
    """Return where every agency of the edition stands. A page that has read `entered_by_agency` hands it in."""
    entered = entered_by_agency(edition) if entered is None else entered
    handed_in = {agency: each.count for agency, each in entered.items()}
    rows = compliance_by_agency(edition).values_list(
        "agency_id", "name", "region_id", "region__name", "state", "required_count"
    )
    standings = [
        Standing(agency_id, agency, region_id, region, ComplianceState(state), handed_in.get(agency_id, 0) >= required)
        for agency_id, agency, region_id, region, state, required in rows
    ]
    unmet = [row.agency_id for row in standings if not row.is_met]
    submissions = Submission.objects.filter(edition=edition, agency__in=unmet).order_by()
    latest = dict(submissions.values_list("agency").annotate(latest=Max("updated_at")))
    return Overview(row._replace(last_activity=latest.get(row.agency_id)) for row in standings)


@dataclass(frozen=True)
class Contact:
    """An agency in debt and how to reach it."""

    standing: Standing
    people: list[Membership]
    last_login: datetime | None
    share_before: Share | None


def contacts_of(edition: Edition, standings: Iterable[Standing]) -> list[Contact]:
    """Return the people in charge, the last sign-in of any member, and the record of earlier years."""
    standings = list(standings)
    agencies = [row.agency_id for row in standings]
    members: dict[int, list[Membership]] = {agency: [] for agency in agencies}
    for membership in active_memberships().filter(agency__in=agencies):
        members[membership.agency_id].append(membership)
    before = shares_before(edition, agencies)
    return [
        Contact(
            row,
            [member for member in members[row.agency_id] if member.role == MembershipRole.APPROVER],
            max((member.user.last_login for member in members[row.agency_id] if member.user.last_login), default=None),
            before.get(row.agency_id),
        )
        for row in standings
    ]


def people_in_charge(agency: Agency) -> QuerySet[Membership]:
    return active_memberships().filter(agency=agency, role=MembershipRole.APPROVER)


def active_memberships() -> QuerySet[Membership]:
    return Membership.objects.filter(user__is_active=True).select_related("user").order_by("pk")


def shares_before(edition: Edition, agencies: Iterable[int]) -> dict[int, Share]:
    """Return, by agency, in how many of the earlier editions it did what it owed."""
    agencies = list(agencies)
    kept = _fulfilment(
        Obligation.objects.filter(edition__year__lt=edition.year, agency__in=agencies),
        Submission.objects.filter(edition__year__lt=edition.year, agency__in=agencies),
    )
    return shares((agency, is_met) for agency, _edition, is_met in kept)


def shares_by_edition() -> list[tuple[Edition, Share]]:
    """Return every edition, the latest first, with its share."""
    kept = _fulfilment(Obligation.objects.all(), Submission.objects.all())
    by_edition = shares((edition, is_met) for _agency, edition, is_met in kept)
    return [(edition, by_edition.get(edition.pk, Share(0, 0))) for edition in Edition.objects.all()]


def _fulfilment(
    obligations: QuerySet[Obligation], submissions: QuerySet[Submission]
) -> Iterator[tuple[int, int, bool]]:
    """Yield agency, edition and whether the agency handed in as many submissions as it owed."""
    handed_in = counts_by_edition(submissions)
    owing = obligations.filter(is_exempt=False).order_by()
    for agency, edition, required in owing.values_list("agency", "edition", "required_count"):
        yield agency, edition, handed_in.get((agency, edition), 0) >= required


def submissions_by_region(edition: Edition, entered: Mapping[int, Entered]) -> list[tuple[Region, int]]:
    """Return how much each region handed in by what `entered_by_agency` has read, in the order of the codes.

    Every kabupaten and kota is there, also one of which the edition asks nothing.
    """
    submitted = Counter()
    for each in entered.values():
        submitted[each.region_id] += each.count
    is_obliged = Exists(Obligation.objects.filter(edition=edition, region=OuterRef("pk")))
    regions = Region.objects.filter(Q(pk__in=submitted) | Q(kind__in=PARTS_OF_A_PROVINCE) | Q(is_obliged))
    return [(region, submitted[region.pk]) for region in regions]


def submissions_over_the_years(agency: Agency) -> QuerySet[Submission]:
    """Return what the agency ever handed in, the latest edition first; drafts stay with the agency."""
    return (
        Submission.objects.filter(agency=agency)
        .exclude(registration_number="")
        .select_related("edition", "innovation")
        .order_by("-edition__year", "registration_number")
    )
