import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
)
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from innovation_portal.accounts import checks
from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.second_factor import (
    SecondFactor,
    is_second_factor_required,
    keep_recovery_codes,
    second_factor_of,
)
from tests.factories.accounts import PASSWORD, UserFactory, authenticator_code

SETUP = "/akun/dua-langkah/wajib/"


@pytest.fixture
def policy(settings):
    settings.SECOND_FACTOR_ROLES = [Role.SECRETARIAT.value, Role.JUDGE.value]


def give_application(user):
    """Set up an application with its codes, which are not kept yet; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def give_second_factor(user):
    secret = give_application(user)
    keep_recovery_codes(user.pk)
    return secret


def confirm(client):
    """Type the password once more, as allauth asks before an account is changed."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


@pytest.mark.parametrize(
    ("roles", "is_superuser", "expected"),
    [
        ([Role.SECRETARIAT], False, True),
        ([Role.LEADERSHIP, Role.JUDGE], False, True),
        ([], True, True),
        ([Role.LEADERSHIP], False, False),
        ([], False, False),
    ],
)
def test_policy_holds_for_its_roles_and_superusers(db, policy, roles, is_superuser, expected):
    assert is_second_factor_required(UserFactory(roles=roles, is_superuser=is_superuser)) is expected


def test_without_roles_the_policy_is_off(db, secretary):
    assert not is_second_factor_required(secretary)
    assert not is_second_factor_required(UserFactory(is_superuser=True))


def test_second_factor_is_counted_by_one_query(secretary, django_assert_num_queries):
    give_application(secretary)

    with django_assert_num_queries(1):
        found = second_factor_of(secretary)

    assert found == SecondFactor(has_application=True, passkeys=0, codes_left=10, are_codes_kept=False)
    assert (found.is_set_up, found.is_done) == (True, False)


@pytest.mark.parametrize("path", ["/", "/admin/", "/juri/", "/akun/", "/akun/keamanan/", "/akun/surel/", "/pantau/"])
def test_whoever_lacks_the_second_factor_is_led_to_it(client, policy, secretary, path):
    client.force_login(secretary)

    response = client.get(path)

    assert (response.status_code, response.url) == (302, SETUP)


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("get", "/admin/users/?export=xlsx", {}),
        ("get", "/inovasi.csv", {}),
        ("get", "/pantau/", {"HX-Request": "true"}),
        ("get", "/pantau/", {"Sec-Fetch-Dest": "empty"}),
        ("get", "/pantau/", {"Accept": "application/json"}),
        ("post", "/akun/surel/", {}),
        ("put", "/akun/surel/", {}),
    ],
)
def test_what_is_no_page_gets_a_refusal_with_a_sentence(client, policy, secretary, method, path, headers):
    client.force_login(secretary)

    response = getattr(client, method)(path, headers=headers)

    assert response.status_code == 403
    assert response.content.decode().startswith("Siapkan faktor kedua Anda dahulu")


def test_refused_form_changes_nothing(client, policy, secretary):
    client.force_login(secretary)

    client.post("/akun/surel/", {"mail_rhythm": "daily"})

    secretary.refresh_from_db()
    assert secretary.mail_rhythm == "at_once"


def test_others_and_visitors_go_their_way(client, policy, leader):
    assert client.get("/ok/").status_code == 200
    client.force_login(leader)

    assert client.get("/akun/keamanan/").status_code == 200
    assert client.get(SETUP).url == "/akun/keamanan/"


def test_codes_have_to_be_kept_before_one_goes_on(client, policy, secretary):
    give_application(secretary)
    client.force_login(secretary)
    confirm(client)

    assert client.get("/admin/").url == SETUP
    assert "Simpan kode pemulihan Anda" in client.get(SETUP).content.decode()
    page = client.get("/akun/dua-langkah/pemulihan/").content.decode()
    client.post("/akun/dua-langkah/pemulihan/simpan/")

    assert len(re.findall(r"<li><code>\d{8}</code></li>", page)) == 10
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_account_is_protected_from_the_first_page_to_the_kept_codes(client, policy, secretary):
    client.post("/masuk/", {"login": secretary.email, "password": PASSWORD})
    assert client.get("/akun/").url == SETUP
    confirm(client)
    page = client.get("/akun/dua-langkah/aplikasi/")

    response = client.post("/akun/dua-langkah/aplikasi/", {"code": authenticator_code(page.context["form"].secret)})
    kept = client.post("/akun/dua-langkah/pemulihan/simpan/", follow=True)

    assert response.url == "/akun/dua-langkah/pemulihan/"
    assert [str(each) for each in kept.context["messages"]][-1].startswith("Akun Anda terlindungi")
    assert second_factor_of(secretary).is_done
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [
        ("Aplikasi autentikator disiapkan", [secretary.email])
    ]


