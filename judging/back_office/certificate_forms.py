from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.admin.forms import WagtailAdminModelForm

from innovation_portal.utils.hashing import hash_of_chunks
from judging.enums import AwardKind, CertificateKind
from judging.models import Award, Certificate, CertificateTemplate
from judging.selectors.certificate_contents import check_payload
from judging.selectors.certificate_samples import Sample, sample_payload
from submissions.models import Edition

SIGNATURE_PIXELS = (1200, 450)


class SignatoryForm(WagtailAdminModelForm):
    """Keeps of the picture of a signature only what is printed: no metadata, and no more pixels than paper shows."""

    def _post_clean(self):
        super()._post_clean()
        picture = self.cleaned_data.get("signature")
        if isinstance(picture, UploadedFile) and "signature" not in self.errors:
            drawn = _redrawn(picture)
            self.instance.signature = ContentFile(drawn, name=f"{hash_of_chunks([drawn])}.png")


def _redrawn(picture: UploadedFile) -> bytes:
    output = BytesIO()
    picture.seek(0)
    with Image.open(picture, formats=["PNG"]) as opened:
        drawn = opened.convert("RGBA")
    drawn.thumbnail(SIGNATURE_PIXELS)
    drawn.save(output, "PNG")
    return output.getvalue()


class CertificateTemplateForm(WagtailAdminModelForm):
    """Saves only a template that can be printed, tried on the longest names of the registry."""

    def is_valid(self):
        return super().is_valid() and self._can_be_printed()

    def _can_be_printed(self) -> bool:
        # The signatories are forms of their own, so the page is complete only when those are valid too.
        template = self.save(commit=False)
        try:
            check_payload(sample_payload(template, Sample.LONGEST))
        except ValidationError as error:
            self.add_error("wording", error)
        return not self.errors


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


class CertificateChoiceForm(forms.Form):
    """Which certificates to take away: of an edition, all, one kind, or those that were ticked."""

    edition = forms.ModelChoiceField(
        Edition.objects.filter(Exists(Certificate.objects.filter(edition=OuterRef("pk")))),
        label=_("Edition"),
        empty_label=None,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *CertificateKind.choices], required=False)
    certificate = forms.ModelMultipleChoiceField(Certificate.objects.none(), required=False)

    def __init__(self, data):
        first = self.base_fields["edition"].queryset.first()
        super().__init__(data if "edition" in data else {"edition": first.pk if first else ""})
        self.edition = self._edition_named(self.data["edition"])
        if self.edition:
            self.fields["certificate"].queryset = Certificate.objects.filter(edition=self.edition)
        self.full_clean()

    @property
    def kind_chosen(self) -> str:
        return self.cleaned_data.get("kind", "")

    def chosen(self) -> dict[str, Any]:
        """Return the choice in the words of `certificates_to_hand_out`."""
        ticked = self.cleaned_data.get("certificate") or ()
        return {"kind": self.kind_chosen, "certificate_ids": tuple(certificate.pk for certificate in ticked)}

    def _edition_named(self, value: str) -> Edition | None:
        try:
            return self.fields["edition"].clean(value)
        except ValidationError:
            return None


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
