"""Which account a person of the identity provider signs in to. It makes none: accounts are given by invitation."""

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from innovation_portal.accounts.models import ProviderLink, User
from innovation_portal.accounts.provider import is_provider_set
from innovation_portal.accounts.provider.client import Identity
from innovation_portal.accounts.second_factor import is_second_factor_required
from innovation_portal.accounts.sign_in_log import note_link
from innovation_portal.utils.emails import send_message

METHOD = "oidc"  # under which a session remembers this way of signing in


def link_of(user: User) -> ProviderLink | None:
    """Return the user's link to the present provider, None also where none is set."""
    if not is_provider_set() or not user.is_authenticated:
        return None
    return ProviderLink.objects.filter(user=user, issuer=settings.OIDC_ISSUER).first()


def account_behind(identity: Identity) -> User | None:
    """Return the open account that an identity signs in to, linked now where its address may do so.

    An address links only with OIDC_LINKS_BY_ADDRESS, verified by the provider, and never an account that has a link or
    that needs a second factor: its owner signs in and links it. Only plain letters are compared, because databases
    take some others for the same.
    """
    links = ProviderLink.objects.filter(issuer=settings.OIDC_ISSUER, subject=identity.subject)
    link = links.select_related("user").first()
    if link is not None:
        return link.user if link.user.is_active else None
    if not (settings.OIDC_LINKS_BY_ADDRESS and identity.email and identity.email.isascii()):
        return None
    user = User.objects.filter(email__iexact=identity.email, is_active=True).first()
    if user is None or is_second_factor_required(user):
        return None
    try:
        link_account(user.pk, actor=user, subject=identity.subject)
    except ValidationError:
        return None
    return user


def link_account(user_id: int, *, actor: User, subject: str) -> ProviderLink:
    """Let this person of the provider sign in to the own account, and tell its owner. Again: the same row.

    Raises `linked` for an account that has another link, `taken` for a person who is linked to another account.
    """
    if actor.pk != user_id:
        raise PermissionDenied
    wanted = {"user": actor, "issuer": settings.OIDC_ISSUER}
    try:
        with transaction.atomic():
            link, is_new = ProviderLink.objects.get_or_create(**wanted, defaults={"subject": subject})
            if is_new:
                send_message("provider_linked", [actor], is_urgent=True, provider=settings.OIDC_NAME)
                note_link(actor, "linked")
    except IntegrityError as error:
        sentence = _("This sign-in at the provider belongs to another account of the portal.")
        raise ValidationError(sentence, code="taken") from error
    if link.subject != subject:
        sentence = _("Your account is linked to another sign-in at the provider. Unlink it first.")
        raise ValidationError(sentence, code="linked")
    return link


@transaction.atomic
def unlink_account(user_id: int, *, actor: User) -> None:
    """Take the provider away from the own account and tell its owner. Again: nothing.

    Raises `only_way` for an account without a password, which would have no door left.
    """
    if actor.pk != user_id:
        raise PermissionDenied
    if not actor.has_usable_password():
        raise ValidationError(_("This is your only way in. Set a password first."), code="only_way")
    deleted, _by_model = ProviderLink.objects.filter(user=actor).delete()
    if deleted:
        send_message("provider_unlinked", [actor], is_urgent=True, provider=settings.OIDC_NAME)
        note_link(actor, "unlinked")


def came_with_second_factor(request, user: User) -> bool:
    """Say whether the session was opened or confirmed by a provider that asked for a second factor."""
    records = get_authentication_records(request, user)
    return any(record["method"] == METHOD and record.get("second_factor") for record in records)
