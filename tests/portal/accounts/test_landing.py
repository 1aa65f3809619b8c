import pytest
from django.urls import reverse

from innovation_portal.accounts.desks import desks_of
from innovation_portal.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.submissions import MembershipFactory


@pytest.mark.parametrize(
    ("role", "urls"),
    [
        (Role.SECRETARIAT, ["/pantau/", "/admin/"]),
        (Role.VERIFIER, ["/admin/"]),
        (Role.JUDGE, ["/juri/"]),
        (Role.CHAIR, ["/juri/"]),
        (Role.LEADERSHIP, ["/pantau/"]),
        (Role.EDITORIAL, ["/admin/"]),
        (Role.HEAD_EDITOR, ["/admin/"]),
    ],
)
def test_each_role_has_its_desks(db, role, urls):
    assert [desk.url for desk in desks_of(UserFactory(roles=[role]))] == urls


def test_member_of_an_agency_has_the_agency_desk(operator):
    assert [desk.url for desk in desks_of(operator)] == ["/opd/"]


def test_closed_account_has_no_desk(db):
    assert desks_of(UserFactory(roles=[Role.SECRETARIAT], is_active=False)) == []


def test_landing_sends_a_person_with_one_desk_there(client, judge):
    client.force_login(judge)

    response = client.get(reverse("accounts:landing"))

    assert (response.status_code, response.url) == (302, "/juri/")


def test_landing_shows_several_desks(client, db):
    person = MembershipFactory(user=UserFactory(roles=[Role.JUDGE])).user
    client.force_login(person)

    response = client.get(reverse("accounts:landing"))

    assert [desk.url for desk in response.context["desks"]] == ["/opd/", "/juri/"]


def test_landing_explains_an_account_without_a_desk(client, db):
    client.force_login(UserFactory())

    response = client.get(reverse("accounts:landing"))

    assert response.context["desks"] == []
    assert "Akun Anda belum memiliki ruang kerja" in response.content.decode()


def test_landing_asks_a_visitor_to_sign_in(client):
    response = client.get(reverse("accounts:landing"))

    assert response.url == "/masuk/?next=/akun/"
