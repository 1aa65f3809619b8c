from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from innovation_portal.utils.files import validate_upload
from judging.enums import AwardKind, CertificateKind
from judging.models import Award, CertificateTemplate
from judging.selectors.certificate_contents import check_payload, preview_payload
from submissions.models import Edition

EMBLEM_MAX_BYTES = 1024 * 1024


class CertificateTemplateForm(WagtailAdminModelForm):
    """Saves only a template that can be printed, tried on the longest names of the registry."""

    def clean_emblem(self):
        emblem = self.cleaned_data["emblem"]
        if isinstance(emblem, UploadedFile):
            upload = validate_upload(emblem)
            if upload.content_type != "image/png" or upload.size > EMBLEM_MAX_BYTES:
                raise ValidationError(_("The emblem must be a PNG of at most 1 MB."), code="not_a_small_png")
        return emblem

    def _post_clean(self):
        # The instance has the form's values only after the model form's own step.
        super()._post_clean()
        if self.errors:
            return
        try:
            check_payload(preview_payload(self.instance))
        except ValidationError as error:
            self.add_error("wording", error)


class EditionChoiceForm(forms.Form):
    """Which edition the certificates are for, one with awards or a template for others, and of which kind."""

    edition = forms.ModelChoiceField(
        Edition.objects.filter(
            Exists(Award.objects.filter(level__edition=OuterRef("pk")))
            | Exists(CertificateTemplate.objects.filter(edition=OuterRef("pk")).exclude(kind__in=AwardKind.values))
        ),
        label=_("Edition"),
        empty_label=None,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *CertificateKind.choices], required=False)


class AgreementForm(forms.Form):
    """The fingerprint of the plan that was on the page when somebody pressed the button, and the ticked rows.

    No ticked row means all of the page.
    """

    agreed = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    subjects = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, subjects=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subjects"].choices = [(subject, subject) for subject in subjects]


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who checks the certificate reads it."),
    )
