import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from innovation_portal.utils.models import OutgoingMessage
from judging.models import Panelist
from judging.services.invitations import invite_judge
from tests.factories.accounts import UserFactory
from tests.factories.submissions import CategoryFactory

NEW = {"name": "  Siti   Rahayu ", "email": "Siti.Rahayu@Example.id "}


def test_a_new_judge_gets_an_account_a_seat_and_one_mail_that_sets_the_password(new_round, secretary):
    health = CategoryFactory(edition=new_round.edition)

    seat = invite_judge(new_round.pk, actor=secretary, **NEW, employer="Undip", load_limit=7, categories=[health])

    judge = seat.judge
    assert (judge.name, judge.email, judge.has_usable_password()) == ("Siti Rahayu", "siti.rahayu@example.id", False)
    assert [group.name for group in judge.groups.all()] == [Role.JUDGE.value]
    assert (seat.employer, seat.load_limit, list(seat.categories.all())) == ("Undip", 7, [health])
    message = OutgoingMessage.objects.get()
    assert (message.kind, message.recipient, message.address) == ("judge_invited", judge, "siti.rahayu@example.id")
    path = next(line for line in message.body.splitlines() if line.startswith("http")).partition("://")[2]
    page = Client().get("/" + path.partition("/")[2], follow=True)
    assert 'type="password"' in page.content.decode()


def test_who_has_an_account_keeps_it_and_signs_in_as_always(new_round, secretary):
    person = UserFactory(name="Nama Lama", email="siti.rahayu@example.id")

    seat = invite_judge(new_round.pk, actor=secretary, **NEW)

    person.refresh_from_db()
    assert (seat.judge, person.name) == (person, "Nama Lama")
    assert "/masuk/" in OutgoingMessage.objects.get().body


def test_inviting_again_changes_the_seat_and_sends_the_mail_again(new_round, secretary):
    first = invite_judge(new_round.pk, actor=secretary, **NEW, load_limit=7)

    second = invite_judge(new_round.pk, actor=secretary, **NEW, load_limit=3)

    assert (first.pk, second.load_limit) == (second.pk, 3)
    assert OutgoingMessage.objects.count() == 2


def test_a_closed_account_is_not_invited(new_round, secretary):
    UserFactory(email="siti.rahayu@example.id", is_active=False)

    with pytest.raises(ValidationError) as raised:
        invite_judge(new_round.pk, actor=secretary, **NEW)

    assert raised.value.message_dict == {"email": ["Akun ini sudah ditutup."]}
    assert OutgoingMessage.objects.count() == 0


def test_nobody_but_the_secretariat_invites_and_nothing_is_left_behind(new_round, chair):
    before = Panelist.objects.count()

    with pytest.raises(PermissionDenied):
        invite_judge(new_round.pk, actor=chair, **NEW)

    assert (Panelist.objects.count(), OutgoingMessage.objects.count()) == (before, 0)
    assert not User.objects.filter(email="siti.rahayu@example.id").exists()
