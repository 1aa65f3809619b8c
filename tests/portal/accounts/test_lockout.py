import re
import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from innovation_portal.utils.models import OutgoingMessage
from tests.factories.accounts import PASSWORD, UserFactory

LOCKED = "Terlalu banyak percobaan yang salah. Masuk dengan alamat ini dikunci selama 10 menit."


@pytest.fixture
def person(db):
    return UserFactory(name="Rani Utami", email="rani@example.id")


def try_in(client, email, typed="salah"):
    return client.post(reverse("account_login"), {"login": email, "password": typed})


def fail(client, email, times=5):
    for _attempt in range(times):
        try_in(client, email)


def is_locked(response):
    return response.status_code == 200 and response.context["form"].errors["__all__"][0].startswith(LOCKED)


def test_five_wrong_passwords_lock_and_the_right_one_waits_too(client, person):
    fail(client, person.email, 4)
    assert not is_locked(try_in(client, person.email))

    response = try_in(client, "Rani@Example.id", PASSWORD)

    assert is_locked(response)
    assert "_auth_user_id" not in client.session


def test_lock_ends_by_itself(client, person, settings, monkeypatch):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/1h/key"}
    fail(client, person.email, 2)
    assert is_locked(try_in(client, person.email, PASSWORD))

    later = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: later)  # allauth reads the clock of the machine

    assert try_in(client, person.email, PASSWORD).status_code == 302


def test_owner_gets_one_letter_for_a_lock(person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for address in ("203.0.113.9", "203.0.113.10"):
            fail(Client(REMOTE_ADDR=address), person.email, 7)

    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Akun Anda terkunci sementara", ["rani@example.id"])
    assert "Alamat internet: 203.0.113.9\n" in letter.body
    assert "dikunci selama 10 menit" in letter.body


@pytest.mark.parametrize("email", ["tidak.ada@example.id", "tutup@example.id"])
def test_nobody_else_gets_a_letter(client, email, db, django_capture_on_commit_callbacks):
    UserFactory(email="tutup@example.id", is_active=False)

    with django_capture_on_commit_callbacks(execute=True):
        fail(client, email, 6)

    assert is_locked(try_in(client, email))
    assert (mail.outbox, OutgoingMessage.objects.count()) == ([], 0)


def test_new_password_by_letter_ends_the_lock(client, person):
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    fail(stranger, person.email)
    assert is_locked(try_in(client, person.email, PASSWORD))
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"http://localhost:\d+(/lupa-sandi/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]

    client.post(form, {"password1": "sawah hijau luas", "password2": "sawah hijau luas"})

    assert try_in(Client(), person.email, "sawah hijau luas").status_code == 302
    fail(stranger, person.email)
    assert try_in(client, person.email, "sawah hijau luas").status_code == 302


def test_whoever_tries_from_elsewhere_does_not_lock_the_owners_browser(client, person):
    try_in(client, person.email, PASSWORD)
    client.post(reverse("account_logout"))

    fail(Client(REMOTE_ADDR="203.0.113.9"), person.email)

    assert is_locked(try_in(Client(), person.email, PASSWORD))
    assert try_in(client, person.email, PASSWORD).status_code == 302


def test_known_browser_is_locked_by_its_own_attempts_and_helps_with_no_other_account(client, person):
    try_in(client, person.email, PASSWORD)
    client.post(reverse("account_logout"))
    other = UserFactory()
    fail(Client(REMOTE_ADDR="203.0.113.9"), other.email)

    fail(client, person.email)

    assert is_locked(try_in(client, person.email, PASSWORD))
    assert is_locked(try_in(client, other.email, PASSWORD))


@pytest.mark.parametrize("cookie", ["x", "WyJhIiwgWyJiIl1d:1abc:forged"])
def test_forged_mark_of_a_browser_is_worth_nothing(person, cookie):
    client = Client()
    client.cookies["peramban"] = cookie
    fail(client, person.email)

    assert is_locked(try_in(Client(), person.email, PASSWORD))
