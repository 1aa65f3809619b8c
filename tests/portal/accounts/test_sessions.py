from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.sessions import device_of, sessions_of
from innovation_portal.utils import clock
from tests.factories.accounts import PASSWORD, UserFactory, authenticator_code
from tests.portal.accounts.test_second_factor import give_second_factor

NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)
ADDRESS = "/akun/perangkat/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"


def signed_in(person, **data):
    client = Client(headers={"User-Agent": FIREFOX})
    response = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD, **data})
    assert response.status_code == 302
    return client


def is_in(client):
    return client.get("/akun/surel/").status_code == 200


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (FIREFOX, "Firefox di Windows"),
        (PHONE, "Chrome di Android"),
        ("curl/8.0", "Peramban tidak dikenal di perangkat tidak dikenal"),
        ("", "Peramban tidak dikenal di perangkat tidak dikenal"),
    ],
)
def test_device_is_named_by_what_the_browser_says(said, expected):
    assert device_of(said) == expected


def test_page_lists_the_own_devices_and_no_others(leader):
    here, _there = signed_in(leader), signed_in(leader)
    signed_in(UserFactory())

    sessions = here.get(ADDRESS).context["sessions"]

    assert [(each.device, each.ip, each.is_current) for each in sessions] == [
        ("Firefox di Windows", "127.0.0.1", True),
        ("Firefox di Windows", "127.0.0.1", False),
    ]


def test_one_device_is_signed_out_and_nobody_elses(leader):
    here, there, stranger = signed_in(leader), signed_in(leader), UserFactory()
    elsewhere = signed_in(stranger)
    other = next(each for each in here.get(ADDRESS).context["sessions"] if not each.is_current)
    foreign = UserSession.objects.get(user=stranger)

    for number in (other.pk, other.pk, foreign.pk):
        here.post(ADDRESS, {"session": number})

    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, True]


def test_all_other_devices_are_signed_out(leader):
    here, there = signed_in(leader), signed_in(leader)
    unlisted = Client()
    unlisted.force_login(leader)

    here.post(ADDRESS)

    assert [is_in(client) for client in (here, there, unlisted)] == [True, False, False]
    leader.refresh_from_db()
    assert [each.is_current for each in sessions_of(leader, current_key=here.session.session_key)] == [True]


def test_new_password_and_a_closed_account_end_sessions(leader):
    here, there = signed_in(leader), signed_in(leader)
    words = {"oldpassword": PASSWORD, "password1": "sawah hijau luas", "password2": "sawah hijau luas"}

    here.post("/akun/sandi/", words)
    assert [is_in(client) for client in (here, there)] == [True, False]

    type(leader).objects.update(is_active=False)
    assert not is_in(here)


@pytest.mark.django_db(transaction=True)
def test_a_new_factor_ends_sessions_that_began_without_one(leader):
    here, there = signed_in(leader), signed_in(leader)

    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = here.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    response = here.post(reverse("mfa_activate_totp"), {"code": authenticator_code(secret)})

    assert response.status_code == 302
    assert [is_in(client) for client in (here, there)] == [True, False]


def test_last_use_is_written_down_once_a_minute(leader, django_assert_num_queries):
    with clock.at(NOON):
        client = signed_in(leader)
        client.get("/ok/")
    with clock.at(NOON + timedelta(seconds=59)), django_assert_num_queries(2):
        client.get("/ok/")
    with clock.at(NOON + timedelta(seconds=61)):
        client.get("/ok/")

    assert UserSession.objects.get().last_seen_at == NOON + timedelta(seconds=61)


