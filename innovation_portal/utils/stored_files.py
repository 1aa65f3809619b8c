"""A file that was sent and is kept with what was found in it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.files import CheckedUpload


class StoredFile(models.Model):
    """What `validate_upload` found in a file; where the file lies (`file`), the model says that builds on this."""

    original_name = models.CharField(_("original name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)

    class Meta:
        abstract = True

    def __str__(self):
        return self.original_name


def stored(checked: CheckedUpload) -> dict[str, Any]:
    """Return the fields of a model with such a file, `file` among them."""
    return {
        "file": checked.file,
        "original_name": checked.name,
        "content_type": checked.content_type,
        "size": checked.size,
        "sha256": checked.sha256,
    }
