"""Drafts that nobody ever handed in: after years their texts, names and files go; that there was one stays."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.log_actions import log

from innovation_portal.utils import clock
from submissions.enums import EditionState
from submissions.models import Answer, Evidence, Innovator, Submission


def empty_forgotten_drafts() -> int:
    """Empty drafts of finished editions that nobody touched for the time of the settings; return how many."""
    return sum(_empty(pk) for pk in list(_forgotten_drafts().values_list("pk", flat=True)))


def _forgotten_drafts() -> QuerySet[Submission]:
    """Return drafts without a frozen version that still hold something. Withdrawn ones are among them."""
    before = clock.now() - timedelta(days=settings.RETENTION_DRAFT_DAYS)
    holds = Q()
    for model in (Answer, Innovator, Evidence):
        holds |= Exists(model.objects.filter(submission=OuterRef("pk")))
    drafts = Submission.objects.filter(edition__state=EditionState.FINISHED, updated_at__lt=before, versions=None)
    return drafts.filter(holds).order_by("pk")


@transaction.atomic
def _empty(submission_id: int) -> bool:
    """Empty one; whoever comes second finds nothing in it."""
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission_id)
    if not _forgotten_drafts().filter(pk=submission_id).exists():
        return False
    for evidence in submission.evidence.exclude(file=""):
        transaction.on_commit(partial(evidence.file.storage.delete, evidence.file.name))
    submission.evidence.all().delete()
    submission.answers.all().delete()
    submission.innovators.all().delete()
    log(submission, "submissions.empty_draft")
    return True
