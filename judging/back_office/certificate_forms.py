from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from innovation_portal.utils.files import validate_upload
from judging.models import Award, AwardLevel, Certificate
from judging.selectors.certificate_contents import check_payload, preview_payload
from judging.selectors.certificates import AwardChoice
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
    """Which edition the certificates are for: one that has awards."""

    edition = forms.ModelChoiceField(
        Edition.objects.filter(Exists(Award.objects.filter(level__edition=OuterRef("pk")))),
        label=_("Edition"),
        empty_label=None,
    )


class AwardChoiceForm(forms.Form):
    """Which awards of the edition get their certificates now: without a choice, all that have none."""

    level = forms.ModelChoiceField(
        AwardLevel.objects.none(), label=_("Award"), required=False, empty_label=_("All awards")
    )
    award = forms.ModelMultipleChoiceField(Award.objects.none(), required=False)

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].queryset = edition.award_levels.order_by("sort_order", "pk")
        self.fields["award"].queryset = Award.objects.filter(level__edition=edition)

    def chosen(self) -> AwardChoice:
        """Return the choice; what is none of this edition's, left over from another one, chooses nothing."""
        self.full_clean()
        level = self.cleaned_data.get("level")
        awards = self.cleaned_data.get("award") or ()
        return AwardChoice(level.pk if level else None, tuple(award.pk for award in awards))


class CertificateChoiceForm(forms.Form):
    """Which certificates to take away: of an edition, all, one level, or those that were ticked."""

    edition = forms.ModelChoiceField(
        Edition.objects.filter(Exists(Award.objects.filter(level__edition=OuterRef("pk")))),
        label=_("Edition"),
        empty_label=None,
    )
    level = forms.ModelChoiceField(
        AwardLevel.objects.none(), label=_("Award"), required=False, empty_label=_("All awards")
    )
    certificate = forms.ModelMultipleChoiceField(Certificate.objects.none(), required=False)

    def __init__(self, data):
        first = self.base_fields["edition"].queryset.first()
        super().__init__(data if "edition" in data else {"edition": first.pk if first else ""})
        self.edition = self._edition_named(self.data["edition"])
        if self.edition:
            self.fields["level"].queryset = self.edition.award_levels.order_by("sort_order", "pk")
            self.fields["certificate"].queryset = Certificate.objects.filter(award__level__edition=self.edition)
        self.full_clean()

    @property
    def level_id(self) -> int | None:
        level = self.cleaned_data.get("level")
        return level.pk if level else None

    def chosen(self) -> dict[str, Any]:
        """Return the choice in the words of `certificates_to_hand_out`."""
        ticked = self.cleaned_data.get("certificate") or ()
        return {"level_id": self.level_id, "certificate_ids": tuple(certificate.pk for certificate in ticked)}

    def _edition_named(self, value: str) -> Edition | None:
        try:
            return self.fields["edition"].clean(value)
        except ValidationError:
            return None


class AgreementForm(forms.Form):
    """The fingerprint of the plan that was on the page when somebody pressed the button."""

    agreed = forms.CharField(widget=forms.HiddenInput, max_length=64)


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who checks the certificate reads it."),
    )
