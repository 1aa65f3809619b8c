"""Granting and taking roles: at once, or proposed by one person and confirmed by another.

The rule (`RoleSettings.needs_two_people`) covers the roles of `Role`. Not covered: being a superuser, which only the
command line gives; and the role that comes with a seat in a panel, because a seat is an act of its own with a name on
it, nobody seats themselves, and a judge without a seat may do nothing (docs/access.md).
"""

from collections.abc import Collection

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.accounts.models import User
from innovation_portal.accounts.role_models import RoleChange, RoleChangeState, RoleSettings
from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.rules import may_change_access
from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message

MANAGES_PEOPLE = "accounts.change_user"


@transaction.atomic
def change_role(person_id: int, role: Role, *, actor, grants: bool, reason: str = "") -> RoleChange | None:
    """Grant a role or take it, or propose it where two people are needed; return what came of it.

    Returns None where the person has the role already, or has not. Again: the proposal that waits; once the second
    person is no longer asked, it is done at once in its place.
    """
    person = _locked(person_id)
    _check_may_change(actor, person)
    if person.groups.filter(name=role.value).exists() == grants:
        return None
    needs_two = RoleSettings.load().needs_two_people
    waiting = person.role_changes.filter(role=role, state=RoleChangeState.WAITING).first()
    if waiting is not None and needs_two:
        return waiting
    if waiting is not None:
        _end(waiting, RoleChangeState.WITHDRAWN)
    change = _new_change(person, role, actor=actor, grants=grants, reason=reason)
    if needs_two:
        change.save()
        log(person, "accounts.propose_role", user=actor, data=_told(change))
        send_message("role_proposed", deciders_of(change), about=change, change=change)
    else:
        _carry_out(change, actor=actor)
    return change


def change_roles(person_id: int, *, actor, roles: Collection[Role], reason: str = "") -> list[RoleChange]:
    """Make these the roles of a person, each difference by `change_role`; return the changes and proposals."""
    with transaction.atomic():
        held = set(_locked(person_id).groups.values_list("name", flat=True))
        wanted = {role.value for role in roles}
        differing = [role for role in Role if (role.value in held) != (role.value in wanted)]
        changes = [
            change_role(person_id, role, actor=actor, grants=role.value in wanted, reason=reason) for role in differing
        ]
    return [change for change in changes if change is not None]


@transaction.atomic
def grant_with_seat(person_id: int, role: Role, *, actor, reason: str) -> RoleChange | None:
    """Give the role of a seat in a panel, by one person; the caller has checked who may seat. Again: nothing."""
    person = _locked(person_id)
    if person.groups.filter(name=role.value).exists():
        return None
    for waiting in person.role_changes.filter(role=role, state=RoleChangeState.WAITING):
        _end(waiting, RoleChangeState.WITHDRAWN, remark=reason)
    change = _new_change(person, role, actor=actor, grants=True, reason=reason)
    _carry_out(change, actor=actor, is_told=False)  # the invitation to the panel says it
    return change


@transaction.atomic
def confirm_role_change(change_id: int, *, actor) -> RoleChange:
    """Carry out a proposal of somebody else. Again: nothing. Raises `decided` if it was refused or withdrawn."""
    change = _locked_change(change_id)
    _check_may_decide(actor, change)
    if change.state == RoleChangeState.DONE:
        return change
    _check_waiting(change)
    change.decided_by = actor
    _carry_out(change, actor=actor)
    send_message("role_decided", [change.proposed_by], about=change, change=change)
    return change


@transaction.atomic
def refuse_role_change(change_id: int, *, actor, remark: str) -> RoleChange:
    """Turn a proposal of somebody else down, with the reason. Again: nothing. Raises `decided`."""
    change = _locked_change(change_id)
    _check_may_decide(actor, change)
    if change.state == RoleChangeState.REFUSED:
        return change
    _check_waiting(change)
    if not remark.strip():
        raise ValidationError({"remark": ValidationError(_("Say why."), code="remark_required")})
    _end(change, RoleChangeState.REFUSED, decided_by=actor, remark=remark.strip())
    log(change.person, "accounts.refuse_role", user=actor, data=_told(change) | {"remark": change.remark})
    send_message("role_decided", [change.proposed_by], about=change, change=change)
    return change


