"""Wagtail finds its hooks here; each subject of the back office has a module of its own."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks

from innovation_portal.utils.formats import moment
from judging.back_office import access_report, certificates, log_actions, menu  # noqa: F401
from judging.enums import ObjectionState
from judging.funnel import steps_of_judging
from judging.selectors.feedback import rounds_with_feedback
from judging.selectors.objections import objections_visible_to
from judging.selectors.presentations import invitations_of
from judging.selectors.results import final_award_names

hooks.register("awards_of_innovations", final_award_names)
hooks.register("funnel_steps", steps_of_judging)


@hooks.register("what_waits")
def objections_wait(user):
    """Lead the secretariat from the first page of the back office to the objections that it has to answer."""
    count = objections_visible_to(user).filter(state=ObjectionState.RECEIVED).count()
    if count:
        text = ngettext("%(count)s objection waits for an answer", "%(count)s objections wait for an answer", count)
        yield text % {"count": count}, f"{reverse('objections:index')}?state={ObjectionState.RECEIVED}"


@hooks.register("links_of_submission")
def link_to_feedback(submission):
    """Lead an agency from its submission to what the judges said, once it may be read."""
    if rounds_with_feedback(submission).exists():
        yield _("Feedback of the judges"), reverse("judging:feedback-detail", args=[submission.pk])


@hooks.register("links_of_submission")
def link_to_presentation(submission):
    """Lead an agency from its submission to the time and place of its presentation, once it was announced."""
    for invitation in invitations_of(submission)[-1:]:
        text = _("Presentation: %(moment)s") % {"moment": moment(invitation.starts_at)}
        yield text, reverse("judging:presentation-detail", args=[submission.pk])
