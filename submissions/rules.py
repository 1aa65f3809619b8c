"""Who may do what to an object of the registry.

A predicate answers "may this person at all"; whether it can be done now is the workflow's business. Django skips
predicates for superusers, so duties that must stay apart are checked in the services as well.
"""

import rules

from innovation_portal.accounts.roles import Role, has_role
from submissions.enums import MembershipRole


def _roles_by_agency(user) -> dict[int, set[str]]:
    """Roles of the user in each agency, read once per user object."""
    if not user.is_authenticated or not user.is_active:
        return {}
    if not hasattr(user, "_membership_roles"):
        roles: dict[int, set[str]] = {}
        for agency, role in user.memberships.order_by().values_list("agency_id", "role"):
            roles.setdefault(agency, set()).add(role)
        user._membership_roles = roles  # whole at once: another thread may hold the same user
    return user._membership_roles


def _membership_roles(user, agency_id: int) -> set[str]:
    return _roles_by_agency(user).get(agency_id, set())


def works_for(user, agency_id: int) -> bool:
    """Say whether the user is a member of the agency, whatever other roles or rights the user has."""
    return bool(_membership_roles(user, agency_id))


def agencies_led_by(user) -> frozenset[int]:
    """Return the agencies of which the user is the head or the person in charge, by id."""
    roles = _roles_by_agency(user)
    return frozenset(agency for agency, held in roles.items() if held & {MembershipRole.HEAD, MembershipRole.APPROVER})


@rules.predicate
def leads_an_agency(user):
    return bool(agencies_led_by(user))


@rules.predicate
def is_member(user, submission):
    return submission is not None and works_for(user, submission.innovation.agency_id)


@rules.predicate
def is_approver(user, submission):
    return submission is not None and MembershipRole.APPROVER in _membership_roles(
        user, submission.innovation.agency_id
    )


@rules.predicate
def is_agency_approver(user, agency):
    return agency is not None and MembershipRole.APPROVER in _membership_roles(user, agency.pk)


@rules.predicate
def is_secretariat(user):
    return has_role(user, Role.SECRETARIAT)


@rules.predicate
def is_verifier(user):
    return has_role(user, Role.VERIFIER, Role.SECRETARIAT)


@rules.predicate
def is_editorial(user):
    return has_role(user, Role.EDITORIAL, Role.HEAD_EDITOR)


@rules.predicate
def is_leadership(user):
    return has_role(user, Role.LEADERSHIP)


rules.add_perm("submissions.edit_submission", is_member)
rules.add_perm("submissions.submit_submission", is_approver)
rules.add_perm("submissions.withdraw_submission", is_approver)
rules.add_perm("submissions.verify_submission", is_verifier & ~is_member)
rules.add_perm("submissions.view_all_submissions", is_verifier)
rules.add_perm("submissions.manage_members", is_agency_approver)
rules.add_perm("submissions.manage_channels", is_agency_approver)
rules.add_perm("submissions.run_edition", is_secretariat)
rules.add_perm("submissions.view_compliance", is_leadership | is_secretariat)
rules.add_perm("submissions.follow_duty", is_leadership | is_secretariat | leads_an_agency)
rules.add_perm("submissions.moderate_feedback", is_editorial | is_secretariat)
rules.add_perm("submissions.erase_feedback", is_secretariat)
rules.add_perm("submissions.report_follow_up", is_agency_approver)
rules.add_perm("submissions.decide_idea", is_agency_approver)
