from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from innovation_portal.accounts.anonymising import anonymise_account
from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.submissions import SubmissionFactory


@pytest.fixture
def back_office(client, secretary):
    client.force_login(secretary)
    return client


def roles_of(person):
    return set(person.groups.values_list("name", flat=True))


def test_secretariat_lists_people(back_office, secretary):
    response = back_office.get(reverse("wagtailusers_users:index"))

    assert [person.pk for person in response.context["object_list"]] == [secretary.pk]


def test_secretariat_makes_a_judge_who_chooses_the_password(back_office, judge):
    data = {"email": "Rani@Example.id", "name": "Rani Utami", "position": "Dosen", "groups": [judge.groups.get().pk]}

    response = back_office.post(reverse("wagtailusers_users:add"), data)

    person = User.objects.get(name="Rani Utami")
    assert response.status_code == 302
    assert (person.email, person.has_usable_password(), roles_of(person)) == ("rani@example.id", False, {"Juri"})


def test_one_address_is_one_account(back_office, judge):
    data = {"email": judge.email.upper(), "name": "Orang lain"}

    response = back_office.post(reverse("wagtailusers_users:add"), data)

    assert list(response.context["form"].errors) == ["email"]
    assert not User.objects.filter(name="Orang lain").exists()


def test_secretariat_gives_no_role_to_itself(back_office, secretary, judge):
    data = {"email": secretary.email, "name": "Sri", "groups": [judge.groups.get().pk]}

    back_office.post(reverse("wagtailusers_users:edit", args=[secretary.pk]), data)

    assert roles_of(User.objects.get(name="Sri")) == {"Sekretariat"}


def test_secretariat_cannot_touch_a_superuser(back_office):
    root = UserFactory(email="root@example.id", is_superuser=True)

    response = back_office.post(
        reverse("wagtailusers_users:edit", args=[root.pk]),
        {"email": "mine@example.id", "name": "x", "is_active": "on"},
    )

    root.refresh_from_db()
    assert root.email == "root@example.id"
    assert response.status_code in (302, 403)


def test_nobody_becomes_superuser_through_the_form(back_office, judge):
    data = {"email": judge.email, "name": judge.name, "is_active": "on", "is_superuser": "on"}

    back_office.post(reverse("wagtailusers_users:edit", args=[judge.pk]), data)

    judge.refresh_from_db()
    assert not judge.is_superuser


def bulk_action(name, *people):
    ids = "&".join(f"id={person.pk}" for person in people)
    return f"{reverse('wagtail_bulk_action', args=['accounts', 'user', name])}?{ids}"


def test_secretariat_gives_roles_to_many_but_not_to_itself_or_a_superuser(back_office, secretary, leader, judge):
    root = UserFactory(is_superuser=True)
    url = bulk_action("assign_role", secretary, root, leader)

    back_office.post(url, {"role": judge.groups.get().pk})

    assert [roles_of(person) for person in (secretary, root, leader)] == [{"Sekretariat"}, set(), {"Pimpinan", "Juri"}]


def test_secretariat_closes_many_accounts_but_not_that_of_a_superuser(back_office, leader):
    root = UserFactory(is_superuser=True)

    back_office.post(bulk_action("set_active_state", root, leader), {"mark_as_active": False})

    assert set(User.objects.filter(is_active=False)) == {leader}


def test_an_erased_account_stays_as_it_is(back_office, judge):
    erased = UserFactory()
    anonymise_account(erased)
    before = User.objects.values().get(pk=erased.pk)
    groups = [judge.groups.get().pk]
    data = {"email": "baru@example.id", "name": "Budi", "is_active": "on", "groups": groups}

    response = back_office.post(reverse("wagtailusers_users:edit", args=[erased.pk]), data)
    back_office.post(bulk_action("set_active_state", erased), {"mark_as_active": "on"})
    back_office.post(bulk_action("assign_role", erased), {"role": groups[0]})

    assert "Akun ini sudah dihapus" in response.content.decode()
    assert (User.objects.values().get(pk=erased.pk), roles_of(erased)) == (before, set())


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.EDITORIAL])
def test_other_roles_do_not_manage_people(client, db, role):
    client.force_login(UserFactory(roles=[role]))

    client.post(reverse("wagtailusers_users:add"), {"email": "rani@example.id", "name": "Rani"})

    assert not User.objects.filter(email="rani@example.id").exists()


def test_back_office_speaks_indonesian_and_wears_the_mark(back_office):
    page = back_office.get("/admin/").content.decode()

    assert 'lang="id' in page
    assert "/static/css/back_office.css" in page
    assert "/static/ornaments/icons.svg#mark" in page
    assert "Beranda" in page or "Dasbor" in page


def test_person_who_did_something_is_kept_with_a_reason(client, db):
    root, person = UserFactory(is_superuser=True), UserFactory()
    SubmissionFactory(created_by=person)
    client.force_login(root)

    response = client.post(reverse("wagtailusers_users:delete", args=[person.pk]), follow=True)

    assert User.objects.filter(pk=person.pk).exists()
    assert "Tutup akunnya saja" in response.content.decode()


@pytest.mark.parametrize("onward", ["/admin/users/", "/\\\\asing.example", "//asing.example/"])
def test_people_who_did_something_are_kept_together_and_the_way_back_leads_home(client, db, onward):
    people = [UserFactory(), UserFactory()]
    SubmissionFactory(created_by=people[0])
    client.force_login(UserFactory(is_superuser=True))
    delete = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    chosen = "&".join(f"id={person.pk}" for person in people)

    response = client.post(f"{delete}?{urlencode({'next': onward})}&{chosen}")

    assert (response.status_code, response.url) == (302, onward if onward == "/admin/users/" else delete)
    assert User.objects.filter(pk__in=[person.pk for person in people]).count() == 2
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Pekerjaan orang-orang ini tersimpan dalam riwayat. Tutup akun-akun itu saja."
    ]


@pytest.mark.parametrize("onward", ["/admin/", "/\\asing.example", "//asing.example/"])
def test_the_way_back_from_a_person_who_is_kept_leads_home(client, db, onward):
    person = SubmissionFactory().created_by
    client.force_login(UserFactory(is_superuser=True))
    delete = reverse("wagtailusers_users:delete", args=[person.pk])

    response = client.post(f"{delete}?{urlencode({'next': onward})}")

    assert (response.status_code, response.url) == (302, onward if onward == "/admin/" else "/admin/users/")
