"""News from below and from the editors: each hands a task to a worker and does nothing else."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished

from home.models import CataloguePage, InnovationPage
from home.tasks import forget_catalogue, refresh_below, refresh_edition, refresh_innovation, refresh_submission
from innovation_portal.utils.queueing import hand_to_worker
from judging.signals import award_revoked, awards_announced
from submissions.signals import innovation_followed, submission_verified, submission_withdrawn


@receiver([submission_verified, submission_withdrawn, award_revoked])
def refresh_after_submission_news(sender, submission_id, **kwargs):
    hand_to_worker(refresh_submission, submission_id)


@receiver(awards_announced)
def refresh_after_announcement(sender, edition_id, **kwargs):
    hand_to_worker(refresh_edition, edition_id)


@receiver([page_published, page_unpublished], sender=InnovationPage)
def refresh_after_editing(sender, instance, **kwargs):
    hand_to_worker(refresh_innovation, instance.innovation_id)


@receiver([page_published, page_unpublished], sender=CataloguePage)
def forget_after_editing(sender, instance, **kwargs):
    hand_to_worker(forget_catalogue)


# Wagtail says by no signal or hook of its own that a page is for some people only.
@receiver([post_save, post_delete], sender=PageViewRestriction)
def refresh_after_restricting(sender, instance, **kwargs):
    hand_to_worker(refresh_below, instance.page.path)


@receiver(innovation_followed)
def refresh_after_following(sender, innovation_id, **kwargs):
    hand_to_worker(refresh_innovation, innovation_id)
