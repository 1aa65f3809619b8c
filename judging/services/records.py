from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.files import validate_upload
from innovation_portal.utils.stored_files import stored
from judging.enums import RoundKind, RoundState
from judging.models import Record, RecordFile, RecordReopening
from judging.records import Contents
from judging.selectors.records import CONTENTS, canonical, contents_of, entries_to_read, problems_of_closing
from judging.services.locks import lock_round

MOST_FILES = 30
# Removed files stay for earlier texts of the record, so they count too: else adding and removing fills the disk.
MOST_FILES_EVER = 200


@transaction.atomic
def save_record(round_id: int, submission_id: int, *, actor, revision: int, contents: Contents) -> Record:
    """Store what was written of an entry, complete or not.

    `revision` is the one the form was opened with. Again with the same contents: changes nothing. Raises `stale` if
    somebody else saved other contents since, `closed` where the record is closed, `sealed` unless the round is open.
    """
    record = _lock(round_id, submission_id, actor)
    _check_open(record)
    if record.revision != revision:
        if contents_of(record, record.round) == contents:
            return record
        raise ValidationError(
            _("Somebody else saved this after you opened it. Below you see both; nothing that you typed is lost."),
            code="stale",
        )
    record.contents, record.saved_by, record.saved_at = contents.as_json(), actor, clock.now()
    record.revision += 1
    record.save(update_fields=["contents", "saved_by", "saved_at", "revision"])
    return record


@transaction.atomic
def close_record(round_id: int, submission_id: int, *, actor) -> Record:
    """Close a record, so that judges rely on it and the seal holds it. Again: returns it as it is.

    Raises `ValidationError` with an `incomplete` error for everything that it lacks.
    """
    record = _lock(round_id, submission_id, actor)
    if record.closed_at:
        return record
    problems = problems_of_closing(contents_of(record, record.round))
    if problems:
        raise ValidationError(problems)
    record.closed_by, record.closed_at = actor, clock.now()
    record.save(update_fields=["closed_by", "closed_at"])
    log(instance=record.round, action="judging.close_record", user=actor, data={"record": record.pk})
    return record


@transaction.atomic
def reopen_record(round_id: int, submission_id: int, *, actor, reason: str) -> Record:
    """Open a closed record again and keep how it was. Where it is open: changes nothing. Raises `reason_required`."""
    record = _lock(round_id, submission_id, actor)
    if record.closed_at is None:
        return record
    if not reason.strip():
        raise ValidationError(_("Say why it is opened again; the reason is kept."), code="reason_required")
    RecordReopening.objects.create(
        record=record,
        reason=reason.strip(),
        kept=canonical(record),
        closed_by=record.closed_by,
        closed_at=record.closed_at,
        reopened_by=actor,
        reopened_at=clock.now(),
    )
    record.closed_by = record.closed_at = None
    record.revision += 1
    record.save(update_fields=["closed_by", "closed_at", "revision"])
    data = {"record": record.pk, "reason": reason.strip()}
    log(instance=record.round, action="judging.reopen_record", user=actor, data=data)
    return record


@transaction.atomic
def add_record_file(
    round_id: int, submission_id: int, *, actor, upload: File, caption: str, alternative_text: str = ""
) -> RecordFile:
    """Store slides that were shown, or a photo of a visit. Pictures are encoded anew, without what they tell of
    their camera and place.

    Raises what `validate_upload` raises, `no_picture` for anything else in a field visit, `no_description` for a
    picture that nobody described, `too_many` and what `save_record` raises for a record that is closed.
    """
    record = _lock(round_id, submission_id, actor)
    _check_open(record)
    if record.files.count() >= MOST_FILES_EVER:
        message = _(
            "%(most)s files were added here, with those that were removed, and no more are taken. "
            "Keep what is here; if something is missing, ask the secretariat."
        )
        raise ValidationError(message, code="too_many", params={"most": MOST_FILES_EVER})
    if record.files.filter(removed_at=None).count() >= MOST_FILES:
        message = _("There are %(most)s files already. Remove one first.")
        raise ValidationError(message, code="too_many", params={"most": MOST_FILES})
    checked = validate_upload(upload)
    if record.round.kind == RoundKind.FIELD and not checked.is_picture:
        raise ValidationError(_("Photos of a visit are JPEG, PNG or WebP files."), code="no_picture")
    if checked.is_picture and not alternative_text.strip():
        message = _("Say what the picture shows, for those who cannot see it.")
        raise ValidationError(message, code="no_description")
    return RecordFile.objects.create(
        record=record,
        **stored(checked),
        caption=caption.strip() or checked.name,
        alternative_text=alternative_text.strip(),
        added_by=actor,
        added_at=clock.now(),
    )


@transaction.atomic
def remove_record_file(file_id: int, *, actor) -> RecordFile:
    """Take a file off a record. Row and file stay for earlier texts. Again: unchanged."""
    file = RecordFile.objects.select_related("record").get(pk=file_id)
    record = _lock(file.record.round_id, file.record.submission_id, actor)
    _check_open(record)
    if file.removed_at is None:
        file.removed_at = clock.now()
        file.save(update_fields=["removed_at"])
    return file


def _lock(round_id: int, submission_id: int, actor) -> Record:
    """Return the record of an entry that the actor may write, made where there is none, with its round locked."""
    round_ = lock_round(round_id)
    if round_.kind not in CONTENTS:
        raise ValidationError(_("Nothing is written down in a round of this kind."), code="no_records")
    entries = {entry.submission_id: entry for entry in entries_to_read(actor, round_)}
    if submission_id not in entries or not entries[submission_id].can_write:
        raise PermissionDenied
    if round_.state != RoundState.OPEN:
        raise ValidationError(_("The round is not open; what was written down stays as it is."), code="sealed")
    record, _created = Record.objects.select_for_update(of=("self",)).get_or_create(
        round=round_, submission_id=submission_id
    )
    record.round = round_
    return record


def _check_open(record: Record) -> None:
    if record.closed_at:
        raise ValidationError(_("This record is closed. Open it again first, with a reason."), code="closed")
