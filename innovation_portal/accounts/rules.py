from innovation_portal.accounts.models import User


def may_change_access(actor: User, person: User) -> bool:
    """Nobody changes the own roles or closes the own account, and only their like touch superusers."""
    return actor.pk != person.pk and (actor.is_superuser or not person.is_superuser)
