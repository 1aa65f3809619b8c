from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.enums import EvidenceKind
from submissions.models import Evidence


class PublicityForm(forms.Form):
    """Whether the public may see a piece of evidence; of a picture also what it shows."""

    is_public = forms.BooleanField(
        label=_("Show this to the public"),
        required=False,
        help_text=_("Only what holds no personal data. It appears with the innovation in the catalogue."),
    )
    alternative_text = forms.CharField(
        label=_("What the picture shows"),
        max_length=250,
        required=False,
        help_text=_("Read out to people who cannot see it. For example: an officer hands medicine to an old woman."),
    )

    def __init__(self, *args, evidence: Evidence, **kwargs):
        super().__init__(*args, **kwargs)
        if evidence.kind != EvidenceKind.PICTURE:
            del self.fields["alternative_text"]
        self.helper = FormHelper()
        self.helper.form_tag = False
