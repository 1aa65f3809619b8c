"""Taking the person out of an account. The account stays, because what it did stays."""

from innovation_portal.accounts.models import User

ANONYMOUS_NAME = "Akun dihapus #%s"
ANONYMOUS_DOMAIN = "akun.invalid"  # a name that never leads anywhere (RFC 2606, section 2)


def anonymise_account(user: User) -> None:
    """Replace name, address and position, and take password, roles and permissions. Again: the same.

    Belongs to a transaction that locked the row. Nobody can sign in or be written to by it afterwards.
    """
    user.name = ANONYMOUS_NAME % user.pk
    user.email = f"dihapus-{user.pk}@{ANONYMOUS_DOMAIN}"
    user.position = ""
    user.is_active = user.is_staff = user.is_superuser = user.wants_summaries = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()


def is_anonymised(user: User) -> bool:
    return user.email.endswith(f"@{ANONYMOUS_DOMAIN}")
