"""There is one door, and nobody opens somebody else's account to be the second person."""

import pytest
from django.contrib.auth.views import LoginView
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from innovation_portal.accounts.models import User
from innovation_portal.accounts.role_models import RoleChange, RoleSettings
from innovation_portal.accounts.roles import Role
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def callbacks_that_answer(resolver, before=""):
    """Yield address and view of every pattern; of two with the same address the first answers."""
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from callbacks_that_answer(pattern, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def test_no_address_signs_in_past_the_second_factor_and_the_limits():
    answering = {}
    for address, view in callbacks_that_answer(get_resolver()):
        answering.setdefault(address, view)

    doors = [one for one, view in answering.items() if issubclass(getattr(view, "view_class", object), LoginView)]
    assert doors == []


def test_the_door_of_wagtail_leads_to_ours(client, operator):
    response = client.post("/_util/login/", {"username": operator.email, "password": PASSWORD})

    assert (response.status_code, response.url) == (302, "/masuk/")
    assert "_auth_user_id" not in client.session


def test_a_person_is_not_copied(client, secretary, superuser):
    client.force_login(secretary)

    response = client.post(f"/admin/users/copy/{superuser.pk}/", {"email": "lain@example.id", "name": "Lain"})

    assert response.status_code == 404
    assert not User.objects.filter(email="lain@example.id").exists()


@pytest.fixture
def superuser():
    return UserFactory(is_superuser=True)


@pytest.fixture
def two_people():
    RoleSettings.objects.create(needs_two_people=True)


def changed(client, actor, person, **facts):
    """Send the form of a person; return the fields with an error."""
    client.force_login(actor)
    data = {"email": person.email, "name": person.name, "is_active": "on" if person.is_active else ""} | facts
    data["groups"] = list(person.groups.values_list("pk", flat=True))
    response = client.post(reverse("wagtailusers_users:edit", args=[person.pk]), data)
    return list(response.context["form"].errors) if response.status_code == 200 else []


def test_where_roles_take_two_people_an_account_with_a_role_is_moved_by_administrators(
    client, two_people, secretary, superuser
):
    holder, closed = UserFactory(roles=[Role.JUDGE]), UserFactory(roles=[Role.SECRETARIAT], is_active=False)
    proposed, plain = UserFactory(), UserFactory(is_active=False)
    RoleChange.objects.create(
        person=proposed, role=Role.JUDGE, grants=True, proposed_by=secretary, proposed_at=secretary.date_joined
    )

    assert changed(client, secretary, holder, email="baru1@example.id") == ["email"]
    assert changed(client, secretary, proposed, email="baru2@example.id") == ["email"]
    assert changed(client, secretary, closed, is_active="on") == ["is_active"]
    assert changed(client, secretary, holder, name="Nama Baru") == []
    assert changed(client, secretary, plain, is_active="on", email="baru3@example.id") == []
    assert changed(client, superuser, holder, email="baru4@example.id") == []


def test_where_one_is_enough_the_secretariat_moves_it(client, secretary):
    holder = UserFactory(roles=[Role.JUDGE])

    assert changed(client, secretary, holder, email="baru@example.id") == []
