"""Form fields for several files at once. What the files are, a service judges by `utils.files.validate_upload`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.files import ALLOWED_ENDINGS

ACCEPTED_ENDINGS = ",".join(ending for endings in ALLOWED_ENDINGS.values() for ending in endings)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to `most` files, as a list; none is an empty list. More are refused before any is looked into."""

    widget = FilesInput
    default_error_messages = {"too_many": _("Attach %(most)s files at most.")}

    def __init__(self, *args, most: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.most = most

    def clean(self, data, initial=None):
        if data and len(data) > self.most:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many", params={"most": self.most})
        return [super(FilesField, self).clean(one, initial) for one in data or []]
