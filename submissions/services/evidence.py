"""Attaching evidence to a draft and taking it off again."""

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from innovation_portal.utils.files import validate_upload
from innovation_portal.utils.stored_files import stored
from submissions.enums import EvidenceKind
from submissions.models import Evidence, Submission
from submissions.selectors.editions import template_of
from submissions.services.drafts import editable_submission, touch
from submissions.validators import validate_link, with_scheme

# Enough for every section; keeps one draft from filling the disk.
MOST_PIECES = 40
# Removed pieces keep their row and file, because frozen versions may name them, so they have to count somewhere: else
# adding and removing the same file over and over fills the disk all the same. Five times a full draft is far more than
# returned and corrected proposals need.
MOST_PIECES_EVER = 200


@transaction.atomic
def add_file(submission_id: int, *, actor, upload: File, title: str = "", section_id: int | None = None) -> Evidence:
    """Store an uploaded file; without a title its own name stands there. Raises what `validate_upload` raises."""
    submission = editable_submission(submission_id, actor)
    _check_room(submission)  # first, because looking into a file takes a while
    checked = validate_upload(upload)
    return _attach(
        submission,
        section_id,
        actor,
        kind=EvidenceKind.PICTURE if checked.is_picture else EvidenceKind.DOCUMENT,
        title=title.strip() or checked.name,
        **stored(checked),
    )


@transaction.atomic
def add_link(submission_id: int, *, actor, url: str, title: str = "", section_id: int | None = None) -> Evidence:
    """Store a link to evidence kept elsewhere, which may begin with its host; raises what `validate_link` raises."""
    submission = editable_submission(submission_id, actor)
    _check_room(submission)
    url = with_scheme(url)
    validate_link(url)
    return _attach(submission, section_id, actor, kind=EvidenceKind.LINK, title=title.strip() or url[:200], url=url)


@transaction.atomic
def choose_publicity(evidence_id: int, *, actor, is_public: bool, alternative_text: str = "") -> Evidence:
    """Say whether the public may see a piece of evidence once its version is in the catalogue. Again: unchanged.

    A picture needs `alternative_text`, what it shows in words; raises `words_needed` without. Raises
    `Evidence.DoesNotExist` for what was removed.
    """
    evidence = Evidence.objects.get(pk=evidence_id, removed_at=None)
    submission = editable_submission(evidence.submission_id, actor)
    words = " ".join(alternative_text.split()) if evidence.kind == EvidenceKind.PICTURE else ""
    if is_public and evidence.kind == EvidenceKind.PICTURE and not words:
        raise ValidationError(_("Say what the picture shows."), code="words_needed")
    if (evidence.is_public, evidence.alternative_text) != (is_public, words):
        touch(submission)
        evidence.is_public, evidence.alternative_text = is_public, words
        evidence.save(update_fields=["is_public", "alternative_text"])
    return evidence


@transaction.atomic
def remove_evidence(evidence_id: int, *, actor) -> Evidence:
    """Take a piece of evidence off the draft. Row and file stay for the versions that name them. Again: unchanged."""
    evidence = Evidence.objects.get(pk=evidence_id)
    submission = editable_submission(evidence.submission_id, actor)
    if evidence.removed_at is None:
        touch(submission)
        evidence.removed_at = clock.now()
        evidence.save(update_fields=["removed_at"])
    return evidence


def _check_room(submission: Submission) -> None:
    if submission.evidence.count() >= MOST_PIECES_EVER:
        message = _(
            "%(most)s pieces of evidence were added here, with those that were removed, and no more are taken. "
            "Keep what is here; if something is missing, ask the secretariat."
        )
        raise ValidationError(message, code="too_many", params={"most": MOST_PIECES_EVER})
    if submission.evidence.filter(removed_at=None).count() >= MOST_PIECES:
        message = _("There are %(most)s pieces of evidence already. Remove one first.")
        raise ValidationError(message, code="too_many", params={"most": MOST_PIECES})


def _attach(submission: Submission, section_id: int | None, actor, **facts) -> Evidence:
    section = template_of(submission).sections.get(pk=section_id) if section_id else None
    touch(submission)
    return Evidence.objects.create(
        submission=submission, section=section, uploaded_by=actor, uploaded_at=clock.now(), **facts
    )
