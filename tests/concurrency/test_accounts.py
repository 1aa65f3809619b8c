import pytest
from django.core.exceptions import ValidationError

from innovation_portal.accounts.address_change import NEW, OLD, ask_for_new_address, confirm_address, token_of
from innovation_portal.accounts.models import EmailChange, User
from innovation_portal.utils.models import OutgoingMessage
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_both_addresses_confirm_at_once_and_the_account_moves_once():
    person = UserFactory()
    change = EmailChange.objects.create(user=person, new_email="baru@example.id")

    moved = at_once(*(lambda side=side: confirm_address(token_of(change, side)) for side in (OLD, NEW)))

    assert sorted(moved) == [False, True]
    assert User.objects.get().email == "baru@example.id"
    assert OutgoingMessage.objects.filter(kind="address_changed").count() == 2


def test_two_people_move_to_one_address_at_once():
    people = [UserFactory(), UserFactory()]
    changes = [EmailChange.objects.create(user=person, new_email="baru@example.id") for person in people]
    for change in changes:
        confirm_address(token_of(change, OLD))

    results = at_once(*(lambda change=change: confirm_address(token_of(change, NEW)) for change in changes))

    assert sorted(isinstance(result, ValidationError) for result in results) == [False, True]
    assert User.objects.filter(email="baru@example.id").count() == 1


def test_two_wishes_at_once_leave_one_open():
    person = UserFactory()

    at_once(
        *(
            lambda email=email: ask_for_new_address(person.pk, actor=person, new_email=email)
            for email in ("satu@example.id", "dua@example.id")
        )
    )

    assert EmailChange.objects.filter(ended_at=None).count() == 1
    assert EmailChange.objects.count() == 2
