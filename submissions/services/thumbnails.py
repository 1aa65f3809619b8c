from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from innovation_portal.utils.pictures import thumbnail_of
from submissions.models import Evidence


def evidence_thumbnail(evidence: Evidence) -> bytes:
    """Return the small picture of a piece of evidence that is one; it is drawn once and kept beside the uploads.

    Raises `FileNotFoundError` when the file is gone, and what `thumbnail_of` raises.
    """
    name = f"thumbnails/{evidence.sha256}.webp"
    if not default_storage.exists(name):
        with evidence.file.open("rb") as picture:
            small = thumbnail_of(picture)
        default_storage.save(name, ContentFile(small))
        return small
    with default_storage.open(name) as kept:
        return kept.read()
