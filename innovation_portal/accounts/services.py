from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse

from innovation_portal.accounts.models import MailRhythm, User
from innovation_portal.accounts.roles import Role

# What each role opens in the Wagtail back office: permission codenames by app label, `*` for a whole model.
# Permissions of apps above are named by text, so nothing is imported upward.
EDITORIAL_PERMISSIONS = (
    *("wagtailadmin.access_admin", "home.*", "wagtailimages.*", "wagtaildocs.*"),
    "submissions.view_feedback",
)
BACK_OFFICE_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.SECRETARIAT: (
        *("wagtailadmin.access_admin", "submissions.*", "judging.*", "utils.*", "privacy.*"),
        *("accounts.view_user", "accounts.add_user", "accounts.change_user"),
        "accounts.view_rolechange",
    ),
    Role.VERIFIER: ("wagtailadmin.access_admin",),
    Role.JUDGE: (),
    Role.CHAIR: (),
    Role.LEADERSHIP: (),
    Role.EDITORIAL: EDITORIAL_PERMISSIONS,
    Role.HEAD_EDITOR: EDITORIAL_PERMISSIONS,
}


def sync_role_groups() -> None:
    """Create missing role groups and give each the permissions that exist by now. A second run adds nothing."""
    for role, wanted in BACK_OFFICE_PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=role.value)
        query = Q(pk__in=[])
        for label, _dot, codename in (name.partition(".") for name in wanted):
            app = Q(content_type__app_label=label)
            query |= app if codename == "*" else app & Q(codename=codename)
        group.permissions.add(*Permission.objects.filter(query))


def choose_mail_rhythm(user_id: int, *, actor, mail_rhythm: MailRhythm, wants_summaries: bool) -> User:
    """Let a person get each message at once or one mail a day; what waits already still comes with the next one.

    `wants_summaries` says whether leadership and heads of agencies get the daily summary of the duty. Everybody
    chooses for themselves. Choosing the same again changes nothing.
    """
    if actor.pk != user_id:
        raise PermissionDenied
    actor.mail_rhythm = MailRhythm(mail_rhythm)
    actor.wants_summaries = wants_summaries
    actor.save(update_fields=["mail_rhythm", "wants_summaries"])
    return actor


def account_of(email: str, *, name: str) -> User:
    """Return the account with this address, made without a password where there is none. Raises what `User` refuses.

    The name is that of a new account; an account that exists keeps its own.
    """
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        user = User(email=email.strip().lower(), name=" ".join(name.split()))
        user.set_unusable_password()
        user.full_clean()
        user.save()
    return user


def path_to_set_password(user: User) -> str:
    """Return the address at which this person, and nobody else, sets the first password; empty for who has one.

    It works once.
    """
    if user.has_usable_password():
        return ""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
