"""Signing in with the identity provider: who gets in, and what everybody else is told."""

from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as project
from django.test import Client
from django.urls import reverse

from innovation_portal.accounts.anonymising import anonymise_account
from innovation_portal.accounts.models import ProviderLink, User
from innovation_portal.accounts.provider import attempts
from innovation_portal.accounts.provider.fetching import MOST_BYTES
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from tests.factories.accounts import PASSWORD, UserFactory
from tests.identity_provider import AUTHORIZE, DESCRIPTION, KEYS, SUBJECT, TOKEN
from tests.portal.accounts.provider.ways import asked_at, begin, come_back, heading, letters, sign_in, who

pytestmark = pytest.mark.django_db
NOBODY = (403, "Tidak ada akun untuk cara masuk ini")
LOST = (400, "Proses masuk ini sudah kedaluwarsa")
AWAY = (503, "SSO Uji tidak menjawab")
INVALID = (400, "Jawaban SSO Uji tidak diterima")
ADDRESSES = ("provider-sign-in", "provider-answer", "provider-confirm", "provider-link", "provider-unlink")


def told(response):
    return response.status_code, heading(response)


def test_a_linked_person_signs_in_and_goes_on(client, provider, linked):
    response = sign_in(client, provider, next="/akun/surel/")

    assert (response.status_code, response.url, who(client)) == (302, "/akun/surel/", linked.pk)
    assert [session.user for session in UserSession.objects.all()] == [linked]
    assert provider.asked() == [DESCRIPTION, TOKEN, KEYS]
    linked.refresh_from_db()
    assert linked.last_login is not None


def test_what_is_asked_is_little_and_bound_to_the_attempt(client, provider, linked):
    address = begin(client)
    come_back(client, provider.sign_in(address, SUBJECT))

    assert address.startswith(f"{provider.issuer}{AUTHORIZE}?")
    asked, (given,) = asked_at(address), provider.fields_at(TOKEN)
    challenge = urlsafe_b64encode(sha256(given["code_verifier"].encode()).digest()).decode().rstrip("=")
    assert asked | {"state": "", "nonce": ""} == {
        "response_type": "code",
        "client_id": "portal",
        "redirect_uri": f"{project.PORTAL_ADDRESS}/masuk/penyedia/kembali/",
        "scope": "openid",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "state": "",
        "nonce": "",
    }
    assert len({asked["state"], asked["nonce"], given["code_verifier"]}) == 3
    assert min(map(len, (asked["state"], asked["nonce"], given["code_verifier"]))) == 43
    again = asked_at(begin(Client()))
    assert not {asked["state"], asked["nonce"]} & {again["state"], again["nonce"]}


def test_nothing_but_the_link_is_kept_of_what_the_provider_tells(client, provider, linked):
    provider.knows(SUBJECT, email="rani@example.id", email_verified=True, name="Nama Lain", nik="3374000000000001")
    sign_in(client, provider)

    linked.refresh_from_db()
    assert linked.name == "Rani"
    link = ProviderLink.objects.get()
    assert (link.user, link.issuer, link.subject) == (linked, provider.issuer, SUBJECT)
    session = str(dict(client.session))
    assert [word for word in ("3374000000000001", "Nama Lain", "eyJ") if word in session] == []


def test_without_a_provider_there_is_no_button_and_no_address(client, rani, settings):
    client.force_login(rani)
    answers = [client.get(reverse(f"accounts:{name}")).status_code for name in ADDRESSES]
    answers += [client.post(reverse(f"accounts:{name}")).status_code for name in ADDRESSES]

    assert set(answers) == {404}
    assert "penyedia" not in Client().get("/masuk/").content.decode()
    assert "penyedia" not in client.get("/akun/keamanan/").content.decode()


@pytest.mark.parametrize("missing", ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_half_a_provider_is_none(client, provider, settings, missing):
    setattr(settings, missing, "")

    assert client.post(reverse("accounts:provider-sign-in")).status_code == 404


def directives_of(response) -> list[str]:
    """The policy of an answer; the order of its directives is not the same in every process."""
    return response.headers["Content-Security-Policy"].split("; ")


def test_the_page_to_sign_in_has_the_button_and_may_lead_to_the_provider(client, provider):
    page = client.get("/masuk/?next=/akun/surel/")

    assert "Masuk dengan SSO Uji" in page.content.decode()
    assert f"form-action 'self' {provider.issuer}" in directives_of(page)
    assert "form-action 'self'" in directives_of(client.get("/lupa-sandi/"))


def test_nobody_is_signed_in_without_a_click(client, provider, linked):
    assert client.get(reverse("accounts:provider-sign-in")).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("accounts:provider-sign-in")).status_code == 403


def test_no_account_is_made_and_nobody_learns_which_addresses_have_one(client, provider, rani):
    closed = UserFactory(email="tutup@example.id", is_active=False)
    provider.knows("tutup", email=closed.email, email_verified=True)
    provider.knows("asing", email="asing@example.id", email_verified=True)
    before = User.objects.count()

    pages = [sign_in(client, provider, subject) for subject in (SUBJECT, "tutup", "asing")]

    assert [told(page) for page in pages] == [NOBODY] * 3
    assert (User.objects.count(), ProviderLink.objects.count(), who(client)) == (before, 0, None)


