"""Two people decide about one change of a role at the same moment."""

import pytest
from django.core.exceptions import ValidationError

from innovation_portal.accounts.role_changes import change_role, confirm_role_change, refuse_role_change
from innovation_portal.accounts.role_models import RoleChange, RoleSettings
from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.utils.models import OutgoingMessage
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    sync_role_groups()
    return [UserFactory(roles=[Role.SECRETARIAT]) for _ in range(3)]


def test_a_confirmation_and_a_refusal_at_once_leave_one_decision(office):
    RoleSettings.objects.create(needs_two_people=True)
    person, (author, second, third) = UserFactory(), office
    change = change_role(person.pk, Role.JUDGE, actor=author, grants=True)

    results = at_once(
        lambda: confirm_role_change(change.pk, actor=second),
        lambda: refuse_role_change(change.pk, actor=third, remark="Belum."),
    )

    assert [getattr(result, "code", "") for result in results if isinstance(result, ValidationError)] == ["decided"]
    change.refresh_from_db()
    assert person.groups.exists() == (change.state == "done")
    assert OutgoingMessage.objects.filter(kind="role_decided").count() == 1


def test_two_proposals_at_once_are_one_and_two_grants_one_change(office):
    RoleSettings.objects.create(needs_two_people=True)
    person, (author, second, _third) = UserFactory(), office

    def ask(actor):
        return lambda: change_role(person.pk, Role.JUDGE, actor=actor, grants=True)

    first, other = at_once(ask(author), ask(second))
    assert first == other == RoleChange.objects.get()

    RoleSettings.objects.update(needs_two_people=False)
    at_once(ask(author), ask(second))
    assert sorted(RoleChange.objects.values_list("state", flat=True)) == ["done", "withdrawn"]
