"""Signing certificates: by the portal's key, or outside by the official and back in one zip."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from innovation_portal.utils.files import private_response
from judging.back_office.certificate_views import EditionPage
from judging.selectors.signatures import printed_certificates, refused_certificates, signing_progress
from judging.services.signed_uploads import Outcome, pack_unsigned, take_in_signed
from judging.services.signing import sign_certificates
from judging.signing.configured import has_key

REFUSALS_SHOWN = 20


class SignedZipForm(forms.Form):
    """One zip of signed files; what they are, the service finds out."""

    upload = forms.FileField(
        label=gettext_lazy("Zip file with the signed PDFs"),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text=gettext_lazy("File names do not matter. At most 32 MB; larger ones can be sent in parts."),
    )


class SignCertificates(EditionPage):
    """How many certificates of an edition are signed, and both ways to sign the others."""

    template_name = "judging/admin/sign_certificates.html"
    page_title = gettext_lazy("Sign certificates")
    header_icon = "edit"
    form_class = forms.Form

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            has_key=has_key(),
            progress=signing_progress(self.edition.pk) if self.edition else None,
            waiting=printed_certificates(self.edition.pk).count() if self.edition else 0,
            refused=refused_certificates(self.edition.pk)[:REFUSALS_SHOWN] if self.edition else [],
            zip_form=SignedZipForm(),
            **kwargs,
        )

    def form_valid(self, form):
        if self.edition is None:
            raise Http404
        try:
            count = sign_certificates(self.edition.pk, actor=self.request.user)
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
        else:
            text = ngettext("%(count)s certificate is being signed.", "%(count)s are being signed.", count)
            messages.success(self.request, text % {"count": count})
        return redirect(f"{reverse('certificates:sign')}?edition={self.edition.pk}")


class UnsignedFiles(EditionPage):
    """The zip that the official signs outside."""

    http_method_names = ["get"]

    def get(self, request):
        if self.edition is None:
            raise Http404
        target = pack_unsigned(self.edition.pk, actor=request.user)
        name = f"piagam-{self.edition.year}-belum-ditandatangani.zip"
        return private_response(target, name=name, content_type="application/zip")


class SignedFiles(EditionPage):
    """Takes the signed files back and says of each what became of it."""

    template_name = "judging/admin/signed_files.html"
    page_title = gettext_lazy("Hand in signed files")
    header_icon = "upload"
    form_class = SignedZipForm

    def form_valid(self, form):
        try:
            taken = take_in_signed(form.cleaned_data["upload"], actor=self.request.user)
        except ValidationError as error:
            form.add_error("upload", error)
            return self.form_invalid(form)
        groups = [
            (_("Refused"), _("Reason"), [one for one in taken if one.outcome == Outcome.REFUSED]),
            (_("Taken in"), _("Signed by"), [one for one in taken if one.outcome == Outcome.ACCEPTED]),
            (_("Known already"), _("Signed by"), [one for one in taken if one.outcome == Outcome.KNOWN]),
        ]
        # Shown at once and not after a redirect: the reasons of refused files are kept nowhere.
        return self.render_to_response(self.get_context_data(form=SignedZipForm(), groups=groups, taken=taken))
