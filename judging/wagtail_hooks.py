"""Wagtail finds its hooks here; each subject of the back office has a module of its own."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from judging.back_office import certificates, log_actions, menu  # noqa: F401
from judging.selectors.feedback import rounds_with_feedback
from judging.selectors.results import final_award_names

hooks.register("awards_of_innovations", final_award_names)


@hooks.register("links_of_submission")
def link_to_feedback(submission):
    """Lead an agency from its submission to what the judges said, once it may be read."""
    if rounds_with_feedback(submission).exists():
        yield _("Feedback of the judges"), reverse("judging:feedback-detail", args=[submission.pk])
