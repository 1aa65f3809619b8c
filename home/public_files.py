"""Evidence as the public gets it: without what files tell of their authors, places and programs. Made once each."""

from collections.abc import Callable
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from home.selectors.proofs import Proof
from innovation_portal.utils.file_contents import without_metadata
from innovation_portal.utils.pictures import picture_for_print


def public_copy(proof: Proof) -> IO[bytes]:
    """Return a document; raises `FileNotFoundError`, and what `without_metadata` raises."""
    return _once(proof, f"public_files/{proof.sha256}", lambda file: without_metadata(file, proof.content_type).read())


def public_picture(proof: Proof) -> IO[bytes]:
    """Return a picture as a JPEG of at most 1200 pixels; raises what `picture_for_print` raises besides."""
    return _once(proof, f"public_files/{proof.sha256}.jpg", picture_for_print)


def _once(proof: Proof, name: str, make: Callable[[IO[bytes]], bytes]) -> IO[bytes]:
    if default_storage.exists(name):
        return default_storage.open(name)
    with default_storage.open(proof.file) as file:
        content = make(file)
    default_storage.save(name, ContentFile(content))
    return BytesIO(content)
