"""Nobody learns from an answer whether an address has an account. How long answers take: script/sign-in-times."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.portal.accounts.counting import CountingHasher

KINDS = ("known", "without password", "closed", "unknown")
OF_THE_MOMENT = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def addresses(db):
    UserFactory(email="known@example.id")
    UserFactory(email="without.password@example.id", password=None)
    UserFactory(email="closed@example.id", is_active=False)
    return [f"{kind.replace(' ', '.')}@example.id" for kind in KINDS]


def answer(name, data, email):
    """Ask in a fresh browser; return status, headers and body without what names the address or the moment."""
    response = Client().post(reverse(name), data)
    body = OF_THE_MOMENT.sub(b"", response.content).replace(email.encode(), b"")
    return response.status_code, response.headers.get("Location"), sorted(response.headers), body


@pytest.mark.parametrize("attempts", [1, 6])
def test_sign_in_answers_all_addresses_the_same(addresses, attempts):
    answers = []
    for email in addresses:
        for _attempt in range(attempts):
            last = answer("account_login", {"login": email, "password": "salah"}, email)
        answers.append(last)

    assert answers == [answers[0]] * len(KINDS)


@pytest.mark.parametrize("attempts", [1, 5])
def test_forgotten_password_answers_all_addresses_the_same(addresses, attempts):
    answers = []
    for email in addresses:
        for _attempt in range(attempts):
            last = answer("account_reset_password", {"email": email}, email)
        answers.append(last)

    assert answers == [answers[0]] * len(KINDS)


def test_each_address_costs_one_hash_at_sign_in(addresses, settings):
    settings.PASSWORD_HASHERS = ["tests.portal.accounts.counting.CountingHasher"]
    hashes = {}
    for email in addresses:
        CountingHasher.count = 0
        answer("account_login", {"login": email, "password": "salah"}, email)
        hashes[email] = CountingHasher.count

    assert hashes == dict.fromkeys(addresses, 1)


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_each_address_costs_the_same_queries(addresses, name, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}}
    queries = {}
    for email in ["first@example.id", *addresses]:
        with CaptureQueriesContext(connection) as captured:
            answer(name, {"login": email, "email": email, "password": "salah"}, email)
        queries[email] = len(captured)

    del queries["first@example.id"]  # fills caches
    assert len(set(queries.values())) == 1


def test_only_an_open_account_gets_a_letter_and_three_at_most(addresses):
    for email in addresses:
        for _attempt in range(5):
            Client().post(reverse("account_reset_password"), {"email": email})

    open_accounts = ["known@example.id", "without.password@example.id"]
    assert [letter.to for letter in mail.outbox] == [[email] for email in open_accounts for _letter in range(3)]


def test_letter_names_the_portal_and_not_the_host_that_was_asked(addresses, settings):
    settings.PORTAL_ADDRESS = "https://inovasi.example.id/"

    Client().post(reverse("account_reset_password"), {"email": "known@example.id"}, headers={"Host": "jahat.example"})

    assert "https://inovasi.example.id/lupa-sandi/" in mail.outbox[0].body
    assert "jahat" not in mail.outbox[0].body


def test_example_people_get_no_letter(db):
    UserFactory(email="siti@example.id", is_example=True)

    Client().post(reverse("account_reset_password"), {"email": "siti@example.id"})

    assert mail.outbox == []
