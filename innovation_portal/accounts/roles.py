"""The roles that a person can hold, apart from memberships of agencies and panels.

A role is a Django group of the same name, so the secretariat can grant it in the back office. What a role may do to an
object is decided by the predicates of each app's `rules.py`; the permissions listed in `GROUP_PERMISSIONS` only open
the lists and forms of the Wagtail back office.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    SECRETARIAT = "Sekretariat", _("Secretariat")
    VERIFIER = "Verifikator", _("Verifier")
    JUDGE = "Juri", _("Judge")
    CHAIR = "Ketua juri", _("Chair of the jury")
    LEADERSHIP = "Pimpinan", _("Leadership")
    EDITORIAL = "Redaksi", _("Editors")
    HEAD_EDITOR = "Kepala redaksi", _("Head of editors")


def has_role(user, *roles: Role) -> bool:
    """Say whether an active user holds one of the roles. The group names are read once per user object."""
    if not user.is_authenticated or not user.is_active:
        return False
    if not hasattr(user, "_role_names"):
        user._role_names = set(user.groups.values_list("name", flat=True))
    return bool(user._role_names & {role.value for role in roles})
