"""Every place of docs/audit.md at which protected data leave: its entry names the reader and the row, once."""

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from innovation_portal.utils.audit.models import AuditAction, AuditEntry
from innovation_portal.utils.audit.reads import ProtectedRead
from tests.access.roles import ASSIGNED_JUDGE, CHAIR, OPERATOR, SECRETARY, SUPERUSER, VERIFIER
from tests.access.table import ROWS
from tests.access.world import build_world
from tests.audit.reading import last_entry

PLACES = [
    ("submissions:monitoring-late-table", SECRETARY, ProtectedRead.CONTACTS, "submissions_edition"),
    ("submissions:version-pdf", OPERATOR, ProtectedRead.DOSSIER, "submissions_submissionversion"),
    ("submissions:version-zip", VERIFIER, ProtectedRead.DOSSIER, "submissions_submissionversion"),
    ("submissions:evidence-file", OPERATOR, ProtectedRead.EVIDENCE, "submissions_evidence"),
    ("judging:evidence-file", ASSIGNED_JUDGE, ProtectedRead.EVIDENCE, "submissions_evidence"),
    ("wagtailusers_users:edit", SUPERUSER, ProtectedRead.PERSON, "accounts_user"),
    ("conflicts:index", SECRETARY, ProtectedRead.CONFLICTS, ""),
    ("outgoing_messages:inspect", SECRETARY, ProtectedRead.MAIL, "utils_outgoingmessage"),
    ("judging:entry-scores", CHAIR, ProtectedRead.SHEETS, "submissions_submissionversion"),
    ("judging:result-workbook", CHAIR, ProtectedRead.SHEETS, "judging_resultrun"),
    ("objections:answer", SECRETARY, ProtectedRead.OBJECTION, "judging_objection"),
    ("objections:file", SECRETARY, ProtectedRead.OBJECTION, "judging_objectionfile"),
    ("privacy_admin:request", SECRETARY, ProtectedRead.PERSONAL_DATA, "privacy_erasurerequest"),
    ("national:file", SECRETARY, ProtectedRead.NATIONAL_FORM, "submissions_nationalproposal"),
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        built = build_world()
        built.media = media
        yield built
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _files(world, private_files, settings):
    settings.MEDIA_ROOT = world.media


def address_of(name: str, role: str, world) -> str:
    row = next(row for row in ROWS if row.name == name and role in row.get)
    thing = world.things[row.thing] if row.thing else {}
    return reverse(name, args=thing) if isinstance(thing, tuple) else reverse(name, kwargs=thing)


def reads_since(last: int) -> list[tuple]:
    entries = AuditEntry.objects.filter(pk__gt=last, action=AuditAction.READ)
    return list(entries.values_list("actor_id", "detail", "table_name"))


def test_every_kind_of_reading_has_a_place():
    assert {what for _name, _role, what, _table in PLACES} == set(ProtectedRead)


@pytest.mark.parametrize(("name", "role", "what", "table"), PLACES)
def test_reading_leaves_an_entry(world, name, role, what, table):
    before = last_entry()

    response = world.clients[role].get(address_of(name, role, world))
    b"".join(response)

    assert response.status_code == 200
    assert reads_since(before) == [(world.people[role].pk, what.value, table)]


def test_looking_up_a_person_and_taking_the_report_of_rights_leave_an_entry(world):
    secretary, operator = world.people[SECRETARY], world.people[OPERATOR]
    before = last_entry()

    world.clients[SECRETARY].post(reverse("privacy_admin:person"), {"email": operator.email})
    world.clients[SECRETARY].get(reverse("access_report"))
    b"".join(world.clients[SECRETARY].get(reverse("access_report"), {"export": "xlsx"}))

    assert reads_since(before) == [  # the latest first
        (secretary.pk, ProtectedRead.CONTACTS.value, ""),
        (secretary.pk, ProtectedRead.PERSONAL_DATA.value, "accounts_user"),
    ]


@pytest.mark.parametrize(("name", "role", "what", "table"), PLACES)
def test_whoever_is_turned_away_leaves_none(world, name, role, what, table):
    stranger = next(row for row in ROWS if row.name == name and role in row.get)
    before = last_entry()

    for other in sorted(set(world.clients) - stranger.get):
        world.clients[other].get(address_of(name, role, world))

    assert reads_since(before) == []
