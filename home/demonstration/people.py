"""The accounts of the demonstration. All names are invented, and one password opens every door."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils.functional import Promise

from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from submissions.enums import MembershipRole
from submissions.models import Agency
from submissions.services.members import invite_member

PASSWORD = "kain-kawung-rapi"  # noqa: S105  printed for everybody who tries the demonstration
HOME_AGENCY = "RSUD-MARGONO"


@dataclass(frozen=True)
class Account:
    """One person to sign in as: one for each role of the portal."""

    email: str
    name: str
    position: str
    role: Role | MembershipRole
    desk: str

    @property
    def label(self) -> Promise:
        return self.role.label


OPERATOR = Account("operator@contoh.id", "Retno Wulandari", "Perawat bagian mutu", MembershipRole.OPERATOR, "/opd/")
APPROVER = Account(
    "penanggungjawab@contoh.id", "dr. Hendro Saputro", "Wakil direktur pelayanan", MembershipRole.APPROVER, "/opd/"
)
HEAD = Account("kepala.opd@contoh.id", "dr. Ratna Kusumastuti", "Direktur", MembershipRole.HEAD, "/opd/")
SECRETARY = Account("sekretariat@contoh.id", "Niken Larasati", "Analis pelayanan publik", Role.SECRETARIAT, "/admin/")
VERIFIER = Account("verifikator@contoh.id", "Fajar Nugroho", "Verifikator administrasi", Role.VERIFIER, "/admin/")
JUDGES = (
    Account("juri1@contoh.id", "Dr. Sinta Prameswari", "Dosen administrasi publik", Role.JUDGE, "/juri/"),
    Account("juri2@contoh.id", "Bayu Wicaksana", "Wartawan pelayanan publik", Role.JUDGE, "/juri/"),
    Account("juri3@contoh.id", "Dewi Anggraini", "Peneliti kebijakan", Role.JUDGE, "/juri/"),
)
CHAIR = Account("ketua.juri@contoh.id", "Prof. Harimurti Wasesa", "Guru besar kebijakan publik", Role.CHAIR, "/juri/")
LEADER = Account("pimpinan@contoh.id", "Sekretaris Daerah (contoh)", "Sekretaris daerah", Role.LEADERSHIP, "/pantau/")
ASSISTANT = Account(
    "asisten@contoh.id", "Asisten Administrasi Umum (contoh)", "Asisten sekretaris daerah", Role.LEADERSHIP, "/pantau/"
)
EDITOR = Account("redaksi@contoh.id", "Arum Maheswari", "Penyunting portal", Role.EDITORIAL, "/admin/")
HEAD_EDITOR = Account(
    "kepala.redaksi@contoh.id", "Wening Kinasih", "Pemimpin redaksi portal", Role.HEAD_EDITOR, "/admin/"
)
ACCOUNTS = (OPERATOR, APPROVER, HEAD, SECRETARY, VERIFIER, *JUDGES, CHAIR, LEADER, ASSISTANT, EDITOR, HEAD_EDITOR)
EMPLOYERS = {
    JUDGES[0]: "Perguruan tinggi di Semarang",
    JUDGES[1]: "Media massa di Surakarta",
    JUDGES[2]: "Lembaga penelitian kebijakan",
    CHAIR: "Perguruan tinggi di Purwokerto",
}

# fmt: off
FIRST_NAMES = (
    "Adi", "Agus", "Bima", "Candra", "Damar", "Endah", "Farida", "Gatot", "Hesti", "Indah",
    "Joko", "Kartini", "Lestari", "Mulyono", "Nanik", "Oktavia", "Purwanto", "Rahayu", "Slamet", "Tutik",
)
LAST_NAMES = (
    "Atmaja", "Budiarto", "Cahyani", "Darmawan", "Ekawati", "Firmansyah",
    "Gunadi", "Handayani", "Iswanto", "Kurniawati", "Laksono",
)
# fmt: on


@dataclass(frozen=True)
class Staff:
    """Who writes and who answers for an agency."""

    operator: User
    approver: User


def hire(accounts: Iterable[Account]) -> dict[Account, User]:
    """Return new users for the accounts, each with its role."""
    password = make_password(PASSWORD)
    users = {account: example_user(account.email, account.name, account.position, password) for account in accounts}
    for account, user in users.items():
        if isinstance(account.role, Role):
            user.groups.add(Group.objects.get(name=account.role.value))
    return users


def staff_agencies(agencies: Iterable[Agency], *, actor, known: dict[Account, User]) -> dict[str, Staff]:
    """Give every agency an operator and a person in charge, by its code; the home agency gets the `known` ones."""
    password, names, staff = make_password(PASSWORD), _invented_names(), {}
    for agency in agencies:
        if agency.code == HOME_AGENCY:
            members = Staff(known[OPERATOR], known[APPROVER])
        else:
            code = agency.code.lower()
            members = Staff(
                example_user(f"operator.{code}@contoh.id", next(names), "Operator", password),
                example_user(f"pj.{code}@contoh.id", next(names), "Penanggung jawab", password),
            )
        roles = {members.operator: MembershipRole.OPERATOR, members.approver: MembershipRole.APPROVER}
        for user, role in roles.items():
            invite_member(agency.pk, actor=actor, email=user.email, name=user.name, role=role)
        staff[agency.code] = members
    return staff


def join(agency: Agency, colleagues: Iterable[tuple[str, str]], *, actor) -> list[User]:
    """Give the agency further members, each a name and a position."""
    password, code = make_password(PASSWORD), agency.code.lower()
    users = [
        example_user(f"pegawai{number}.{code}@contoh.id", name, position, password)
        for number, (name, position) in enumerate(colleagues, start=1)
    ]
    for user in users:
        invite_member(agency.pk, actor=actor, email=user.email, name=user.name, role=MembershipRole.OPERATOR)
    return users


def example_user(email: str, name: str, position: str, password: str) -> User:
    return User.objects.create(email=email, name=name, position=position, password=password, is_example=True)


def _invented_names():
    """Yield 220 different names: the numbers of first and last names have no common factor."""
    for number in count():
        yield f"{FIRST_NAMES[number * 7 % len(FIRST_NAMES)]} {LAST_NAMES[number * 5 % len(LAST_NAMES)]}"
