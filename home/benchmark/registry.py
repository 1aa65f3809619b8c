from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group

from home.benchmark import Sizes, words
from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from innovation_portal.utils.tile_map import PLACES
from submissions.enums import (
    AgencyKind,
    DataMark,
    GovernmentAffair,
    InnovationForm,
    InnovationPhase,
    InnovationType,
    LifeState,
    Lineage,
    MembershipRole,
    RegionKind,
    ServiceField,
)
from submissions.models import Agency, Innovation, Membership, Recognition, Region

# All that the map of the catalogue draws, so that its drawing is measured too, and one that it does not.
REGION_CODES = (*PLACES, "91.01")


@dataclass(frozen=True)
class People:
    """Accounts of the instance; nobody can sign in to them by password."""

    secretary: User
    leader: User
    chair: User
    judges: list[User]
    approvers: dict[int, User]  # by the pk of their agency
    operators: dict[int, User]


def load_agencies(sizes: Sizes) -> list[Agency]:
    regions = Region.objects.bulk_create(
        Region(code=code, name=f"Kabupaten Ukur {number}", kind=RegionKind.REGENCY)
        for number, code in enumerate(REGION_CODES)
    )
    return Agency.objects.bulk_create(
        Agency(
            region=regions[number % len(regions)],
            code=f"UKUR-{number}",
            name=f"Dinas Ukur {number}",
            kind=AgencyKind.DEPARTMENT,
        )
        for number in range(sizes.agencies)
    )


def load_people(sizes: Sizes, agencies: list[Agency]) -> People:
    """An approver and an operator per agency, the panel, and one person of each other role that is measured."""
    accounts = iter(
        User.objects.bulk_create(
            User(
                name=f"Pegawai Ukur {number}",
                email=f"ukur{number}@example.id",
                password=UNUSABLE_PASSWORD_PREFIX,
                is_example=True,
            )
            for number in range(3 + sizes.judges + 2 * len(agencies))
        )
    )
    people = People(
        secretary=next(accounts),
        leader=next(accounts),
        chair=next(accounts),
        judges=list(islice(accounts, sizes.judges)),
        approvers={agency.pk: next(accounts) for agency in agencies},
        operators={agency.pk: next(accounts) for agency in agencies},
    )
    Membership.objects.bulk_create(
        Membership(agency_id=agency, user=user, role=role)
        for role, members in (
            (MembershipRole.APPROVER, people.approvers),
            (MembershipRole.OPERATOR, people.operators),
        )
        for agency, user in members.items()
    )
    _grant(Role.SECRETARIAT, [people.secretary])
    _grant(Role.LEADERSHIP, [people.leader])
    _grant(Role.CHAIR, [people.chair])
    _grant(Role.JUDGE, people.judges)
    return people


def load_innovations(sizes: Sizes, agencies: list[Agency], random: Random) -> list[Innovation]:
    """Innovations of ten years; every tenth carries a recognition, every twentieth replicates the one before it."""
    innovations = Innovation.objects.bulk_create(
        (
            innovation(
                agencies[number % len(agencies)],
                number,
                random,
                first_known_year=2016 + number % 10,
                data_mark=DataMark.PUBLIC,  # so that the catalogue shows those without a submission too
            )
            for number in range(sizes.innovations)
        ),
        batch_size=1000,
    )
    for source, copy in zip(innovations[18::20], innovations[19::20], strict=False):
        copy.source, copy.lineage = source, Lineage.REPLICATION
    Innovation.objects.bulk_update(innovations[19::20], ["source", "lineage"], batch_size=1000)
    Recognition.objects.bulk_create(
        Recognition(
            innovation=innovation,
            award=random.choice(("KIPP nasional - Top 99", "KIPP nasional - Top 45", "KIPP Jateng 2023 - Top 25")),
            year=innovation.first_known_year,
            source_url="https://example.id/berita",
        )
        for innovation in innovations[::10]
    )
    return innovations


def innovation(agency: Agency, number: int, random: Random, **facts) -> Innovation:
    """Return an innovation with everything that is asked, not stored yet; its number makes the title its own."""
    return Innovation(
        agency=agency,
        title=words.title(random, number),
        summary=words.paragraph(random, 40),
        started_on=date(2024, 1, 1) - timedelta(days=number % 3000),
        field=random.choice(ServiceField.values),
        form=random.choice(InnovationForm.values),
        type=random.choice(InnovationType.values),
        phase=random.choice(InnovationPhase.values),
        affair=random.choice(GovernmentAffair.values),
        life_state=random.choice(LifeState.values),
        **facts,
    )


def _grant(role: Role, users: list[User]) -> None:
    group = Group.objects.get(name=role.value)
    User.groups.through.objects.bulk_create(User.groups.through(user=user, group=group) for user in users)
