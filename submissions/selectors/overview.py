"""What leadership sees of an edition. Everything is counted from obligations, so those who did nothing are counted."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.functional import cached_property

from submissions.enums import ComplianceState, MembershipRole, RegionKind
from submissions.models import Agency, Edition, Membership, Obligation, Region, Submission
from submissions.selectors.compliance import IS_MET, duties_of
from submissions.selectors.provinces import regions_in_provinces_of
from submissions.selectors.standing import Group, InDebt, groups_of
from submissions.workflow import MEETS_OBLIGATION

PARTS_OF_A_PROVINCE = (RegionKind.REGENCY, RegionKind.CITY)

# Above this many agencies a cloth has one kawung per region.
LARGEST_CLOTH = 250
MOST_EXEMPT_NAMED = 3

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


@dataclass(frozen=True)
class Patch:
    """One kawung of the cloth: an agency, or a region when there are too many agencies."""

    name: str
    petals: int
    state: str = ""
    agency_id: int | None = None


class Overview:
    """The whole edition at a glance, counted from its groups.

    `in_debt` are those who owe and have not handed in, the quietest first. `rows(is_exempt=…)` gives the obligations
    that are exempt, or those that are not; it is asked only where they are few enough to be shown one by one.
    """

    def __init__(
        self, groups: Iterable[Group], *, in_debt: Sequence[Obligation], rows: Callable[..., Iterable[Obligation]]
    ):
        groups = list(groups)
        self.totals: Counter[str] = Counter()
        for group in groups:
            self.totals[group.state] += group.count
        self._owing = [group for group in groups if group.state != ComplianceState.EXEMPT]
        self._rows = rows
        self.in_debt = in_debt

    @cached_property
    def share(self) -> Share:
        return _share(self._owing)

    @property
    def by_region(self) -> dict[int, Share]:
        """The share of each region that owes something, by its id."""
        return self._by(lambda group: group.region_id)

    @property
    def by_kind(self) -> dict[str, Share]:
        """The share of each kind of agency that owes something."""
        return self._by(lambda group: group.kind)

    @property
    def is_by_region(self) -> bool:
        return self.share.owed > LARGEST_CLOTH

    @property
    def exempt(self) -> list[str]:
        """The names of the exempt, where they are few enough to be named."""
        if not 0 < self.totals[ComplianceState.EXEMPT] <= MOST_EXEMPT_NAMED:
            return []
        return [row.name for row in self._rows(is_exempt=True)]

    @property
    def cloth(self) -> list[Patch]:
        """The kawung of the cloth, the fullest first."""
        if self.is_by_region:
            by_region = self.by_region
            regions = Region.objects.filter(pk__in=by_region)
            patches = [Patch(each.name, 4 * by_region[each.pk].met // by_region[each.pk].owed) for each in regions]
        else:
            rows = self._rows(is_exempt=False)
            patches = [Patch(row.name, PETALS[row.state], row.state, row.agency_id) for row in rows]
        return sorted(patches, key=lambda patch: -patch.petals)

    def _by(self, key: Callable[[Group], Hashable]) -> dict[Hashable, Share]:
        parts: dict[Hashable, list[Group]] = defaultdict(list)
        for group in self._owing:
            parts[key(group)].append(group)
        return {value: _share(part) for value, part in parts.items()}


def _share(groups: Iterable[Group]) -> Share:
    met, owed = 0, 0
    for group in groups:
        owed += group.count
        met += group.count if group.is_met else 0
    return Share(met, owed)


def overview_of(edition: Edition) -> Overview:
    """Return where the agencies of the edition stand. One query, and those of what is shown one by one."""
    groups = groups_of(edition)
    unmet = sum(group.count for group in groups if not group.is_met and group.state != ComplianceState.EXEMPT)
    return Overview(
        groups,
        in_debt=InDebt(edition, unmet),
        rows=lambda is_exempt: duties_of(edition).filter(is_exempt=is_exempt),
    )


@dataclass(frozen=True)
class Contact:
    """An agency in debt and how to reach it."""

    duty: Obligation
    people: list[Membership]
    last_login: datetime | None
    share_before: Share | None


def contacts_of(edition: Edition, duties: Iterable[Obligation]) -> list[Contact]:
    """Return the people in charge, the last sign-in of any member, and the record of earlier years."""
    duties = list(duties)
    agencies = [row.agency_id for row in duties]
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
        for row in duties
    ]


def people_in_charge(agency: Agency) -> QuerySet[Membership]:
    return active_memberships().filter(agency=agency, role=MembershipRole.APPROVER)


def active_memberships() -> QuerySet[Membership]:
    return Membership.objects.filter(user__is_active=True).select_related("user").order_by("pk")


def shares_before(edition: Edition, agencies: Iterable[int]) -> dict[int, Share]:
    """Return, by agency, in how many of the earlier editions it did what it owed."""
    before = Obligation.objects.filter(edition__year__lt=edition.year, agency__in=list(agencies))
    return _shares_by("agency", before)


def shares_by_edition() -> list[tuple[Edition, Share]]:
    """Return every edition, the latest first, with its share."""
    by_edition = _shares_by("edition", Obligation.objects.all())
    return [(edition, by_edition.get(edition.pk, Share(0, 0))) for edition in Edition.objects.all()]


def _shares_by(key: str, obligations: QuerySet[Obligation]) -> dict[int, Share]:
    """Return the shares of those who owe something, by the id of `key`, a relation of the obligations. One query."""
    owing = obligations.filter(is_exempt=False).order_by().values_list(key)
    counted = owing.annotate(met=Count("pk", filter=IS_MET), owed=Count("pk"))
    return {pk: Share(met, owed) for pk, met, owed in counted}


def submissions_by_region(edition: Edition) -> list[tuple[Region, int]]:
    """Return how much each region handed in that counts, in the order of the codes.

    Also what agencies handed in of which the edition asks nothing. Every kabupaten and kota of its provinces is there.
    """
    owing = edition.obligations.order_by()
    submitted = Counter(dict(owing.values_list("region").annotate(count=Sum("submitted_count"))))
    has_duty = Exists(owing.filter(agency=OuterRef("pk")))
    without_duty = Agency.objects.filter(~has_duty).order_by()
    beyond = Submission.objects.filter(MEETS_OBLIGATION, edition=edition, agency__in=without_duty.values("pk"))
    submitted += Counter(dict(beyond.order_by().values_list("agency__region").annotate(count=Count("pk"))))
    return regions_with(edition, submitted)


def regions_with(edition: Edition, submitted: Mapping[int, int]) -> list[tuple[Region, int]]:
    """Return the regions that an edition is about and what each handed in, in the order of the codes."""
    is_obliged = Exists(Obligation.objects.filter(edition=edition, region=OuterRef("pk")))
    is_part = Q(kind__in=PARTS_OF_A_PROVINCE, pk__in=regions_in_provinces_of(edition))
    regions = Region.objects.filter(Q(pk__in=submitted) | is_part | Q(is_obliged))
    return [(region, submitted.get(region.pk, 0)) for region in regions]


def submissions_over_the_years(agency: Agency) -> QuerySet[Submission]:
    """Return what the agency ever handed in, the latest edition first; drafts stay with the agency."""
    return (
        Submission.objects.filter(agency=agency)
        .exclude(registration_number="")
        .select_related("edition", "innovation")
        .order_by("-edition__year", "registration_number")
    )
