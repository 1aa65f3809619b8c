"""Who got which role, who lost it, and who decided that."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from innovation_portal.accounts.roles import Role


@register_setting(icon="key", order=90)
class RoleSettings(BaseGenericSetting):
    """A rule of the portal and not of an edition: roles outlive editions, and who runs one could lift its own rule."""

    needs_two_people = models.BooleanField(
        _("a second person confirms roles"),
        default=False,
        help_text=_(
            "Granting or taking a role counts when another member of the secretariat, or an administrator, has "
            "confirmed it. Only administrators change this."
        ),
    )

    panels = [FieldPanel("needs_two_people")]

    class Meta:
        verbose_name = _("roles by two people")


class RoleChangeState(models.TextChoices):
    WAITING = "waiting", _("Waits for confirmation")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RoleChange(models.Model):
    """A role granted or taken, or the proposal of it. What is decided is never updated, and nothing is deleted.

    One that was done at once, because no second person is asked, has nobody in `decided_by`. Rows from before this
    history began do not exist; the history of the back office has them.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_changes", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    grants = models.BooleanField(_("grants"), help_text=_("Or else it takes the role."))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RoleChangeState, default=RoleChangeState.WAITING)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("change of a role")
        verbose_name_plural = _("changes of roles")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(state="waiting"), name="one_waiting_change_of_a_role"
            ),
            models.CheckConstraint(condition=~Q(person=F("proposed_by")), name="nobody_proposes_the_own_role"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("person")),
                name="role_change_is_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="decided_role_change_says_when",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.in_words}"

    @property
    def in_words(self) -> str:
        words = _("grant %(role)s") if self.grants else _("take %(role)s")
        return words % {"role": self.get_role_display()}
