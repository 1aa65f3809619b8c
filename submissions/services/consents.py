"""Taking back a consent to publish, and giving it again. The public pages follow at once, by the publishing."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from submissions.models import Submission, WithdrawnConsent
from submissions.publication_consents import PUBLICATION_CONSENTS
from submissions.rules import works_for
from submissions.selectors.consents import latest_version, text_of_consent
from submissions.signals import innovation_followed


@transaction.atomic
def withdraw_consent(submission_id: int, code: str, *, actor, innovator: str = "") -> WithdrawnConsent:
    """Let the public no longer read what a consent opened, or no longer the name of one innovator.

    Members of the agency, and the secretariat for somebody who asked it. Again: the same row. Raises `not_given` for
    what was never consented to. Law 27/2022, article 9: consent can be withdrawn.
    """
    submission = _locked(submission_id, actor)
    version = latest_version(submission)
    text = text_of_consent(version, code) if version else ""
    if code not in PUBLICATION_CONSENTS or not text:
        raise ValidationError(_("This consent was never given."), code="not_given")
    row, is_new = WithdrawnConsent.objects.get_or_create(
        submission=submission,
        code=code,
        innovator=innovator,
        given_again_at=None,
        defaults={"text": text, "withdrawn_by": actor},
    )
    if is_new:
        log(submission, "submissions.withdraw_consent", user=actor, data={"code": code})
        _tell(submission)
    return row


@transaction.atomic
def give_consent_again(submission_id: int, code: str, *, actor) -> None:
    """Let the public read again what a withdrawn consent had closed. Again: nothing."""
    submission = _locked(submission_id, actor)
    withdrawn = submission.withdrawn_consents.filter(code=code, innovator="", given_again_at=None)
    if withdrawn.update(given_again_at=clock.now(), given_again_by=actor):
        log(submission, "submissions.give_consent_again", user=actor, data={"code": code})
        _tell(submission)


def hide_innovator(submission: Submission, code: str, innovator: str, *, actor) -> None:
    """Take one name off the public pages, for a person who is erased. Belongs to the transaction of erasing."""
    version = latest_version(submission)
    WithdrawnConsent.objects.get_or_create(
        submission=submission,
        code=code,
        innovator=innovator,
        given_again_at=None,
        defaults={"text": text_of_consent(version, code) if version else "", "withdrawn_by": actor},
    )
    _tell(submission)


def _locked(submission_id: int, actor) -> Submission:
    submission = Submission.objects.select_for_update(of=("self",)).select_related("innovation").get(pk=submission_id)
    if not (works_for(actor, submission.innovation.agency_id) or actor.has_perm("submissions.run_edition")):
        raise PermissionDenied
    return submission


def _tell(submission: Submission) -> None:
    send = partial(innovation_followed.send_robust, sender=Submission, innovation_id=submission.innovation_id)
    transaction.on_commit(send)
