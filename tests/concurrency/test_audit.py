"""The audit between two connections, and under the rights of a restricted role."""

import os

import pytest
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from home.services.publishing import publish_innovation, withdraw_innovation
from home.services.site import set_up_site
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.audit.chain import head_of_chain, link_entries, unlinked_entries, verify_chain
from innovation_portal.utils.audit.models import AuditEntry, AuditLink
from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.backup.encryption import new_key
from innovation_portal.utils.backup.making import write_archive
from judging.enums import ScoreState
from judging.selectors.sheets import Mark
from judging.services.results import calculate_result, confirm_result
from judging.services.seals import seal_result
from judging.services.sheets import save_sheet, submit_sheet
from submissions.enums import MembershipRole, SubmissionStatus
from submissions.services.submissions import change_status
from tests.concurrency.racing import at_once, behind
from tests.factories.accounts import UserFactory
from tests.factories.home import past_innovation
from tests.factories.judging import AssignmentFactory, PanelistFactory
from tests.factories.submissions import MembershipFactory, ReadySubmissionFactory

ROLE = f"portal_restricted_{os.getpid()}"  # a role belongs to the whole server, beside other test processes


def audit_problems() -> set[str]:
    found = run_checks(include_deployment_checks=True, databases=["default"], tags=["database"])
    return {problem.id for problem in found} & {"portal.E020", "portal.W025"}


def whole_audit():
    return list(AuditEntry.objects.order_by("pk").values()), list(AuditLink.objects.order_by("pk").values())


