from innovation_portal.accounts.anonymising import is_anonymised
from innovation_portal.accounts.models import User
from innovation_portal.accounts.role_models import RoleChangeState, RoleSettings


def may_change_access(actor: User, person: User) -> bool:
    """Nobody changes the own roles or closes the own account, only their like touch superusers, nobody the erased."""
    if is_anonymised(person):
        return False
    return actor.pk != person.pk and (actor.is_superuser or not person.is_superuser)


def may_hand_over_access(actor: User, person: User) -> bool:
    """Say whether the actor may open the person's account or move it to another address.

    Where roles take two people, whoever holds one or is proposed for one is touched by administrators only: nobody
    shall be the second person too.
    """
    if actor.is_superuser or not RoleSettings.load().needs_two_people:
        return True
    return not (person.groups.exists() or person.role_changes.filter(state=RoleChangeState.WAITING).exists())
