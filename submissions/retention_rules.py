"""How long the data of the public, of uploads and of drafts is kept."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from innovation_portal.privacy.retention import Retention, register_rule
from submissions.retention import FEEDBACK_WRITERS, USEFUL_VISITORS
from submissions.services.draft_sweeping import empty_forgotten_drafts
from submissions.services.feedback_erasing import erase_old_feedback, forget_useful_visitors
from submissions.services.uploads import ABANDONED_AFTER, remove_abandoned_uploads

register_rule(
    Retention(
        "feedback writers",
        "submissions.Feedback",
        what=_("Name and address of who wrote feedback"),
        age=FEEDBACK_WRITERS,
        counted_from=_("the last answer or the rejection; without either a year from when it was sent"),
        act=_("Erased; what the public reads stays"),
        run=erase_old_feedback,
    ),
    Retention(
        "useful visitors",
        "submissions.UsefulMark",
        what=_("Fingerprints of marks “useful”"),
        age=USEFUL_VISITORS,
        counted_from=_("the day of the mark"),
        act=_("Emptied; the mark counts on"),
        run=forget_useful_visitors,
    ),
    Retention(
        "partial uploads",
        "submissions.PartialUpload",
        what=_("Files that did not arrive whole"),
        age=ABANDONED_AFTER,
        counted_from=_("the last piece"),
        act=_("Deleted with the pieces"),
        run=remove_abandoned_uploads,
    ),
    Retention(
        "forgotten drafts",
        "submissions.Submission",
        what=_("Drafts that were never handed in"),
        age=timedelta(days=settings.RETENTION_DRAFT_DAYS),
        counted_from=_("the last change, once the edition is finished"),
        act=_("Texts, names and files are deleted"),
        run=empty_forgotten_drafts,
    ),
)