def test_kept_codes_are_never_shown_again(client, secretary):
    give_second_factor(secretary)
    client.force_login(secretary)
    confirm(client)

    page = client.get("/akun/dua-langkah/pemulihan/")

    assert page.context["unused_codes"] == []
    assert "<code>" not in page.content.decode()
    assert client.get("/akun/dua-langkah/pemulihan/unduh/").status_code == 403


def test_codes_not_yet_kept_can_be_downloaded(client, secretary):
    give_application(secretary)
    client.force_login(secretary)
    confirm(client)

    lines = client.get("/akun/dua-langkah/pemulihan/unduh/").content.decode().split()

    codes = Authenticator.objects.get(user=secretary, type="recovery_codes").wrap().get_unused_codes()
    assert lines[-10:] == codes


def test_keeping_without_codes_says_why(client, secretary):
    client.force_login(secretary)

    response = client.post("/akun/dua-langkah/pemulihan/simpan/", follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    with pytest.raises(ValidationError) as refusal:
        keep_recovery_codes(secretary.pk)
    assert refusal.value.code == "no_codes"


def test_new_codes_have_to_be_kept_anew(client, policy, secretary):
    give_second_factor(secretary)
    client.force_login(secretary)
    confirm(client)

    client.post("/akun/dua-langkah/pemulihan/buat/")

    assert client.get("/admin/").url == SETUP


def test_the_last_required_factor_stays(client, policy, secretary):
    give_second_factor(secretary)
    client.force_login(secretary)
    confirm(client)

    page = client.post("/akun/dua-langkah/aplikasi/matikan/")

    assert "ini satu-satunya" in page.content.decode()
    assert second_factor_of(secretary).is_done


def test_whoever_need_not_have_a_factor_removes_it(client, policy, leader, django_capture_on_commit_callbacks):
    give_second_factor(leader)
    client.force_login(leader)
    confirm(client)

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/akun/dua-langkah/aplikasi/matikan/")

    assert not Authenticator.objects.filter(user=leader).exists()
    assert [letter.subject for letter in mail.outbox] == ["Aplikasi autentikator dimatikan"]


def test_a_person_who_chose_the_password_by_letter_can_set_up_a_factor(client, leader):
    """allauth then holds the address as unverified, and would refuse."""
    client.post(reverse("account_reset_password"), {"email": leader.email})
    client.force_login(leader)
    confirm(client)

    assert client.get("/akun/dua-langkah/aplikasi/").status_code == 200


@pytest.mark.parametrize(("used", "warns"), [(6, False), (7, True)])
def test_a_used_recovery_code_is_mailed_and_few_are_warned_of(
    client, secretary, used, warns, django_capture_on_commit_callbacks
):
    give_second_factor(secretary)
    codes = Authenticator.objects.get(user=secretary, type="recovery_codes")
    wrapped = codes.wrap()
    *spent, last = wrapped.get_unused_codes()[:used]
    for code in spent:
        wrapped.validate_code(code)
    client.post("/masuk/", {"login": secretary.email, "password": PASSWORD})

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/akun/dua-langkah/kode/", {"code": last}, follow=True)

    assert response.wsgi_request.user == secretary
    told = [str(message) for message in response.context["messages"]]
    assert told == ([f"Kode pemulihan Anda tinggal {10 - used}. Buat kode baru di “Keamanan akun”."] if warns else [])
    assert [letter.subject for letter in mail.outbox] == ["Kode pemulihan akun Anda telah dipakai"]
    assert f"Masih tersisa {10 - used} kode" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("roles", "expected"),
    [(["Juri"], []), ([], ["portal.E050"]), (["Juri", " Sekretariat"], ["portal.E051"])],
)
def test_policy_of_production_is_checked(settings, roles, expected):
    settings.SECOND_FACTOR_ROLES = roles

    found = [*checks.second_factor_is_required(None), *checks.second_factor_roles_exist(None)]

    assert [error.id for error in found] == expected
