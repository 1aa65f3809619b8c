"""The page of a certificate template while it is being written. Nothing of it is stored."""

from io import BytesIO

import pypdfium2
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.panels import HelpPanel

from judging.back_office.certificate_views import ForIssuers
from judging.models import CertificateTemplate
from judging.selectors.certificate_samples import Sample
from judging.services.certificates import preview_certificate

PIXELS_PER_POINT = 1.5


class SampleForm(forms.Form):
    sample = forms.ChoiceField(label=_("Try it on"), choices=Sample)


class LivePreviewPanel(HelpPanel):
    """A picture of the page beside the form; js/certificate_preview.js asks for it while somebody types."""

    def __init__(self, **kwargs):
        super().__init__(**{"template": "judging/admin/_live_preview.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        class Media:
            js = [forms.Script("js/certificate_preview.js", defer=True)]

        def get_context_data(self, parent_context=None):
            pk = self.instance.pk
            name = "preview-draft-of" if pk else "preview-draft"
            url = reverse(f"certificate_templates:{name}", args=[pk] if pk else [])
            return super().get_context_data(parent_context) | {"preview_url": url, "samples": Sample.choices}


class DraftPreview(ForIssuers, View):
    """Answers the fields of the editor with a PNG of the page, or with JSON of what is wrong by field."""

    form_class = None

    def post(self, request, pk=None):
        template = get_object_or_404(CertificateTemplate, pk=pk) if pk else CertificateTemplate()
        form = self.form_class(request.POST, request.FILES, instance=template, for_user=request.user)
        sample = SampleForm(request.POST)
        if not (form.is_valid() and sample.is_valid()):
            return JsonResponse({"errors": _errors_of(form)})
        try:
            pdf = preview_certificate(form.save(commit=False), actor=request.user, **sample.cleaned_data)
        except ValidationError as error:
            return JsonResponse({"errors": {"wording": error.messages[0]}})
        return HttpResponse(_picture_of(pdf), content_type="image/png")


def _errors_of(form) -> dict[str, str]:
    """Return the first error of each field by its name in the page, those of the signatories too."""
    errors = {form.add_prefix(name): problems[0] for name, problems in form.errors.items()}
    for formset in form.formsets.values():
        for row in formset:
            errors |= {row.add_prefix(name): problems[0] for name, problems in row.errors.items()}
    return errors


def _picture_of(pdf: bytes) -> bytes:
    output = BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        document[0].render(scale=PIXELS_PER_POINT).to_pil().save(output, "PNG")
    return output.getvalue()
