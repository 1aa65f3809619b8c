from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils.emails import send_message
from submissions.enums import MembershipRole
from submissions.models import Agency, Membership

User = get_user_model()


@transaction.atomic
def invite_member(agency_id: int, *, actor, email: str, name: str, role: MembershipRole) -> Membership:
    """Let a person work for the agency, and mail the way in.

    A new account is made where the address has none; its owner sets the password through the mail. Inviting a member
    again changes the role and sends the mail again.
    """
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    _check_may_manage(actor, agency)
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        user = User(email=email.strip().lower(), name=" ".join(name.split()))
        user.set_unusable_password()
        user.full_clean()
        user.save()
    _check_may_join(user, agency, actor)
    membership, _created = Membership.objects.update_or_create(
        agency=agency, user=user, defaults={"role": MembershipRole(role)}
    )
    log(agency, "submissions.invite_member", user=actor, data={"person": user.name, "role": role})
    send_message(
        "member_invited",
        [user],
        about=agency,
        is_urgent=True,
        membership=membership,
        password_path="" if user.has_usable_password() else _path_to_set_password(user),
    )
    return membership


@transaction.atomic
def remove_member(membership_id: int, *, actor) -> None:
    """End a person's work for the agency; what they wrote stays. The last person in charge cannot be removed."""
    membership = Membership.objects.select_related("agency", "user").get(pk=membership_id)
    agency = Agency.objects.select_for_update().get(pk=membership.agency_id)
    _check_may_manage(actor, agency)
    others = agency.memberships.filter(role=MembershipRole.APPROVER).exclude(pk=membership.pk)
    if membership.role == MembershipRole.APPROVER and not others.exists():
        raise ValidationError(_("This is the only person in charge. Name another one first."), code="last_approver")
    log(agency, "submissions.remove_member", user=actor, data={"person": membership.user.name})
    membership.delete()


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


def _path_to_set_password(user) -> str:
    """Return the address at which this person, and nobody else, sets the first password. It works once."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
