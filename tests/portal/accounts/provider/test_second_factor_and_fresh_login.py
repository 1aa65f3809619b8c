"""The second factor and the fresh login of somebody who comes by the identity provider."""

import time

import pytest
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from tests.factories.accounts import UserFactory, authenticator_code
from tests.identity_provider import SUBJECT
from tests.portal.accounts.provider.ways import asked_at, begin, heading, sign_in, who
from tests.portal.accounts.test_second_factor import give_second_factor

SETUP, STEP = "/akun/dua-langkah/wajib/", "/akun/dua-langkah/kode/"
CONFIRMATION = "/akun/penyedia/konfirmasi/"
LONG_AGO = 20 * 60


@pytest.fixture
def judge(rani):
    rani.groups.add(*UserFactory(roles=[Role.JUDGE]).groups.all())
    return rani


@pytest.fixture
def policy(settings):
    settings.SECOND_FACTOR_ROLES = [Role.JUDGE.value]


def says(provider, **claims):
    provider.knows(SUBJECT, **{"auth_time": int(time.time())} | claims)


def at(client, address):
    """Where a visit to an address ends: at it, or where it leads to."""
    response = client.get(address)
    return response.url if response.status_code == 302 else address


def test_the_portal_asks_for_its_own_second_factor(client, provider, judge, linked, policy):
    secret = give_second_factor(judge)
    says(provider, amr=["pwd", "otp"], acr="2")

    response = sign_in(client, provider, next="/akun/surel/")

    assert (response.url, who(client)) == (STEP, None)
    response = client.post(STEP, {"code": authenticator_code(secret)})
    assert (response.url, who(client)) == ("/akun/surel/", judge.pk)


def test_who_has_none_sets_one_up_first(client, provider, judge, linked, policy):
    says(provider, amr=["otp"])
    sign_in(client, provider)

    assert (who(client), at(client, "/akun/surel/")) == (judge.pk, SETUP)


@pytest.mark.parametrize("claims", [{"amr": ["pwd", "otp"]}, {"acr": "otp"}])
def test_the_provider_stands_for_it_where_the_setting_says_by_what(
    client, provider, judge, linked, policy, settings, claims
):
    settings.OIDC_SECOND_FACTOR_AMR = ["otp", "hwk"]
    give_second_factor(judge)
    says(provider, **claims)

    assert sign_in(client, provider).url == "/akun/"
    assert (who(client), at(client, "/akun/surel/")) == (judge.pk, "/akun/surel/")


def test_nobody_has_to_set_one_up_where_the_provider_asked(client, provider, judge, linked, policy, settings):
    settings.OIDC_SECOND_FACTOR_AMR = ["otp"]
    says(provider, amr=["otp"])
    sign_in(client, provider)

    assert at(client, "/akun/surel/") == "/akun/surel/"


@pytest.mark.parametrize(
    "claims", [{"amr": ["pwd"]}, {"amr": "otp"}, {"amr": {"otp": 1}}, {"acr": "1"}, {"acr": ["otp"]}, {}]
)
def test_other_words_of_the_provider_count_for_nothing(client, provider, judge, linked, policy, settings, claims):
    settings.OIDC_SECOND_FACTOR_AMR = ["otp"]
    says(provider, **claims)
    sign_in(client, provider)

    assert at(client, "/akun/surel/") == SETUP


@pytest.fixture
def without_password(linked):
    linked.set_unusable_password()
    linked.save()
    return linked


@pytest.fixture
def office(provider, without_password, settings):
    """Somebody of the office without a password, who signed in at the provider long ago."""
    settings.FRESH_LOGIN_MINUTES = 10
    without_password.groups.add(*UserFactory(roles=[Role.SECRETARIAT]).groups.all())
    says(provider, auth_time=int(time.time()) - LONG_AGO)
    return without_password


PROTECTED = ["/admin/data-pribadi/", "/akun/alamat/", "/akun/sandi/buat/", "/akun/dua-langkah/aplikasi/"]


@pytest.mark.parametrize("address", PROTECTED)
def test_who_has_no_password_confirms_at_the_provider(client, provider, office, address):
    sign_in(client, provider)
    assert client.get(address).url.split("?") == [CONFIRMATION, f"next={address.replace('/', '%2F')}"]
    key = client.session.session_key

    says(provider)
    response = sign_in(client, provider, way="provider-confirm", next=address)

    assert (response.url, client.get(address).status_code) == (address, 200)
    assert client.session.session_key != key


def test_a_login_of_now_at_the_provider_is_fresh(client, provider, office):
    says(provider)
    sign_in(client, provider)

    assert client.get("/admin/data-pribadi/").status_code == 200


@pytest.mark.parametrize("auth_time", [None, "baru saja", -1])
def test_a_login_of_nobody_knows_when_is_not_fresh(client, provider, office, auth_time):
    says(provider, auth_time=auth_time)
    sign_in(client, provider)

    assert client.get("/admin/data-pribadi/").status_code == 302


def test_a_login_of_the_future_is_one_of_now(client, provider, office):
    says(provider, auth_time=int(time.time()) + 10 * LONG_AGO)
    sign_in(client, provider)

    at_most = client.session["account_authentication_methods"][0]["at"]
    assert at_most <= time.time()


def test_the_provider_is_told_to_ask_anew_and_must_have_done_so(client, provider, office):
    sign_in(client, provider)

    asked = asked_at(begin(client, "provider-confirm"))
    page = sign_in(client, provider, way="provider-confirm")

    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    assert (page.status_code, heading(page)) == (400, "Jawaban SSO Uji tidak diterima")
    assert client.get("/admin/data-pribadi/").status_code == 302


def test_somebody_else_of_the_provider_confirms_nothing(client, provider, office):
    sign_in(client, provider)
    provider.knows("kawan", auth_time=int(time.time()))

    page = sign_in(client, provider, "kawan", way="provider-confirm")

    assert (page.status_code, heading(page)) == (403, "Orang lain sedang masuk di SSO Uji")
    assert client.get("/admin/data-pribadi/").status_code == 302


def test_the_page_to_confirm_shows_the_ways_that_there_are(client, provider, linked):
    sign_in(client, provider)

    page = client.get("/akun/konfirmasi/").content.decode()
    assert f'href="{CONFIRMATION}"' in page
    assert 'href="/akun/konfirmasi/"' in client.get(CONFIRMATION).content.decode()


def test_who_is_not_linked_cannot_confirm_there(client, provider, rani):
    client.force_login(rani)

    response = client.get(reverse("accounts:provider-confirm"))

    assert (response.status_code, response.url) == (302, "/akun/konfirmasi/")


def test_a_judge_without_password_sets_up_the_second_factor(
    client, provider, judge, without_password, policy, settings
):
    settings.FRESH_LOGIN_MINUTES = 10
    says(provider, auth_time=int(time.time()) - LONG_AGO)
    sign_in(client, provider)
    assert at(client, "/akun/surel/") == SETUP

    says(provider)
    response = sign_in(client, provider, way="provider-confirm", next="/akun/dua-langkah/aplikasi/")

    assert response.url == "/akun/dua-langkah/aplikasi/"
    assert client.get(response.url).status_code == 200
