from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from submissions.enums import ServiceField
from submissions.idea_enums import IdeaState
from submissions.models.agencies import Agency
from submissions.models.submissions import Submission


class Idea(models.Model):
    """What a member of an agency proposes to make better; its agency takes it up as a draft or sets it aside.

    Only the agency reads it. The author stays named, also after leaving the agency.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="ideas", verbose_name=_("agency"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ideas", verbose_name=_("author")
    )
    title = models.CharField(_("name of the idea"), max_length=150)
    problem = models.TextField(_("problem"))
    proposal = models.TextField(_("idea"))
    benefit = models.TextField(_("benefit"))
    field = models.CharField(_("field of service"), max_length=20, choices=ServiceField, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=IdeaState, default=IdeaState.WAITING)
    handed_in_at = models.DateTimeField(_("handed in at"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    reason = models.TextField(_("reason"), max_length=600, blank=True)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, null=True, related_name="idea")
    revision = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ["-handed_in_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=IdeaState.ADOPTED, submission__isnull=False)
                | (~Q(state=IdeaState.ADOPTED) & Q(submission=None)),
                name="adopted_idea_has_its_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[IdeaState.ADOPTED, IdeaState.SET_ASIDE])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="decided_idea_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state=IdeaState.SET_ASIDE) | ~Q(reason=""), name="idea_set_aside_says_why"
            ),
        ]

    def __str__(self):
        return self.title


class IdeaSupport(models.Model):
    """That a colleague of the author finds the idea worth trying; taken back, the row is gone."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField(_("given at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("support of an idea")
        verbose_name_plural = _("supports of ideas")
        ordering = ["given_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["idea", "user"], name="idea_supported_once_per_person")]

    def __str__(self):
        return f"{self.user}, {self.idea}"
