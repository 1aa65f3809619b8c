"""Who asks too often is told when to come back, in the way that was asked, and loses nothing."""

import pytest
from django.test import RequestFactory, override_settings
from django.urls import reverse

from home.services.site import set_up_site
from innovation_portal.settings.limits import LIMITED_ADDRESSES, RATE_LIMITS
from innovation_portal.utils import limits
from submissions.models import Answer
from tests.access.addresses import addresses
from tests.factories.submissions import EditionFactory, SectionFactory, SubmissionFactory

NAMES = {name for methods in LIMITED_ADDRESSES.values() for names in methods.values() for name in names}


@pytest.fixture
def limited(settings):
    """Return a function that sets one limit."""

    def change(**changes):
        settings.ACCOUNT_RATE_LIMITS = RATE_LIMITS | changes

    return change


@pytest.fixture
def site(db):
    return set_up_site()


@pytest.fixture
def section_url(agency, operator):
    edition = EditionFactory()
    section = SectionFactory(edition=edition)
    draft = SubmissionFactory(edition=edition, innovation__agency=agency)
    return reverse("submissions:section-edit", args=[draft.pk, section.pk])


def test_every_limited_address_and_action_exists():
    assert NAMES - {address.name for address in addresses()} == set()
    assert set(LIMITED_ADDRESSES) - set(RATE_LIMITS) == set()


def test_limits_of_people_stand_at_addresses_behind_the_door():
    """Where nobody has to sign in, a limit by person would count nobody."""
    methods = [LIMITED_ADDRESSES[action] for action in limits._of_people() if action in LIMITED_ADDRESSES]
    names = {name for each in methods for names in each.values() for name in names}

    assert {name for name in names if name.startswith(("home:", "wagtail_"))} == set()


def test_searching_too_often_is_refused_with_the_time_to_wait(client, site, limited):
    limited(search="2/m/ip")

    answers = [client.get("/inovasi/", {"q": f"air {number}"}) for number in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 61
    assert "Coba lagi" in answers[-1].content.decode()
    assert client.get("/inovasi/").status_code == 200
    assert client.get("/inovasi/", {"q": "air"}, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_a_limit_counts_people_and_not_their_office(client, agency, operator, approver, limited):
    limited(similar="1/m/user")
    url = reverse("submissions:title-similar", args=[agency.pk])
    client.force_login(operator)

    assert [client.get(url, {"title": "Antre"}).status_code for _ in range(2)] == [200, 429]
    client.force_login(approver)
    assert client.get(url, {"title": "Antre"}).status_code == 200


def test_what_was_typed_stands_on_the_page_of_the_refusal(client, operator, section_url, limited):
    limited(autosave="1/h/user")
    client.force_login(operator)
    client.post(section_url, {"revision": 0, "text": "Pertama.", "action": "save"})

    refused = client.post(section_url, {"revision": 1, "text": 'Kalimat "kedua" & <b>', "action": "save"})

    assert refused.status_code == 429
    assert refused.context["typed"] == [("revision", "1"), ("text", 'Kalimat "kedua" & <b>'), ("action", "save")]
    page = refused.content.decode()
    assert '<input type="hidden" name="text" value="Kalimat &quot;kedua&quot; &amp; &lt;b&gt;">' in page
    assert f'<form method="post" action="{section_url}">' in page
    assert "Coba lagi dalam 60 menit." in page or "Coba lagi dalam 61 menit." in page
    assert Answer.objects.get().text == "Pertama."


def test_a_refusal_comes_as_it_was_asked_for(client, operator, section_url, limited):
    limited(autosave="1/m/user")
    client.force_login(operator)
    data = {"revision": 0, "text": "Pertama.", "action": "save"}
    client.post(section_url, data)

    line = client.post(section_url, data, headers={"HX-Request": "true"})
    answer = client.post(section_url, data, headers={"Sec-Fetch-Dest": "empty"})

    assert (line.status_code, line.headers["Content-Type"]) == (429, "text/plain; charset=utf-8")
    assert line.content.decode().startswith("Coba lagi dalam ")
    assert (answer.status_code, answer.json()["code"]) == (429, "limited")
    assert answer.json()["problem"].startswith("Coba lagi dalam ")


def test_passwords_are_not_kept_on_the_page_of_the_refusal(client, db, limited):
    limited(login="1/m/ip")
    data = {"login": "siti@example.id", "password": "rahasia-sekali"}
    client.post("/masuk/", data)

    refused = client.post("/masuk/", data)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "300")
    assert "rahasia-sekali" not in refused.content.decode()


def test_wrong_passwords_and_lost_ones_are_counted_by_account_from_anywhere(client, operator, limited, mailoutbox):
    """A stranger who asks for letters changes nothing for the owner: the answer stays the same, three letters go."""
    data = {"login": operator.email, "password": "salah"}
    for number in range(5):
        client.post("/masuk/", data, REMOTE_ADDR=f"198.51.100.{number}")
    blocked = client.post("/masuk/", data, REMOTE_ADDR="198.51.100.9")
    mailoutbox.clear()  # that the sign-in is locked
    lost = [
        client.post("/lupa-sandi/", {"email": operator.email}, REMOTE_ADDR=f"203.0.113.{number}").status_code
        for number in range(6)
    ]

    assert "Terlalu banyak" in blocked.content.decode()
    assert lost == [302] * 6
    assert [mail.to for mail in mailoutbox] == [[operator.email]] * 3


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 127.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
    ],
)
@pytest.mark.django_db
def test_the_address_that_counts_is_the_one_that_our_own_proxies_saw(proxies, forwarded, seen):
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})

    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert limits.ratelimit.get_ip(request) == seen


def test_a_forged_forwarded_address_gives_nobody_a_second_limit(client, site, limited):
    limited(search="1/m/ip")
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        statuses = [
            client.get(
                "/inovasi/", {"q": f"air {number}"}, headers={"X-Forwarded-For": f"192.0.2.{number}, 203.0.113.9"}
            ).status_code
            for number in range(3)
        ]

    assert statuses == [200, 429, 429]


def test_lists_of_the_back_office_become_files_as_often_as_other_exports(client, secretary, limited):
    limited(export="1/m/user")
    client.force_login(secretary)
    url = reverse("wagtailadmin_reports:site_history")

    answers = [client.get(url, asked).status_code for asked in ({"export": "csv"}, {"export": "xlsx"}, {})]

    assert answers == [200, 429, 200]
