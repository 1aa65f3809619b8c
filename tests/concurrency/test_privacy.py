"""A person is erased twice at once, saves while being erased, and orders a copy with two clicks."""

import pytest
from django.db import transaction

from innovation_portal.accounts.anonymising import is_anonymised
from innovation_portal.accounts.models import MailRhythm, User
from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.services import choose_mail_rhythm
from innovation_portal.privacy.models import DataExport, ErasureRequest
from innovation_portal.privacy.people import person_of
from innovation_portal.privacy.retention import apply_retention, registered_rules
from innovation_portal.privacy.services.erasing import erase_person
from innovation_portal.privacy.services.exports import make_export, order_export
from innovation_portal.privacy.services.requests import ask_to_be_erased
from tests.concurrency.racing import at_once, behind
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secretary():
    return UserFactory(roles=[Role.SECRETARIAT])


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_of_two_that_erase_at_once_one_does_it(secretary):
    person = UserFactory()

    requests = at_once(*[lambda: erase_person(person_of(fresh(person)), actor=fresh(secretary))] * 2)

    assert len({request.pk for request in requests}) == ErasureRequest.objects.count() == 1
    assert is_anonymised(fresh(person))


def test_what_a_person_saves_while_being_erased_brings_nothing_back(secretary):
    person = UserFactory(name="Rahma")
    with transaction.atomic():
        erase_person(person_of(person), actor=secretary)
        saving = behind(
            lambda: choose_mail_rhythm(
                person.pk, actor=fresh(person), mail_rhythm=MailRhythm.DAILY, wants_summaries=True
            )
        )
    saving.result()

    assert fresh(person).name == f"Akun dihapus #{person.pk}"


def test_a_copy_that_is_made_while_its_person_is_erased_is_gone(secretary):
    person = UserFactory()
    export = DataExport.objects.create(owner=person, user=person, email=person.email)
    with transaction.atomic():
        erase_person(person_of(person), actor=secretary)
        making = behind(lambda: make_export(export.pk))
    making.result()

    assert DataExport.objects.count() == 0


def test_two_clicks_order_one_copy_and_ask_once():
    person = UserFactory()

    exports = at_once(*[lambda: order_export(person_of(fresh(person)), actor=fresh(person))] * 2)
    at_once(*[lambda: ask_to_be_erased(actor=fresh(person))] * 2)

    assert ErasureRequest.objects.count() == 1
    assert DataExport.objects.count() == 1
    assert {export.owner_id for export in exports} == {person.pk}


def test_two_processes_run_each_rule_once():
    assert sum(at_once(apply_retention, apply_retention)) == len(registered_rules())
