"""Files of evidence that arrive in pieces, because the line breaks in between.

Only whoever started an upload goes on with it. Each step locks the submission and then the upload, in this order.
"""

import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from innovation_portal.utils.files import safe_name, validate_announcement
from submissions.models import Evidence, PartialUpload
from submissions.selectors.editions import template_of
from submissions.services.drafts import editable_submission
from submissions.services.evidence import add_file

PIECE_MOST_BYTES = 256 * 1024
MOST_OPEN = 10
ABANDONED_AFTER = timedelta(hours=24)
# Refusals that have nothing to do with the file, which may be attached later.
NOT_OF_THE_FILE = {"incomplete", "locked", "not_scanned", "too_many"}


@transaction.atomic
def start_upload(
    submission_id: int, section_id: int, *, actor, name: str, size: int, fingerprint: str, title: str = ""
) -> PartialUpload:
    """Return the upload of this file, with what has already arrived of it in `received`.

    `fingerprint` tells the file from others of its user: the same one goes on where it stopped. What was abandoned is
    removed first, of this user also the oldest above `MOST_OPEN`. Raises what `validate_announcement` raises.
    """
    remove_abandoned_uploads()
    submission = editable_submission(submission_id, actor)
    section = template_of(submission).sections.get(pk=section_id)
    validate_announcement(name, size)
    wanted = {"submission": submission, "section": section, "user": actor, "fingerprint": fingerprint}
    upload = PartialUpload.objects.select_for_update().filter(**wanted, size=size, evidence=None).first()
    if upload is None:
        _make_room(actor)
        upload = PartialUpload(**wanted, size=size, name=safe_name(name))
    upload.title, upload.touched_at, upload.received = title, clock.now(), arrived_of(upload)
    upload.save()
    return upload


@transaction.atomic
def add_piece(upload_id: int, *, actor, offset: int, piece: File) -> PartialUpload:
    """Write a piece down behind what has arrived.

    Raises `wrong_offset` unless `offset` is exactly there, `too_large` for a piece above `PIECE_MOST_BYTES` or past
    the announced size, `empty`, and `locked` once the submission cannot be changed.
    """
    upload = _own_upload(upload_id, actor)
    if upload.evidence_id or offset != arrived_of(upload):
        raise ValidationError(_("This piece does not follow what has arrived."), code="wrong_offset")
    if not piece.size:
        raise ValidationError(_("This piece is empty."), code="empty")
    if piece.size > PIECE_MOST_BYTES or offset + piece.size > upload.size:
        raise ValidationError(_("More arrives than was announced."), code="too_large")
    _write(upload.path, offset, piece)
    upload.received, upload.touched_at = offset + piece.size, clock.now()
    upload.save(update_fields=["received", "touched_at"])
    return upload


def finish_upload(upload_id: int, *, actor) -> Evidence:
    """Attach the whole file as evidence and return it; again: the same evidence.

    Raises `incomplete` while a piece is missing, and what `add_file` raises; a file that is refused is thrown away.
    """
    try:
        return _attach(upload_id, actor)
    except ValidationError as error:
        if error.code not in NOT_OF_THE_FILE:
            discard_uploads(PartialUpload.objects.filter(pk=upload_id, evidence=None))
        raise


def arrived_of(upload: PartialUpload) -> int:
    """Return how many bytes are here: none where the file went away, whatever the row remembers."""
    if upload.evidence_id:
        return upload.size
    here = upload.path.stat().st_size if upload.path.exists() else 0
    return upload.received if here >= upload.received else 0


def remove_abandoned_uploads() -> int:
    """Remove what nobody went on with for a day, finished or not, with its bytes; return how many."""
    abandoned = PartialUpload.objects.filter(touched_at__lt=clock.now() - ABANDONED_AFTER)
    count = abandoned.count()
    discard_uploads(abandoned)
    return count


def _own_upload(upload_id: int, actor) -> PartialUpload:
    submission_id = PartialUpload.objects.values_list("submission", flat=True).get(pk=upload_id)
    submission = editable_submission(submission_id, actor)
    upload = PartialUpload.objects.select_for_update(of=("self",)).get(pk=upload_id)
    if upload.user_id != actor.pk:
        raise PermissionDenied
    upload.submission = submission
    return upload


@transaction.atomic
def _attach(upload_id: int, actor) -> Evidence:
    done = Evidence.objects.filter(partial_upload=upload_id, partial_upload__user=actor)
    if evidence := done.first():
        return evidence
    upload = _own_upload(upload_id, actor)
    if upload.evidence:  # the same request was faster a second time
        return upload.evidence
    if arrived_of(upload) != upload.size:
        raise ValidationError(_("The file has not arrived whole yet."), code="incomplete")
    with upload.path.open("rb") as handle:
        upload.evidence = add_file(
            upload.submission_id,
            actor=actor,
            upload=File(handle, name=upload.name),
            title=upload.title,
            section_id=upload.section_id,
        )
    upload.save(update_fields=["evidence"])
    transaction.on_commit(lambda: upload.path.unlink(missing_ok=True))
    return upload.evidence


def _make_room(actor) -> None:
    still_open = PartialUpload.objects.filter(user=actor, evidence=None)
    discard_uploads(still_open.filter(pk__in=list(still_open.values_list("pk", flat=True)[MOST_OPEN - 1 :])))


def discard_uploads(uploads) -> None:
    """Remove these uploads with the bytes that have arrived."""
    paths = [upload.path for upload in uploads]
    uploads.delete()
    transaction.on_commit(lambda: [path.unlink(missing_ok=True) for path in paths])


def _write(path: Path, offset: int, piece: File) -> None:
    """Write at the offset and end the file there, so that a piece whose row was lost is simply written again."""
    Path(settings.PARTIAL_UPLOADS_ROOT).mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as target:
        target.seek(offset)
        for chunk in piece.chunks():
            target.write(chunk)
        target.truncate()