def test_a_verified_address_links_where_the_provider_is_trusted_with_it(client, provider, rani, settings):
    settings.OIDC_LINKS_BY_ADDRESS = True
    provider.knows(SUBJECT, email="RANI@Example.id", email_verified=True)

    address = begin(client)
    come_back(client, provider.sign_in(address, SUBJECT))

    assert asked_at(address)["scope"] == "openid email"
    assert who(client) == rani.pk
    assert [(link.user, link.subject) for link in ProviderLink.objects.all()] == [(rani, SUBJECT)]
    assert letters() == [("rani@example.id", "Akun Anda ditautkan ke SSO Uji")]


def test_a_link_holds_when_the_address_changes(client, provider, linked, settings):
    settings.OIDC_LINKS_BY_ADDRESS = True
    UserFactory(email="baru@example.id")
    provider.knows(SUBJECT, email="baru@example.id", email_verified=True)

    sign_in(client, provider)

    assert who(client) == linked.pk


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "rani@example.id", "email_verified": False},
        {"email": "rani@example.id", "email_verified": "true"},
        {"email": "rani@example.id"},
        {"email": "asing@example.id", "email_verified": True},
        {"email": ["rani@example.id"], "email_verified": True},
        {"email": "", "email_verified": True},
        {},
    ],
)
def test_other_addresses_link_nobody(client, provider, rani, settings, claims):
    settings.OIDC_LINKS_BY_ADDRESS = True
    provider.knows(SUBJECT, **claims)

    assert told(sign_in(client, provider)) == NOBODY
    assert (ProviderLink.objects.count(), who(client), letters()) == (0, None, [])


def test_an_address_of_other_than_plain_letters_links_nobody(client, provider, settings):
    """Of two letters that look or sort alike a database may take one for the other, so not even the same ones link."""
    settings.OIDC_LINKS_BY_ADDRESS = True
    UserFactory(email="ránı@example.id")
    provider.knows(SUBJECT, email="ránı@example.id", email_verified=True)

    assert told(sign_in(client, provider)) == NOBODY
    assert ProviderLink.objects.count() == 0


def test_an_address_links_no_second_person_to_an_account(client, provider, linked, settings):
    settings.OIDC_LINKS_BY_ADDRESS = True
    provider.knows("rani-lain", email="rani@example.id", email_verified=True)

    assert told(sign_in(client, provider, "rani-lain")) == NOBODY
    assert [link.subject for link in ProviderLink.objects.all()] == [SUBJECT]


def test_an_address_links_nobody_who_needs_a_second_factor(client, provider, settings):
    settings.OIDC_LINKS_BY_ADDRESS = True
    settings.SECOND_FACTOR_ROLES = [Role.JUDGE.value]
    UserFactory(email="rani@example.id", roles=[Role.JUDGE])

    assert told(sign_in(client, provider)) == NOBODY
    assert ProviderLink.objects.count() == 0


def test_a_closed_account_stays_closed(client, provider, linked):
    User.objects.filter(pk=linked.pk).update(is_active=False)

    assert told(sign_in(client, provider)) == NOBODY
    assert who(client) is None


def test_an_account_without_its_person_stays_closed(client, provider, linked, settings):
    settings.OIDC_LINKS_BY_ADDRESS = True
    anonymise_account(linked)

    assert told(sign_in(client, provider)) == NOBODY
    assert who(client) is None


def test_the_same_name_at_another_provider_is_somebody_else(client, provider, rani):
    ProviderLink.objects.create(user=rani, issuer="https://lain.example.id", subject=SUBJECT)

    assert told(sign_in(client, provider)) == NOBODY


def test_an_answer_counts_once(client, provider, linked):
    back = provider.sign_in(begin(client), "asing")

    assert [told(come_back(client, back)) for _time in range(2)] == [NOBODY, LOST]
    assert len(provider.fields_at(TOKEN)) == 1


def test_an_answer_counts_in_the_browser_that_asked(client, provider, linked):
    victim = Client()
    begin(victim)

    assert told(come_back(victim, provider.sign_in(begin(client), SUBJECT))) == LOST
    assert (who(victim), provider.fields_at(TOKEN)) == (None, [])


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=", "?code=x&state=tidak-ada", "?state=ä&code=ö"])
def test_an_answer_without_an_attempt_asks_the_provider_nothing(client, provider, query):
    assert told(client.get(f"/masuk/penyedia/kembali/{query}")) == LOST
    assert provider.asked() == []


def test_an_attempt_ends_after_ten_minutes(client, provider, linked):
    back = provider.sign_in(begin(client), SUBJECT)

    with clock.at(clock.now() + timedelta(seconds=attempts.SECONDS + 1)):
        assert told(come_back(client, back)) == LOST
    assert provider.fields_at(TOKEN) == []


