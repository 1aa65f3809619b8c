"""What the worker does for an account. It looks the address up, so that no answer takes longer where there is one."""

from datetime import datetime

from django_tasks import task


@task()
def send_reset_letter(email: str) -> None:
    """Mail the way to a new password to the open account of this address, if there is one."""
    from innovation_portal.accounts.letters import deliver_reset_letter  # models are not loaded when tasks are

    deliver_reset_letter(email)


@task()
def tell_of_lockout(email: str, ip: str, locked_at: str) -> None:
    """Tell the owner of this address, if it has an account, that signing in is locked."""
    from innovation_portal.accounts.letters import tell_of_lockout  # models are not loaded when tasks are

    tell_of_lockout(email, ip=ip, locked_at=datetime.fromisoformat(locked_at))


@task()
def send_address_letters(change_id: int) -> None:
    """Ask the old and the new address to confirm a change."""
    from innovation_portal.accounts.letters import deliver_address_letters  # models are not loaded when tasks are

    deliver_address_letters(change_id)
