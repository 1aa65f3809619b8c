"""Form fields for several files at once. What the files are, a service judges by `utils.files.validate_upload`."""

from django import forms

from innovation_portal.utils.files import ALLOWED_ENDINGS

ACCEPTED_ENDINGS = ",".join(ending for endings in ALLOWED_ENDINGS.values() for ending in endings)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, as a list; none is an empty list."""

    widget = FilesInput

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(one, initial) for one in data or []]
