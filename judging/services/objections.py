"""Objecting in public, and answering for the secretariat. Neither ever changes an award."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils.emails import send_message_to_address
from innovation_portal.utils.files import CheckedUpload, validate_upload
from innovation_portal.utils.stored_files import stored
from judging.models import Award, Objection, ObjectionAnswer, ObjectionFile
from judging.selectors.objections import ObjectionPeriod, award_in_public, objection_period
from submissions.models import Edition
from submissions.rules import works_for

# As many as fit into one request with the largest size that a file may have.
MOST_FILES = 3


@dataclass(frozen=True)
class Objector:
    """Who objects and how to reach them, by `email` or `phone`. Without an account: nobody else may read this."""

    name: str
    email: str = ""
    phone: str = ""
    relation: str = ""


def submit_objection(
    award_id: int, *, objector: Objector, reason: str, consent: str, uploads: Sequence[File] = ()
) -> Objection:
    """Take an objection to a provisional award and mail its code to the writer, where there is an address.

    `consent` are the words that were agreed to. Every call makes an objection of its own. Raises `closed` when
    objections to this award are not taken now, and on the field `uploads` what `validate_upload` says of each file.
    """
    _period_taking(award_in_public(award_id))  # before files of strangers are looked into
    checked = _checked_uploads(uploads)
    with transaction.atomic():
        award = award_in_public(award_id)
        # Awards become final under the same lock: an objection is in before that, or comes too late for it.
        Edition.objects.select_for_update().get(pk=award.level.edition_id)
        period = _period_taking(award)
        objection = Objection.objects.create(
            award=award,
            reason=reason,
            consent=consent,
            name=objector.name,
            email=objector.email,
            phone=objector.phone,
            relation=objector.relation,
        )
        for facts in checked:
            _store_file(objection, facts)
        _write_to_objector("objection_received", objection, deadline=period.closes_at)
    return objection


def _period_taking(award: Award) -> ObjectionPeriod:
    """Return the open period in which objections to the award are taken, or raise `closed`."""
    period = objection_period(award.level.edition)
    if not period.is_open or award not in period.awards:
        raise ValidationError(_("Objections to this award are not taken now."), code="closed")
    return period


@transaction.atomic
def answer_objection(objection_id: int, *, actor, outcome: str, text: str, seen: int) -> ObjectionAnswer:
    """Answer an objection in public, or amend the answer by another one, and mail the writer.

    The award stays as it is, whatever the outcome. `seen` is how many answers the actor has read; if there are more by
    now, raises `stale`. Nobody answers about an agency they work for, superusers included.
    """
    objections = Objection.objects.select_for_update(of=("self",)).select_related("award__submission__innovation")
    objection = objections.get(pk=objection_id)
    agency_id = objection.award.submission.innovation.agency_id
    if not actor.has_perm("judging.answer_objection") or works_for(actor, agency_id):
        raise PermissionDenied
    if not text.strip():
        raise ValidationError(_("Write the answer; everybody who has the code reads it."), code="text_required")
    if objection.answers.count() != seen:
        raise ValidationError(_("Somebody has answered meanwhile. Read that answer first."), code="stale")
    answer = ObjectionAnswer.objects.create(
        objection=objection, number=seen + 1, outcome=outcome, text=text.strip(), answered_by=actor
    )
    log(instance=objection, action="judging.answer_objection", user=actor, data={"outcome": str(outcome)})
    _write_to_objector("objection_answered", objection, answer=answer)
    return answer


def _checked_uploads(uploads: Sequence[File]) -> list[CheckedUpload]:
    """Check every file and say of all at once what is wrong with them."""
    if len(uploads) > MOST_FILES:  # before any is looked into, which takes a second each
        raise ValidationError({"uploads": _("Attach %(most)s files at most.") % {"most": MOST_FILES}})
    checked, problems = [], []
    for upload in uploads:
        try:
            checked.append(validate_upload(upload))
        except ValidationError as error:
            problems += [f"{upload.name}: {message}" for message in error.messages]
    if problems:
        raise ValidationError({"uploads": problems})
    return checked


def _store_file(objection: Objection, facts: CheckedUpload) -> None:
    ObjectionFile.objects.create(
        objection=objection,
        **stored(facts),
    )


def _write_to_objector(kind: str, objection: Objection, **context) -> None:
    if objection.email:
        send_message_to_address(kind, objection.email, about=objection, objection=objection, **context)
