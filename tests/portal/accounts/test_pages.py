import re

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory


def test_wagtail_has_no_login_of_its_own(client, db):
    response = client.post("/admin/login/?next=/admin/", {"username": "a@example.id", "password": "x"})

    assert (response.status_code, response.url) == (302, "/masuk/?next=/admin/")


def test_back_office_asks_to_sign_in_at_the_one_door(client, db):
    assert client.get("/admin/").url == "/masuk/?next=/admin/"


def test_wrong_password_says_so_and_signs_nobody_in(client, db):
    person = UserFactory()

    response = client.post(reverse("account_login"), {"login": person.email, "password": "salah"})

    assert response.context["form"].errors == {
        "__all__": ["Alamat surel dan kata sandi tidak cocok. Periksa keduanya; huruf besar dan kecil dibedakan."]
    }
    assert "_auth_user_id" not in client.session


def test_login_is_by_e_mail_whatever_its_capitals(client, db):
    person = UserFactory(email="rani@example.id")

    response = client.post(reverse("account_login"), {"login": "Rani@Example.id", "password": PASSWORD})

    assert (response.status_code, response.url) == (302, "/akun/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_nobody_signs_up(client, db):
    response = client.post(reverse("account_signup"), {"email": "a@example.id", "password1": PASSWORD})

    assert "Akun diberikan melalui undangan" in response.content.decode()
    assert not type(UserFactory.build()).objects.exists()


def test_password_reset_letter_leads_to_a_new_password(client, db):
    person = UserFactory(name="Rani Utami")
    client.post(reverse("account_reset_password"), {"email": person.email})
    letter = mail.outbox[0]
    link = re.search(r"http://localhost:\d+(/lupa-sandi/\S+)", letter.body)[1]

    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "sawah hijau luas", "password2": "sawah hijau luas"})

    assert letter.subject == "Pilih kata sandi baru"
    assert letter.body.startswith("Yth. Rani Utami,")
    person.refresh_from_db()
    assert person.check_password("sawah hijau luas")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_pages_need_neither_request_nor_database(name):
    assert '<link rel="stylesheet" href="/static/css/tokens.css">' in render_to_string(f"{name}.html")


def test_missing_csrf_token_explains_itself(db):
    client = Client(enforce_csrf_checks=True)

    response = client.post(reverse("account_login"), {"login": "a@example.id", "password": "x"})

    assert response.status_code == 403
    assert "Sesi Anda berakhir, belum ada yang terkirim" in response.content.decode()


def test_language_is_chosen_by_the_visitor_and_kept_in_a_cookie(client, db):
    response = client.post(reverse("utils:language-set"), {"language": "en", "next": "/masuk/"})

    assert (response.url, client.cookies[settings.LANGUAGE_COOKIE_NAME].value) == ("/masuk/", "en")
    assert '<html lang="en">' in client.get("/masuk/").content.decode()