def test_several_attempts_stand_open_and_the_oldest_are_forgotten(client, provider, linked):
    addresses = [begin(client) for _number in range(attempts.MOST + 1)]

    assert told(come_back(client, provider.sign_in(addresses[0], SUBJECT))) == LOST
    come_back(client, provider.sign_in(addresses[1], SUBJECT))
    assert who(client) == linked.pk


def test_the_answer_of_another_provider_is_refused(client, provider, linked):
    back = provider.sign_in(begin(client), SUBJECT) + "&iss=https://lain.example.id"

    assert told(come_back(client, back)) == INVALID
    assert provider.fields_at(TOKEN) == []


def test_who_refuses_at_the_provider_is_told_so(client, provider, linked):
    address = begin(client)
    state = asked_at(address)["state"]

    page = come_back(client, provider.deny(address) + f"&state={state}")

    assert told(page) == (403, "Proses masuk di SSO Uji dihentikan")
    assert who(client) is None


def test_a_code_that_the_provider_does_not_know_lets_nobody_in(client, provider, linked):
    state = asked_at(begin(client))["state"]

    assert told(client.get(f"/masuk/penyedia/kembali/?code=tebakan&state={state}")) == INVALID
    assert who(client) is None


@pytest.mark.parametrize("named", ["server_error", "temporarily_unavailable"])
def test_a_provider_that_is_out_of_order_says_so(client, provider, named):
    state = asked_at(begin(client))["state"]

    assert told(client.get(f"/masuk/penyedia/kembali/?error={named}&state={state}")) == AWAY


def test_a_provider_that_is_away_on_the_way_there(client, provider):
    provider.is_away = True

    assert told(client.post(reverse("accounts:provider-sign-in"))) == AWAY


def test_a_provider_that_is_away_on_the_way_back(client, provider, linked):
    back = provider.sign_in(begin(client), SUBJECT)
    provider.is_away = True

    assert told(come_back(client, back)) == AWAY
    assert who(client) is None


def test_a_provider_where_nobody_listens(client, provider, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"

    assert told(client.post(reverse("accounts:provider-sign-in"))) == AWAY


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://lain.example.id"},
        {"token_endpoint": "http://169.254.169.254/latest/"},
        {"jwks_uri": "https://lain.example.id/jwks"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": None},
        {"filler": "x" * MOST_BYTES},
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_not_asked_further(client, provider, change):
    provider.changed[DESCRIPTION] = lambda said: said | change

    assert told(client.post(reverse("accounts:provider-sign-in"))) == AWAY
    assert provider.asked() == [DESCRIPTION]


def test_a_provider_without_tls_is_asked_on_this_machine_alone(client, provider, settings):
    settings.OIDC_LOOPBACK_ALLOWED = False

    assert told(client.post(reverse("accounts:provider-sign-in"))) == AWAY
    assert provider.asked() == []


def test_the_secret_goes_by_the_way_that_the_provider_takes(client, provider, linked):
    provider.changed[DESCRIPTION] = lambda said: (
        said | {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    )
    sign_in(client, provider)

    (given,) = provider.fields_at(TOKEN)
    assert (given["client_id"], given["client_secret"], who(client)) == ("portal", "kain:uji & lain", linked.pk)


def test_description_and_keys_are_remembered(client, provider, linked):
    for _time in range(2):
        sign_in(client, provider)
        client.post("/keluar/")

    assert provider.asked() == [DESCRIPTION, TOKEN, KEYS, TOKEN]


def test_addresses_elsewhere_are_not_gone_to(client, provider, linked):
    assert sign_in(client, provider, next="https://lain.example.id/").url == "/akun/"


def test_who_is_signed_in_already_is_not_led_away(client, provider, linked):
    client.force_login(linked)

    response = client.post(reverse("accounts:provider-sign-in"))

    assert (response.status_code, response.url, provider.asked()) == (302, "/akun/", [])


def test_who_signed_in_meanwhile_stays_who_they_are(client, provider, linked):
    back = provider.sign_in(begin(client), SUBJECT)
    other = UserFactory()
    client.post("/masuk/", {"login": other.email, "password": PASSWORD})

    come_back(client, back)

    assert who(client) == other.pk


def test_a_lock_by_wrong_passwords_does_not_shut_this_door(client, provider, linked):
    for _time in range(6):
        client.post("/masuk/", {"login": linked.email, "password": "salah"})

    sign_in(client, provider)

    assert who(client) == linked.pk


def test_too_many_attempts_are_refused(client, provider, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"provider": "2/m/ip"}
    answers = [client.post(reverse("accounts:provider-sign-in")) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert f"form-action 'self' {provider.issuer}" in directives_of(answers[-1])


def test_the_log_names_people_by_number_and_says_why_somebody_stayed_outside(client, provider, linked, caplog):
    caplog.set_level("INFO", "innovation_portal.accounts.sign_in_log")
    sign_in(client, provider)
    client.post("/keluar/")
    sign_in(client, provider, "asing")

    assert [(one.levelname, one.getMessage()) for one in caplog.records if one.name.endswith("sign_in_log")] == [
        ("INFO", f"Signed in: person {linked.pk} by oidc."),
        ("INFO", f"Signed out: person {linked.pk}."),
        ("WARNING", "Identity provider: no open account is linked."),
    ]
