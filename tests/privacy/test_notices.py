"""The privacy notice: shown to everybody, read once by everybody with an account, kept word for word."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import Page

from home.models import StandardPage
from home.services.site import set_up_site
from innovation_portal.privacy.models import Acknowledgement, PrivacyNotice
from innovation_portal.privacy.selectors import has_to_read_notice
from innovation_portal.privacy.services.notices import acknowledge_notice, announce_notice, install_first_notice
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.submissions import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice():
    install_first_notice()
    return PrivacyNotice.objects.get()


@pytest.fixture
def member(agency):
    return MembershipFactory(agency=agency).user


def sign_in(client, user, onward=""):
    return client.post(
        reverse("account_login") + (f"?next={onward}" if onward else ""), {"login": user.email, "password": PASSWORD}
    )


def test_everybody_reads_the_notice_that_comes_with_the_portal(client):
    page = client.get("/privasi/").content.decode()

    assert "Undang-Undang Nomor 27 Tahun 2022" in page
    assert 'href="/privasi/"' in client.get("/masuk/").content.decode()


def test_what_editors_write_at_this_address_takes_its_place(client):
    home = set_up_site()
    page = home.add_child(instance=StandardPage(title="Privasi kami", slug="privasi", lead="Kata redaksi."))

    assert "Kata redaksi." in client.get("/privasi/").content.decode()
    Page.objects.get(pk=page.pk).unpublish()
    assert "Undang-Undang Nomor 27 Tahun 2022" in client.get("/privasi/").content.decode()


def test_at_the_first_sign_in_it_is_read_once_and_leads_on(client, member, agency, notice):
    desk = reverse("submissions:dashboard", args=[agency.pk])
    sign_in(client, member)

    led = client.get(f"{desk}?q=a")
    assert led.url == f"{reverse('privacy:notice-read')}?next=%2Fopd%2F{agency.pk}%2F%3Fq%3Da"
    assert client.get(led.url).status_code == 200
    response = client.post(led.url, {"number": 1, "next": f"{desk}?q=a"})

    assert response.url == f"{desk}?q=a"
    assert client.get(desk).status_code == 200
    assert list(Acknowledgement.objects.values_list("notice__number", "user")) == [(1, member.pk)]
    client.logout()
    sign_in(client, member)
    assert client.get(desk).status_code == 200


@pytest.mark.parametrize("onward", ["24:00", "berikutnya"])
def test_what_looks_like_the_name_of_an_address_leads_to_the_first_page(client, member, notice, onward):
    client.force_login(member)

    response = client.post(reverse("privacy:notice-read"), {"number": 1, "next": onward})

    assert (response.status_code, response.url) == (302, reverse("accounts:landing"))


def test_a_new_version_is_read_again(member, secretary, notice):
    acknowledge_notice(1, actor=member)
    assert not has_to_read_notice(member)

    announce_notice(actor=secretary, text="Versi baru.", change="Masa simpan surel.", seen=1)

    assert has_to_read_notice(member)


def test_reading_a_version_that_is_no_longer_the_present_one_counts_for_nothing(client, member, secretary, notice):
    announce_notice(actor=secretary, text="Versi baru.", change="Baru.", seen=1)
    client.force_login(member)

    client.post(reverse("privacy:notice-read"), {"number": 1})

    assert Acknowledgement.objects.count() == 0


@pytest.mark.parametrize("onward", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)", ""])
def test_it_leads_to_no_other_site(client, member, notice, onward):
    client.force_login(member)

    response = client.post(reverse("privacy:notice-read"), {"number": 1, "next": onward})

    assert response.url == reverse("accounts:landing")


def test_forms_public_pages_and_parts_of_pages_go_through(client, member, agency, notice):
    sign_in(client, member)
    desk = reverse("submissions:dashboard", args=[agency.pk])

    assert client.get("/privasi/").status_code == 200
    assert client.get(reverse("privacy:own-data")).status_code == 200
    assert client.get(desk, headers={"HX-Request": "true"}).status_code == 200
    assert client.post(desk).status_code == 405


def test_a_version_is_announced_once_and_only_when_it_says_something_new(secretary, notice):
    announce_notice(actor=secretary, text="Versi baru.", change="Baru.", seen=1)

    for text, seen, code in (("Lain.", 1, "stale"), ("Versi baru.", 2, "unchanged")):
        with pytest.raises(ValidationError) as refused:
            announce_notice(actor=secretary, text=text, change="Baru.", seen=seen)
        assert refused.value.code == code
    assert list(PrivacyNotice.objects.values_list("number", "text")) == [(2, "Versi baru."), (1, notice.text)]


def test_only_the_secretariat_announces(leader):
    with pytest.raises(PermissionDenied):
        announce_notice(actor=leader, text="x", change="x", seen=0)


def test_the_first_version_is_made_once(notice):
    install_first_notice()

    assert PrivacyNotice.objects.count() == 1
    assert notice.text.startswith("Portal ini dipakai")


def test_signing_in_without_a_notice_leads_nowhere_else(client, agency):
    user = MembershipFactory(agency=agency, user=UserFactory()).user
    sign_in(client, user)

    assert client.get(reverse("submissions:dashboard", args=[agency.pk])).status_code == 200
