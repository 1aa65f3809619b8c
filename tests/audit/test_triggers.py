"""Whatever writes a row of a followed table leaves an entry: the ORM one by one or in bulk, and plain SQL."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction

from innovation_portal.utils.audit.models import AuditEntry, AuditLink
from innovation_portal.utils.audit.tables import AUDITED_APPS, EXCLUDED_TABLES, UNRECORDED_COLUMNS, audited_tables
from innovation_portal.utils.audit.triggers.installing import (
    install_triggers,
    remove_triggers,
    triggers_are_installed,
)
from submissions.models import Region, VerificationClaim
from tests.audit.reading import entries_since, last_entry
from tests.factories.accounts import UserFactory
from tests.factories.submissions import SubmissionFactory

ONLY_ON_SQLITE = "wagtailsearch_indexentry_fts"


def test_every_table_is_followed_or_left_out_for_a_reason():
    tables = {
        model._meta.db_table: model._meta.app_label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    followed = {table.name for table in audited_tables()}

    assert followed == {table for table, app in tables.items() if app in AUDITED_APPS} - set(EXCLUDED_TABLES)
    assert set(tables) - followed == set(EXCLUDED_TABLES) - ({ONLY_ON_SQLITE} - set(tables))


def test_columns_left_out_exist():
    columns = {table.name: table.columns for table in audited_tables()}

    assert [name for table, names in UNRECORDED_COLUMNS.items() for name in names if name not in columns[table]] == []


def test_a_migrated_database_has_every_trigger(db):
    assert triggers_are_installed()


def test_a_dropped_trigger_is_noticed_and_comes_back(db):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER portal_audit_update ON submissions_region")
        else:
            cursor.execute("DROP TRIGGER portal_audit_submissions_region_update")

    assert not triggers_are_installed()
    install_triggers()
    assert triggers_are_installed()


def test_adding_changing_and_deleting_leave_an_entry_each(db):
    before = last_entry()

    region = Region.objects.create(name="Kabupaten Contoh", kind="regency")
    region.name = "Kabupaten Contoh Baru"
    region.save()
    pk = region.pk
    region.delete()

    assert entries_since(before) == [
        ("submissions_region", str(pk), "insert", ""),
        ("submissions_region", str(pk), "update", "name"),
        ("submissions_region", str(pk), "delete", ""),
    ]


def test_saving_without_a_change_leaves_none(db):
    region = Region.objects.create(name="Kabupaten Contoh", kind="regency")
    before = last_entry()

    region.save()

    assert entries_since(before) == []


def test_bulk_writes_leave_an_entry_for_each_row(db):
    before = last_entry()

    Group.objects.bulk_create([Group(name="satu"), Group(name="dua")])
    first, second = Group.objects.filter(name__in=["satu", "dua"]).order_by("pk").values_list("pk", flat=True)
    Group.objects.filter(pk=first).update(name="tiga")

    assert entries_since(before) == [
        ("auth_group", str(first), "insert", ""),
        ("auth_group", str(second), "insert", ""),
        ("auth_group", str(first), "update", "name"),
    ]


def test_plain_sql_leaves_an_entry(db):
    group = Group.objects.create(name="satu")
    before = last_entry()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE auth_group SET name = 'dua' WHERE name = 'satu'")

    assert entries_since(before) == [("auth_group", str(group.pk), "update", "name")]


def test_several_changed_columns_are_named_in_order(db):
    person = UserFactory()
    before = last_entry()

    person.name, person.email, person.is_active = "Nama Lain", "lain@example.go.id", False
    person.save()

    assert entries_since(before) == [("accounts_user", str(person.pk), "update", "email is_active name")]


def test_a_change_of_churning_columns_alone_leaves_none(db, verifier):
    """An open page says every half minute that its verifier is still there."""
    claim = VerificationClaim.objects.create(submission=SubmissionFactory(), verifier=verifier)
    before = last_entry()

    claim.active_at += timedelta(seconds=30)
    claim.save()
    assert entries_since(before) == []

    claim.takeover_note = "Sakit"
    claim.active_at += timedelta(seconds=30)
    claim.save()
    assert entries_since(before) == [("submissions_verificationclaim", str(claim.pk), "update", "takeover_note")]


def test_what_is_rolled_back_leaves_none(db):
    before = last_entry()

    with transaction.atomic():
        Group.objects.create(name="satu")
        transaction.set_rollback(True)

    assert entries_since(before) == []


def test_no_value_of_a_row_reaches_an_entry(db):
    before = last_entry()

    person = UserFactory(name="Ibu Rahasia", email="rahasia@example.go.id", position="Kepala Rahasia")
    person.name = "Bapak Rahasia"
    person.save()
    person.delete()

    texts = AuditEntry.objects.filter(pk__gt=before).values_list("row_pk", "columns", "request_id", "detail")
    assert "rahasia" not in " ".join(" ".join(row) for row in texts).lower()


@pytest.mark.parametrize("model", [AuditEntry, AuditLink])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {} WHERE {} = {}"])
def test_the_audit_itself_cannot_be_changed(db, model, change):
    AuditLink.objects.create(position=1, entry=1, digest="x" * 64)
    rows = list(model.objects.order_by("pk").values())

    statement = change.format(model._meta.db_table, *[model._meta.pk.column] * 2)
    with pytest.raises(DatabaseError, match=r"The audit is never changed\."), transaction.atomic():
        connection.cursor().execute(statement)

    assert rows
    assert list(model.objects.order_by("pk").values()) == rows


def test_without_triggers_nothing_is_recorded(db):
    """What `remove_triggers` says, and what the check portal.E020 is for."""
    remove_triggers()
    before = last_entry()

    Group.objects.create(name="satu")

    assert entries_since(before) == []
