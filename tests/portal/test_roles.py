from innovation_portal.accounts.roles import Role, has_role
from tests.factories.accounts import UserFactory


def test_has_role_reads_groups(db):
    user = UserFactory(roles=[Role.JUDGE])

    assert has_role(user, Role.JUDGE, Role.CHAIR)
    assert not has_role(user, Role.SECRETARIAT)


def test_inactive_user_has_no_role(db):
    user = UserFactory(roles=[Role.JUDGE], is_active=False)

    assert not has_role(user, Role.JUDGE)
