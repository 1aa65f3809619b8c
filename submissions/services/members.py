from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.accounts.services import account_of, path_to_set_password
from innovation_portal.utils.emails import send_message
from submissions.enums import MembershipRole
from submissions.models import Agency, Membership

MOST_TRUSTED_FIRST = (MembershipRole.APPROVER, MembershipRole.HEAD, MembershipRole.OPERATOR)


@transaction.atomic
def invite_member(agency_id: int, *, actor, email: str, name: str, role: MembershipRole) -> Membership:
    """Let a person work for the agency, and mail the way in.

    A new account is made where the address has none; its owner sets the password through the mail. Inviting a member
    again changes the role and sends the mail again; the last person in charge stays one (code "last_approver").
    """
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    _check_may_manage(actor, agency)
    user = account_of(email, name=name)
    _check_may_join(user, agency, actor)
    former = agency.memberships.filter(user=user).first()
    if former and role != MembershipRole.APPROVER:
        _check_not_last_approver(former)
    part = MembershipRole(role)
    log(agency, "submissions.invite_member", user=actor, data={"person": user.name, "role": part.value})
    return _let_in(user, agency, part)


@transaction.atomic
def remove_member(membership_id: int, *, actor) -> None:
    """End a person's work for the agency; what they wrote stays. The last person in charge cannot be removed."""
    membership = _locked_membership(membership_id, actor)
    _check_not_last_approver(membership)
    log(membership.agency, "submissions.remove_member", user=actor, data={"person": membership.user.name})
    membership.delete()


@transaction.atomic
def hand_over(membership_id: int, *, actor, email: str, name: str) -> Membership:
    """Let somebody else go on with a person's work for the agency, in the same part; return the new membership.

    What the person wrote and decided stays under their name, and both get a mail. The only person in charge can leave
    this way. Raises `same_person`, and whatever inviting the successor raises.
    """
    leaving = _locked_membership(membership_id, actor)
    agency, successor = leaving.agency, account_of(email, name=name)
    if successor == leaving.user:
        raise ValidationError({"email": ValidationError(_("Name another person."), code="same_person")})
    _check_may_join(successor, agency, actor)
    parts = {leaving.role, *agency.memberships.filter(user=successor).values_list("role", flat=True)}
    role = next(role for role in MOST_TRUSTED_FIRST if role in parts)
    names = {"person": leaving.user.name, "successor": successor.name}
    log(agency, "submissions.hand_over", user=actor, data=names)
    membership = _let_in(successor, agency, role, predecessor=leaving.user)
    leaving.delete()
    send_message("member_relieved", [leaving.user], about=agency, agency=agency, successor=successor)
    return membership


def _let_in(user, agency: Agency, role: MembershipRole, *, predecessor=None) -> Membership:
    membership, _created = Membership.objects.update_or_create(agency=agency, user=user, defaults={"role": role})
    send_message(
        "member_invited",
        [user],
        about=agency,
        is_urgent=True,
        membership=membership,
        predecessor=predecessor,
        password_path=path_to_set_password(user),
    )
    return membership


def _locked_membership(membership_id: int, actor) -> Membership:
    """Return the membership with its agency locked, so that two people do not take the last one in charge away."""
    agency_id = Membership.objects.values_list("agency", flat=True).get(pk=membership_id)
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    _check_may_manage(actor, agency)
    membership = agency.memberships.select_related("user").filter(pk=membership_id).first()
    if membership is None:
        raise ValidationError(_("This person has left the agency meanwhile."), code="stale")
    return membership


def _check_not_last_approver(membership: Membership) -> None:
    others = membership.agency.memberships.filter(role=MembershipRole.APPROVER).exclude(pk=membership.pk)
    if membership.role == MembershipRole.APPROVER and not others.exists():
        raise ValidationError(_("This is the only person in charge. Name another one first."), code="last_approver")


def _check_may_manage(actor, agency: Agency) -> None:
    if not (actor.has_perm("submissions.manage_members", agency) or actor.has_perm("submissions.run_edition")):
        raise PermissionDenied


def _check_may_join(user, agency: Agency, actor) -> None:
    """Refuse closed accounts, and office holders unless the secretariat adds them.

    Membership is a conflict of interest: an agency could rid itself of a judge or verifier by an invitation.
    """
    if not user.is_active:
        raise ValidationError({"email": ValidationError(_("This account was closed."), code="inactive")})
    is_new = not user.memberships.filter(agency=agency).exists()
    if is_new and user.groups.exists() and not actor.has_perm("submissions.run_edition"):
        message = _("This person holds a role in the portal. Ask the secretariat to add the person.")
        raise ValidationError({"email": ValidationError(message, code="holds_role")})