@pytest.fixture
def restricted(transactional_db):
    """A function that goes on as the restricted role; the connection is the owner's again afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
        cursor.execute(f"CREATE ROLE {ROLE}")
    call_command("restrict_database_role", ROLE, "--execute", verbosity=0)

    def become():
        with connection.cursor() as cursor:
            cursor.execute(f"SET SESSION AUTHORIZATION {ROLE}")

    yield become
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_fork_the_chain():
    Group.objects.bulk_create([Group(name=f"kelompok {number}") for number in range(500)])
    waiting = unlinked_entries().count()

    linked = at_once(link_entries, link_entries)

    assert sum(linked) == waiting
    assert verify_chain().is_whole
    assert list(AuditLink.objects.order_by("position").values_list("position", flat=True)) == list(
        range(1, AuditEntry.objects.count() + 1)
    )


@pytest.mark.django_db(transaction=True)
def test_the_second_worker_goes_on_behind_the_first():
    Group.objects.create(name="satu")
    with transaction.atomic():
        link_entries()
        second = behind(link_entries)

    assert second.result() == 0
    assert verify_chain().is_whole


@pytest.mark.django_db(transaction=True)
def test_entries_committed_late_are_linked_later():
    """The first transaction takes its number before the second and commits after it."""
    link_entries()

    def commit_meanwhile():
        Group.objects.create(name="dua")
        return link_entries()

    with transaction.atomic():
        Group.objects.create(name="satu")
        [meanwhile] = at_once(commit_meanwhile)

    assert meanwhile == 1
    assert link_entries() == 1
    late, early = AuditLink.objects.order_by("-position")[:2]
    assert late.entry < early.entry
    assert verify_chain().head == head_of_chain()


@pytest.mark.django_db(transaction=True)
def test_truncating_a_table_leaves_an_entry():
    last = AuditEntry.objects.latest("pk").pk

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE submissions_superior")

    entry = AuditEntry.objects.get(pk__gt=last)
    assert (entry.table_name, entry.row_pk, entry.action) == ("submissions_superior", "*", "delete")


def test_the_portal_works_under_the_restricted_role(restricted):
    submission = ReadySubmissionFactory()
    approver = MembershipFactory(agency=submission.innovation.agency, role=MembershipRole.APPROVER).user
    last = AuditEntry.objects.latest("pk").pk
    restricted()

    change_status(submission.pk, "submit", actor=approver)
    note_read(approver, ProtectedRead.DOSSIER, submission)
    Group.objects.filter(name=Role.JUDGE).update(name="Juri lain")
    Group.objects.create(name="sementara").delete()
    link_entries(everywhere=True)

    submission.refresh_from_db()
    assert submission.status == SubmissionStatus.SUBMITTED
    written = AuditEntry.objects.filter(pk__gt=last).values_list("table_name", "action")
    assert {("submissions_submission", "update"), ("submissions_submissionversion", "insert")} <= set(written)
    assert verify_chain().is_whole
    assert not unlinked_entries().exists()


def test_judging_and_publishing_work_under_the_restricted_role(restricted):
    set_up_site()
    innovation = past_innovation()
    chair = UserFactory(roles=[Role.CHAIR])
    entry = AssignmentFactory(round__edition__judges_per_entry=1, cleared_at=clock.now())
    PanelistFactory(round=entry.round, judge=chair, is_chair=True)
    marks = {criterion.pk: Mark(ScoreState.SCORED, 4) for criterion in entry.round.rubric.criteria.all()}
    restricted()

    save_sheet(entry.pk, actor=entry.panelist.judge, revision=0, scores=marks)
    submit_sheet(entry.pk, actor=entry.panelist.judge)
    run = calculate_result(entry.round_id, actor=chair)
    confirm_result(run.pk, actor=chair)
    seal_result(run.pk, actor=chair)
    page = publish_innovation(innovation.pk)
    withdraw_innovation(innovation.pk)
    link_entries(everywhere=True)

    run.refresh_from_db()
    page.refresh_from_db()
    assert run.sealed_at
    assert not page.live
    assert verify_chain().is_whole


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE utils_auditentry SET actor_id = 1",
        "DELETE FROM utils_auditentry",
        "TRUNCATE utils_auditentry",
        "ALTER TABLE utils_auditentry DISABLE TRIGGER ALL",
        "DROP TRIGGER portal_audit_refuse ON utils_auditentry",
        "DROP TABLE utils_auditentry",
        "UPDATE utils_auditlink SET digest = ''",
        "DELETE FROM utils_auditlink",
        "TRUNCATE utils_auditlink",
        "ALTER TABLE accounts_user DISABLE TRIGGER ALL",
        "DROP TRIGGER portal_audit_update ON accounts_user",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION portal_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TABLE smuggled (id int)",
        "TRUNCATE submissions_superior",
        "DELETE FROM django_migrations",
    ],
)
def test_the_restricted_role_cannot_touch_the_audit(restricted, statement):
    UserFactory()
    link_entries()
    before = whole_audit()
    restricted()

    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)

    assert (
        list(AuditEntry.objects.order_by("pk").values()),
        list(AuditLink.objects.order_by("pk").values()),
    ) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["utils_auditentry", "utils_auditlink"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = 1", "DELETE FROM {}", "TRUNCATE {}"])
def test_triggers_refuse_even_the_owner(table, act):
    act = act.replace("id = 1", "position = 1") if table == "utils_auditlink" else act

    with pytest.raises(ProgrammingError, match=r"The audit is never changed\."), connection.cursor() as cursor:
        cursor.execute(act.format(table))


def test_the_restricted_role_restores_nothing(restricted, tmp_path):
    """An empty archive into an empty instance: all that is in the way is the role."""
    key = tmp_path / "key.txt"
    secret, recipient = new_key()
    key.write_text(secret)
    archive = tmp_path / "now.tar.age"
    with archive.open("wb") as target:
        write_archive(target, [recipient], say=lambda text: None)
    before = whole_audit()
    restricted()

    with pytest.raises(CommandError) as refusal:
        call_command("restore_backup", str(archive), key=key, unsigned=True)

    assert str(refusal.value) == (
        "must be owner of table account_emailaddress."
        " Only the owner of the tables restores: inovasi --owner restore_backup (docs/backup.md)"
    )
    assert whole_audit() == before


def test_tables_of_later_migrations_are_granted_too(restricted):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id bigserial PRIMARY KEY, name text)")
    restricted()

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO later (name) VALUES ('satu')")
        cursor.execute("UPDATE later SET name = 'dua'")
        cursor.execute("SELECT id, name FROM later")
        assert cursor.fetchall() == [(1, "dua")]


def test_the_check_warns_of_a_role_that_could_rewrite_the_audit(restricted):
    assert audit_problems() == {"portal.W025"}

    restricted()
    assert audit_problems() == set()


def test_the_check_names_a_single_right(restricted):
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT DELETE ON utils_auditentry TO {ROLE}")
    restricted()

    assert audit_problems() == {"portal.W025"}


def test_the_check_tells_a_disabled_trigger(restricted):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user DISABLE TRIGGER portal_audit_update")
    restricted()

    assert audit_problems() == {"portal.E020"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["portal", "nobody_knows_it"])
def test_a_superuser_or_an_unknown_role_is_not_restricted(role):
    with pytest.raises(CommandError, match="has to be a role that exists"):
        call_command("restrict_database_role", role, "--execute")