@transaction.atomic
def withdraw_role_change(change_id: int, *, actor) -> RoleChange:
    """Take back the own proposal. Again: nothing. Raises `decided` for one that was confirmed or refused."""
    change = _locked_change(change_id)
    if change.proposed_by_id != actor.pk:
        raise PermissionDenied
    if change.state == RoleChangeState.WITHDRAWN:
        return change
    _check_waiting(change)
    _end(change, RoleChangeState.WITHDRAWN)
    log(change.person, "accounts.withdraw_role", user=actor, data=_told(change))
    return change


def deciders_of(change: RoleChange) -> QuerySet[User]:
    """Return the secretariat and administrators who may confirm or refuse."""
    office = Q(groups__name=Role.SECRETARIAT.value) | Q(is_superuser=True)
    people = User.objects.filter(office, is_active=True).distinct().order_by("pk")
    if change.person.is_superuser:
        people = people.filter(is_superuser=True)
    return people.exclude(pk__in=[change.proposed_by_id, change.person_id])


def waiting_for(user) -> list[RoleChange]:
    """Return the proposals that this person may confirm or refuse."""
    if not user.is_active or not user.has_perm(MANAGES_PEOPLE):
        return []
    waiting = RoleChange.objects.filter(state=RoleChangeState.WAITING).exclude(proposed_by=user)
    return [change for change in waiting.select_related("person") if may_change_access(user, change.person)]


def _locked(person_id: int) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=person_id)


def _locked_change(change_id: int) -> RoleChange:
    """Return the change with its person locked first, as everybody does who changes roles."""
    person = _locked(RoleChange.objects.values_list("person", flat=True).get(pk=change_id))
    change = RoleChange.objects.select_related("proposed_by").get(pk=change_id)
    change.person = person
    return change


def _check_may_change(actor, person: User) -> None:
    if not (actor.is_active and actor.has_perm(MANAGES_PEOPLE) and may_change_access(actor, person)):
        raise PermissionDenied


def _check_may_decide(actor, change: RoleChange) -> None:
    _check_may_change(actor, change.person)
    if actor.pk == change.proposed_by_id:
        raise PermissionDenied


def _check_waiting(change: RoleChange) -> None:
    if change.state != RoleChangeState.WAITING:
        state = change.get_state_display().lower()
        raise ValidationError(_("This was decided meanwhile: %(state)s.") % {"state": state}, code="decided")


def _new_change(person: User, role: Role, *, actor, grants: bool, reason: str) -> RoleChange:
    return RoleChange(
        person=person, role=role, grants=grants, reason=reason.strip(), proposed_by=actor, proposed_at=clock.now()
    )


def _carry_out(change: RoleChange, *, actor, is_told: bool = True) -> None:
    group = Group.objects.get(name=change.role)
    if change.grants:
        change.person.groups.add(group)
    else:
        change.person.groups.remove(group)
    _end(change, RoleChangeState.DONE, decided_by=change.decided_by)
    act = "accounts.grant_role" if change.grants else "accounts.take_role"
    log(change.person, act, user=actor, data=_told(change))
    if is_told:
        send_message("role_changed", [change.person], about=change, is_urgent=True, change=change)


def _end(change: RoleChange, state: RoleChangeState, *, decided_by: User | None = None, remark: str = "") -> None:
    change.state, change.decided_by, change.remark, change.decided_at = state, decided_by, remark, clock.now()
    change.save()


def _told(change: RoleChange) -> dict[str, str]:
    return {"role": change.role, "reason": change.reason, "proposed_by": change.proposed_by.name}
