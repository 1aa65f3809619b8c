import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

from innovation_portal.accounts.sign_in_log import mark_of_address
from innovation_portal.operations.logs import JsonFormatter
from tests.factories.accounts import PASSWORD, UserFactory, authenticator_code
from tests.portal.accounts.test_second_factor import give_second_factor

CONFIRMATION = "/akun/konfirmasi/"


@pytest.fixture
def person(db):
    return UserFactory(email="rani@example.id")


@pytest.fixture
def said(caplog):
    """What the log says about signing in, as level and message."""
    caplog.set_level(logging.INFO)
    logger = "innovation_portal.accounts.sign_in_log"
    return lambda: [(one.levelname, one.getMessage()) for one in caplog.records if one.name == logger]


def try_in(client, email, typed=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": typed})


def test_signing_in_confirming_and_out_are_written_down(client, person, said):
    try_in(client, person.email)
    client.post(CONFIRMATION, {"password": "salah"})
    client.post(CONFIRMATION, {"password": PASSWORD})
    client.post("/keluar/")

    assert said() == [
        ("INFO", f"Signed in: person {person.pk} by password."),
        ("WARNING", f"Password refused: address {mark_of_address(person.email)}."),
        ("INFO", f"Confirmed: person {person.pk}, password, password."),
        ("INFO", f"Signed out: person {person.pk}."),
    ]


def test_the_second_step_is_written_down_right_or_wrong(client, person, said):
    secret = give_second_factor(person)
    step = try_in(client, person.email).url
    client.post(step, {"code": "000000"})
    client.post(step, {"code": authenticator_code(secret)})

    assert said() == [
        ("WARNING", "Proof refused: incorrect_code."),
        ("INFO", f"Signed in: person {person.pk} by password, totp."),
    ]


@pytest.mark.parametrize("email", ["rani@example.id", "tidak.ada@example.id"])
def test_wrong_passwords_and_the_lock_are_written_down_whether_there_is_an_account_or_not(person, said, email):
    for _attempt in range(6):
        try_in(Client(), email.upper(), "salah")

    mark = mark_of_address(email)
    refused = ("WARNING", f"Password refused: address {mark}.")
    assert said() == [refused] * 5 + [("WARNING", f"Sign-in locked for 10 minutes: address {mark}.")]


def test_a_wrong_present_password_is_written_down(client, person, said):
    try_in(client, person.email)
    new = "sawah hijau luas"
    client.post("/akun/sandi/", {"oldpassword": "salah", "password1": new, "password2": new})

    assert said()[1:] == [("WARNING", "Proof refused: enter_current_password.")]


def test_lines_name_neither_addresses_nor_passwords(client, person, caplog):
    caplog.set_level(logging.INFO)
    try_in(client, person.email, "kata-sandi-yang-salah")

    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert any("Password refused" in json.loads(line)["message"] for line in lines)
    assert [line for line in lines if "rani" in line or "kata-sandi" in line] == []
