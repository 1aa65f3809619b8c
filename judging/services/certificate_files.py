"""The stored files of certificates."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from innovation_portal.utils.hashing import hash_of_chunks
from judging.models import Certificate


def has_file(certificate: Certificate) -> bool:
    return bool(certificate.file) and default_storage.exists(certificate.file.name)


def store_file(certificate_id: int, pdf: bytes) -> Certificate:
    """Keep `pdf` as the file of a certificate, with its checksum. Again: the stored file stays, whatever is given.

    What a process left under this name, killed before its commit, is written over: each certificate has one file.
    """
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
        if not has_file(certificate):
            name = f"{certificate.public_id}.pdf"
            default_storage.delete(certificate.file.field.generate_filename(certificate, name))
            certificate.file.save(name, ContentFile(pdf), save=False)
            certificate.file_sha256 = hash_of_chunks([pdf])
            certificate.save(update_fields=["file", "file_sha256"])
    return certificate
