"""Linking the own account to the provider and unlinking it, and what becomes of a link."""

import time
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from innovation_portal.accounts.models import ProviderLink
from innovation_portal.accounts.provider.links import link_account, unlink_account
from innovation_portal.privacy.people import Person
from innovation_portal.privacy.services.erasing import erase_person
from innovation_portal.utils import clock
from tests.factories.accounts import PASSWORD, UserFactory
from tests.identity_provider import SUBJECT
from tests.portal.accounts.provider.ways import asked_at, begin, come_back, heading, letters, sign_in, who

LATER = timedelta(minutes=11)


@pytest.fixture
def own(client, provider, rani):
    """The browser of somebody who signed in by password."""
    provider.knows(SUBJECT, auth_time=int(time.time()))
    client.post(reverse("account_login"), {"login": rani.email, "password": PASSWORD})
    return client


def links():
    return list(ProviderLink.objects.values_list("user__email", "subject"))


def words(client):
    """What the page of the account's security says of the provider."""
    return " ".join(client.get("/akun/keamanan/").content.decode().split())


def test_an_owner_links_the_account_and_signs_in_by_it(own, provider, rani):
    assert "Belum ditautkan" in words(own)

    response = sign_in(own, provider, way="provider-link")

    assert (response.status_code, response.url) == (302, "/akun/keamanan/")
    assert links() == [("rani@example.id", SUBJECT)]
    assert letters() == [(rani.email, "Akun Anda ditautkan ke SSO Uji")]
    assert "Lepas SSO Uji" in words(own)
    other = Client()
    sign_in(other, provider)
    assert who(other) == rani.pk


def test_linking_asks_the_provider_to_ask_the_person_anew(own, provider):
    asked = asked_at(begin(own, "provider-link"))

    assert (asked["prompt"], asked["max_age"]) == ("login", "0")


@pytest.mark.parametrize("auth_time", [1_700_000_000, None, "baru saja"])
def test_a_session_that_stood_open_at_the_provider_links_nothing(own, provider, auth_time):
    provider.knows(SUBJECT, auth_time=auth_time)

    page = sign_in(own, provider, way="provider-link")

    assert (page.status_code, heading(page), links()) == (400, "Jawaban SSO Uji tidak diterima", [])


@pytest.mark.parametrize("way", ["provider-link", "provider-unlink"])
def test_linking_and_unlinking_ask_for_a_fresh_login(own, provider, settings, way):
    settings.FRESH_LOGIN_MINUTES = 10
    with clock.at(clock.now() + LATER):
        response = own.post(reverse(f"accounts:{way}"))

    assert (response.status_code, response.url) == (302, "/akun/konfirmasi/?next=%2Fakun%2Fkeamanan%2F")
    assert provider.asked() == []


@pytest.mark.parametrize("way", ["provider-link", "provider-unlink", "provider-confirm"])
def test_visitors_are_led_to_the_door(client, provider, way, db):
    response = client.post(reverse(f"accounts:{way}"))

    assert (response.status_code, response.url) == (302, f"/masuk/?next={reverse(f'accounts:{way}')}")


def test_an_answer_for_somebody_who_signed_out_meanwhile_links_nothing(own, provider):
    back = provider.sign_in(begin(own, "provider-link"), SUBJECT)
    own.post("/keluar/")

    assert come_back(own, back).status_code == 400
    assert links() == []


def test_a_person_of_the_provider_belongs_to_one_account(own, provider, rani):
    other = UserFactory(email="budi@example.id")
    link_account(other.pk, actor=other, subject=SUBJECT)

    sign_in(own, provider, way="provider-link")

    assert links() == [("budi@example.id", SUBJECT)]
    with pytest.raises(ValidationError) as refusal:
        link_account(rani.pk, actor=rani, subject=SUBJECT)
    assert refusal.value.code == "taken"


def test_an_account_belongs_to_one_person_of_the_provider(provider, linked):
    again = link_account(linked.pk, actor=linked, subject=SUBJECT)

    assert [again] == list(ProviderLink.objects.all())
    with pytest.raises(ValidationError) as refusal:
        link_account(linked.pk, actor=linked, subject="lain")
    assert (refusal.value.code, links(), letters()) == ("linked", [("rani@example.id", SUBJECT)], [])


def test_nobody_links_or_unlinks_for_somebody_else(provider, linked):
    other = UserFactory(is_superuser=True)

    with pytest.raises(PermissionDenied):
        link_account(linked.pk, actor=other, subject="lain")
    with pytest.raises(PermissionDenied):
        unlink_account(linked.pk, actor=other)
    assert links() == [("rani@example.id", SUBJECT)]


def test_unlinking_ends_what_the_link_opened_elsewhere(client, provider, linked):
    elsewhere = Client()
    sign_in(elsewhere, provider)
    client.post(reverse("account_login"), {"login": linked.email, "password": PASSWORD})

    response = client.post(reverse("accounts:provider-unlink"))

    assert (response.url, links()) == ("/akun/keamanan/", [])
    assert letters() == [("rani@example.id", "Tautan akun Anda ke SSO Uji dilepas")]
    assert client.get("/akun/surel/").status_code == 200
    assert elsewhere.get("/akun/surel/").status_code == 302
    assert sign_in(Client(), provider).status_code == 403


def test_the_only_way_in_stays(client, provider, linked):
    linked.set_unusable_password()
    linked.save()
    sign_in(client, provider)

    client.post(reverse("accounts:provider-unlink"))

    assert "Ini satu-satunya cara masuk" in words(client)
    assert (links(), letters()) == ([("rani@example.id", SUBJECT)], [])


def test_erasing_a_person_deletes_the_link(provider, linked, secretary):
    other = UserFactory()
    link_account(other.pk, actor=other, subject="lain")

    erase_person(Person(user=linked), actor=None)

    assert links() == [(other.email, "lain")]


def test_the_log_says_who_was_linked(own, provider, rani, caplog):
    caplog.set_level("INFO", "innovation_portal.accounts.sign_in_log")
    sign_in(own, provider, way="provider-link")
    own.post(reverse("accounts:provider-unlink"))

    said = [one.getMessage() for one in caplog.records if one.name.endswith("sign_in_log")]
    assert said == [f"Account linked: person {rani.pk}.", f"Account unlinked: person {rani.pk}."]
