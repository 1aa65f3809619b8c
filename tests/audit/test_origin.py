"""Every entry says who wrote and in which request, task or command, without a query of its own."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django_tasks import task

from innovation_portal.accounts.models import MailRhythm
from innovation_portal.utils.audit.middleware import AuditMiddleware
from innovation_portal.utils.audit.models import AuditEntry
from innovation_portal.utils.audit.origin import Origin, current_origin, safe_request_id, writing_as
from tests.audit.reading import last_entry
from tests.factories.accounts import UserFactory


def origins_since(last):
    return list(AuditEntry.objects.filter(pk__gt=last).order_by("pk").values_list("actor_id", "request_id"))


@task()
def make_a_group(name):
    Group.objects.create(name=name)


def test_without_a_request_the_process_is_named(db):
    before = last_entry()

    Group.objects.create(name="satu")

    [(actor, request)] = origins_since(before)
    assert actor is None
    assert request == current_origin().request_id != ""


def test_a_request_of_a_person_names_both(client, operator):
    client.force_login(operator)
    before = last_entry()

    response = client.post(reverse("accounts:mail-edit"), {"mail_rhythm": MailRhythm.DAILY})

    [entry] = AuditEntry.objects.filter(pk__gt=before, table_name="accounts_user")
    assert (entry.actor_id, entry.row_pk) == (operator.pk, str(operator.pk))
    assert entry.columns == "mail_rhythm wants_summaries"
    assert entry.request_id == response.headers["X-Request-Id"]


def test_two_requests_have_two_numbers_and_leave_nothing_behind(client, operator):
    client.force_login(operator)
    before = last_entry()

    for rhythm in (MailRhythm.DAILY, MailRhythm.AT_ONCE):
        client.post(reverse("accounts:mail-edit"), {"mail_rhythm": rhythm})
    Group.objects.create(name="satu")

    entries = origins_since(before)
    assert [actor for actor, _request in entries] == [operator.pk, operator.pk, None]
    assert len({request for _actor, request in entries}) == 3


def test_signing_in_names_the_person_who_signed_in(client, db):
    person = UserFactory(password="Rahasia-Sekali-9")
    before = last_entry()

    client.post(reverse("account_login"), {"login": person.email, "password": "Rahasia-Sekali-9"})

    [entry] = AuditEntry.objects.filter(pk__gt=before, table_name="accounts_user")
    assert (entry.actor_id, entry.columns) == (person.pk, "last_login")


def test_the_person_is_not_looked_up_for_the_audit(db):
    """Whoever writes without asking for the person costs no query, and has none in the entry."""
    before, looked_up = last_entry(), []
    request = RequestFactory().get("/")
    request.id = "permintaan"
    request.user = SimpleLazyObject(lambda: looked_up.append(1))

    AuditMiddleware(lambda _request: Group.objects.create(name="satu"))(request)

    assert looked_up == []
    assert [actor for actor, _request in origins_since(before)] == [None]


def test_a_task_is_named_and_acts_for_nobody(db):
    before = last_entry()

    with writing_as(Origin(request_id="permintaan", actor_id=7)):
        result = make_a_group.enqueue("dua")
        Group.objects.create(name="tiga")

    assert origins_since(before) == [(None, f"task:{result.id}"), (7, "permintaan")]


def test_a_command_can_be_named(db):
    before = last_entry()

    with writing_as(Origin(request_id="import_agencies")):
        Group.objects.create(name="satu")

    assert origins_since(before) == [(None, "import_agencies")]


@pytest.mark.parametrize("name", ["/*portal actor=1 request=palsu*/", "'; --", "100 % */ x", "*/"])
def test_what_people_type_cannot_pass_for_an_origin(db, name):
    before = last_entry()

    with writing_as(Origin(request_id="asli")):
        Group.objects.create(name=name)

    assert origins_since(before) == [(None, "asli")]
    assert Group.objects.filter(name=name).exists()


def test_a_request_id_keeps_what_may_stand_in_a_comment():
    assert safe_request_id("a*/ DROP 'é' b:1_.-") == "aDROPb:1_.-"
    assert len(safe_request_id("x" * 200)) == 60


@pytest.mark.parametrize("count", [1, 3])
def test_the_audit_adds_no_query(db, count):
    with CaptureQueriesContext(connection) as queries:
        Group.objects.bulk_create([Group(name=str(number)) for number in range(count)])

    writes = [query["sql"] for query in queries if "INSERT" in query["sql"]]
    assert len(writes) == 1