@pytest.mark.parametrize(
    ("role", "data", "minutes", "expected"),
    [
        (Role.SECRETARIAT, {}, 59, True),
        (Role.SECRETARIAT, {}, 61, False),
        (Role.SECRETARIAT, {"remember": "on"}, 61, True),
        (Role.LEADERSHIP, {}, 61, True),
    ],
)
def test_session_left_alone_ends_for_whoever_needs_a_second_factor(db, settings, role, data, minutes, expected):
    person = UserFactory(roles=[role])
    with clock.at(NOON):
        client = signed_in(person, **data)
    settings.SECOND_FACTOR_ROLES = [Role.SECRETARIAT.value]
    give_second_factor(person)

    with clock.at(NOON + timedelta(minutes=minutes)):
        assert is_in(client) is expected
        if not expected:
            page = client.get("/masuk/?next=/akun/surel/").content.decode()
            assert "Anda dikeluarkan karena beberapa waktu tidak ada kegiatan." in page


def test_session_ends_with_the_browser_unless_one_stays(leader):
    assert signed_in(leader).cookies["sessionid"]["max-age"] == ""
    assert signed_in(leader, remember="on").cookies["sessionid"]["max-age"] > 24 * 60 * 60


@pytest.mark.parametrize(("days", "expected"), [(13.9, True), (14.1, False)])
def test_session_ends_after_its_longest_life_however_much_it_is_used(leader, days, expected):
    with clock.at(NOON):
        client = signed_in(leader, remember="on")
    for day in range(1, 14):
        with clock.at(NOON + timedelta(days=day)):
            assert is_in(client)

    with clock.at(NOON + timedelta(days=days)):
        assert is_in(client) is expected
        if not expected:
            page = client.get("/masuk/?next=/akun/surel/").content.decode()
            assert "Anda sudah lama masuk. Silakan masuk kembali untuk melanjutkan." in page


def test_session_of_before_there_was_an_end_gets_one(leader):
    with clock.at(NOON):
        client = signed_in(leader, remember="on")
        session = client.session
        del session["begun_at"]
        session.save()
    with clock.at(NOON + timedelta(days=10)):
        assert is_in(client)

    with clock.at(NOON + timedelta(days=20)):
        assert is_in(client)
    with clock.at(NOON + timedelta(days=24, minutes=1)):
        assert not is_in(client)


def test_confirming_gives_the_session_another_key(leader):
    client = signed_in(leader)
    stolen = client.cookies["sessionid"].value

    client.post("/akun/konfirmasi/", {"password": PASSWORD, "next": "/akun/surel/"})

    assert is_in(client)
    assert client.cookies["sessionid"].value != stolen
    assert [row.session_key for row in UserSession.objects.all()] == [client.cookies["sessionid"].value]
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert not is_in(thief)


def test_a_wrong_confirmation_keeps_the_key(leader):
    client = signed_in(leader)
    key = client.cookies["sessionid"].value

    client.post("/akun/konfirmasi/", {"password": "salah", "next": "/akun/surel/"})

    assert client.cookies["sessionid"].value == key


def test_ending_a_session_asks_for_a_fresh_login(leader, settings):
    settings.FRESH_LOGIN_MINUTES = 10
    here, there = signed_in(leader), signed_in(leader)

    with clock.at(clock.now() + timedelta(minutes=11)):
        response = here.post(ADDRESS)
    assert (response.status_code, response.url) == (302, "/akun/konfirmasi/?next=%2Fakun%2Fperangkat%2F")
    assert is_in(there)

    assert here.post(ADDRESS).url == ADDRESS
    assert (is_in(here), is_in(there)) == (True, False)


def test_command_signs_people_out(leader):
    other = UserFactory()
    clients = {person: signed_in(person) for person in (leader, other)}
    said = StringIO()

    call_command("end_sessions", leader.email.upper(), stdout=said)

    assert said.getvalue() == f"Signed {leader.email} out everywhere.\n"
    assert (is_in(clients[leader]), is_in(clients[other])) == (False, True)
    call_command("end_sessions", "--everybody", stdout=said)
    assert said.getvalue().endswith("Signed everybody out; 1 sessions were known.\n")
    assert not is_in(clients[other])


def test_command_knows_nobody_and_signs_nobody_out(leader):
    client = signed_in(leader)

    with pytest.raises(CommandError, match=r"address lain@example\.id"):
        call_command("end_sessions", leader.email, "lain@example.id")

    assert is_in(client)
