import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.address_change import (
    NEW,
    OLD,
    ask_for_new_address,
    confirm_address,
    move_account,
    stop_change,
    token_of,
)
from innovation_portal.accounts.letters import deliver_address_letters
from innovation_portal.accounts.models import EmailChange
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from tests.factories.accounts import PASSWORD, UserFactory
from tests.portal.accounts.test_sessions import is_in, signed_in

ADDRESS = "/akun/alamat/"


@pytest.fixture
def person(db):
    return UserFactory(name="Rani Utami", email="lama@example.id")


def asked(person, new_email="baru@example.id"):
    change = ask_for_new_address(person.pk, actor=person, new_email=new_email)
    deliver_address_letters(change.pk)
    return change


def link_in(letter):
    return re.search(r"http://localhost:\d+(/akun/alamat/\S+)", letter.body)[1]


def test_address_changes_once_both_letters_were_answered(person, django_capture_on_commit_callbacks):
    client = signed_in(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ADDRESS, {"new_email": "Baru@Example.id"})
    letters = {letter.to[0]: letter for letter in mail.outbox}
    visitor = Client()
    links = [link_in(letters[address]) for address in ("lama@example.id", "baru@example.id")]

    for link in links:
        assert "Konfirmasi perubahan alamat?" in visitor.get(link).content.decode()
    visitor.post(links[0], {"confirm": "1"})
    person.refresh_from_db()
    assert person.email == "lama@example.id"
    with django_capture_on_commit_callbacks(execute=True):
        done = visitor.post(links[1], {"confirm": "1"})

    person.refresh_from_db()
    assert person.email == "baru@example.id"
    assert "Alamat sudah diubah" in done.content.decode()
    assert not is_in(client)
    told = OutgoingMessage.objects.filter(kind="address_changed")
    assert sorted(told.values_list("address", flat=True)) == ["baru@example.id", "lama@example.id"]
    assert "tidak berlaku lagi" in visitor.get(links[0]).content.decode()


def test_letters_are_not_kept_where_the_office_reads_mail(person):
    asked(person)

    assert len(mail.outbox) == 2
    assert not OutgoingMessage.objects.exists()


def test_new_address_that_has_an_account_is_answered_the_same_and_gets_no_link(person):
    UserFactory(email="dipakai@example.id")
    client = signed_in(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answers = []
    for email in ("baru@example.id", "dipakai@example.id"):
        page = client.post(ADDRESS, {"new_email": email}, follow=True).content.decode()
        answers.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(email, ""))
        deliver_address_letters(EmailChange.objects.get(ended_at=None).pk)

    assert answers[0] == answers[1]
    taken = mail.outbox[-1]
    assert (taken.to, taken.subject) == (["dipakai@example.id"], "Alamat surel Anda sudah memiliki akun")
    assert "/akun/alamat/" not in taken.body


def test_old_address_stops_the_change_and_the_new_one_cannot(person):
    change = asked(person)
    with pytest.raises(PermissionDenied):
        stop_change(token_of(change, NEW))

    Client().post(link_in(mail.outbox[0]), {"stop": "1"})

    for side in (OLD, NEW):
        with pytest.raises(ValidationError) as refusal:
            confirm_address(token_of(change, side))
        assert refusal.value.code == "over"
    person.refresh_from_db()
    assert person.email == "lama@example.id"


def test_confirming_twice_on_one_side_is_no_word_of_the_other(person):
    change = asked(person)

    assert [confirm_address(token_of(change, NEW)) for _time in range(2)] == [False, False]


def test_link_ends_after_a_day_and_with_a_newer_wish(person):
    first = asked(person)
    second = asked(person, "lain@example.id")
    with pytest.raises(ValidationError):
        confirm_address(token_of(first, OLD))

    with clock.at(second.asked_at + timedelta(hours=24)), pytest.raises(ValidationError):
        confirm_address(token_of(second, OLD))


@pytest.mark.parametrize("token", ["x", "WzEsICJvbGQiXQ:1abc:forged"])
def test_forged_link_says_no_more_than_an_old_one(db, token):
    page = Client().post(f"{ADDRESS}{token}/", {"confirm": "1"})

    assert "tidak berlaku lagi" in page.content.decode()


def test_address_taken_meanwhile_ends_the_change(person):
    change = asked(person)
    confirm_address(token_of(change, OLD))
    UserFactory(email="baru@example.id")

    with pytest.raises(ValidationError) as refusal:
        confirm_address(token_of(change, NEW))

    assert refusal.value.code == "over"
    person.refresh_from_db()
    change.refresh_from_db()
    assert (person.email, bool(change.ended_at)) == ("lama@example.id", True)


def test_nobody_asks_for_somebody_else_or_for_the_present_address(person, secretary):
    with pytest.raises(PermissionDenied):
        ask_for_new_address(person.pk, actor=secretary, new_email="baru@example.id")
    with pytest.raises(ValidationError) as refusal:
        ask_for_new_address(person.pk, actor=person, new_email="Lama@example.id")

    assert refusal.value.message_dict == {"new_email": ["Ini alamat Anda saat ini."]}
    assert not EmailChange.objects.exists()


def test_old_address_opens_nothing_any_more(person, secretary):
    """allauth keeps rows of addresses of its own, which would still let somebody in."""
    EmailAddress.objects.create(user=person, email="lama@example.id")

    move_account(person.pk, actor=secretary, new_email="baru@example.id")

    answer = Client().post(reverse("account_login"), {"login": "lama@example.id", "password": PASSWORD})
    Client().post(reverse("account_reset_password"), {"email": "lama@example.id"})
    assert answer.status_code == 200
    assert mail.outbox == []
    assert signed_in(type(person).objects.get(pk=person.pk))


def test_secretariat_changes_an_address_and_both_are_told(client, person, secretary):
    theirs = signed_in(person)
    client.force_login(secretary)

    client.post(
        reverse("wagtailusers_users:edit", args=[person.pk]),
        {"email": "baru@example.id", "name": "Rani Utami", "is_active": "on"},
    )

    person.refresh_from_db()
    assert person.email == "baru@example.id"
    assert not is_in(theirs)
    letters = OutgoingMessage.objects.filter(kind="address_changed")
    assert sorted(letters.values_list("address", flat=True)) == ["baru@example.id", "lama@example.id"]
    assert all(f"diubah oleh {secretary.name} dari sekretariat" in letter.body for letter in letters)
    entry = ModelLogEntry.objects.get(action="accounts.move_account")
    assert (entry.user, entry.data) == (secretary, {"old": "lama@example.id", "new": "baru@example.id"})


def test_form_of_a_person_without_a_new_address_tells_nobody(client, person, secretary):
    client.force_login(secretary)

    client.post(
        reverse("wagtailusers_users:edit", args=[person.pk]),
        {"email": "lama@example.id", "name": "Rani Utami, S.E.", "is_active": "on"},
    )

    person.refresh_from_db()
    assert (person.name, OutgoingMessage.objects.count()) == ("Rani Utami, S.E.", 0)
