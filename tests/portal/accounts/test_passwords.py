"""Which passwords are taken, and how they are asked for (OWASP ASVS 5.0, V6.2)."""

import re

import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory

CHANGE = "/akun/sandi/"


@pytest.fixture
def person(db):
    return UserFactory(name="Siti Aminah", email="siti.aminah@example.id")


def change(client, person, new, *, old=PASSWORD):
    client.force_login(person)
    response = client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})
    person.refresh_from_db()
    return response


@pytest.mark.parametrize(
    "password",
    [
        "sawah hijau di kaki gunung",
        " spasi di kedua ujung ",
        "11 12 13 14 15 16",
        "𝕊awah ꦱꦮꦃ 🌾 dan irigasi",
        "padi" * 32,
        "inovasi abcde",
        "inovasi 8392 4471",
    ],
)
def test_any_long_password_is_kept_to_the_letter(client, person, password):
    assert change(client, person, password).status_code == 302

    assert person.check_password(password)
    for other in (password.strip() + ".", password[:-1], password.swapcase() + "a"):
        assert not person.check_password(other)
    client.logout()
    client.post(reverse("account_login"), {"login": person.email, "password": password})
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("padi-17", "password_too_short"),
        ("password123", "password_too_common"),
        ("indonesia", "password_too_common"),
        ("1357924680", "password_entirely_numeric"),
        ("siti.aminah", "password_too_similar"),
    ],
)
def test_a_password_is_refused_with_its_reason(client, person, password, code):
    response = change(client, person, password)

    codes = [error.code for error in response.context["form"].errors.as_data()["password1"]]
    assert code in codes
    assert person.check_password(PASSWORD)


def test_a_new_password_needs_the_present_one(client, person):
    response = change(client, person, "sawah hijau di kaki gunung", old="bukan yang ini")

    assert list(response.context["form"].errors) == ["oldpassword"]
    assert authenticate(email=person.email, password=PASSWORD) == person


def test_fields_of_passwords_are_masked_and_open_to_password_managers(client, person):
    pages = [client.get("/masuk/").content.decode()]
    client.force_login(person)
    pages.append(client.get(CHANGE).content.decode())

    fields = [field for page in pages for field in re.findall(r'<input[^>]*name="(?:old)?password[12]?"[^>]*>', page)]

    found = [sorted(re.findall(r'(?:type|autocomplete)="[^"]+"', field)) for field in fields]
    present, new = ([f'autocomplete="{which}-password"', 'type="password"'] for which in ("current", "new"))
    assert found == [present, present, new, new]
    assert not any("onpaste" in field or "maxlength" in field for field in fields)
