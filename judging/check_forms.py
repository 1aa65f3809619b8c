"""What the public gives to check a certificate: what stands on the paper, or the file."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from judging.forms import plain_code
from judging.models.certificates import PUBLIC_ID_LENGTH
from judging.pdf_copies import MAX_BYTES

SHORT_CODE_LENGTH = 4
NUMBER_WORD = re.compile(r"^(nomor|no)\b[\s.:]*", re.IGNORECASE)
PDF_BEGINS = b"%PDF-"
# Readers of PDF accept what precedes the header within this many bytes (ISO 32000-2, annex H).
PDF_HEADER_WITHIN_BYTES = 1024


class PaperForm(forms.Form):
    """The code from the paper, or its first four characters together with the number.

    `cleaned_data` holds `kode` of twelve or four characters and `nomor`, which only the longer one may lack. Whether
    there is such a certificate is not asked here: a refusal must not tell which of the two is wrong.
    """

    nomor = forms.CharField(
        label=_("Number"),
        required=False,
        max_length=100,
        help_text=_("As it stands under the title. You may leave it empty when you type the whole code."),
    )
    kode = forms.CharField(
        label=_("Code of the certificate"),
        help_text=_(
            "Twelve letters and digits beside the QR code, for example 7K4M-2QXD-WW3H. With the number, the first "
            "four are enough."
        ),
        max_length=60,
        error_messages={
            "required": _("Type the code that stands beside the QR code."),
            "max_length": _("This is too long for a code: it has twelve letters and digits."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.attrs = {"novalidate": True}
        typed = {"autocomplete": "off", "spellcheck": "false", "css_class": "form-control-lg"}
        self.helper.layout = Layout(
            Field("kode", autocapitalize="characters", **typed),
            Field("nomor", **typed),
            Submit("", gettext("Check"), css_id="periksa-kode", css_class="btn-lg"),
        )

    def clean_nomor(self) -> str:
        return NUMBER_WORD.sub("", " ".join(self.cleaned_data["nomor"].split()))

    def clean_kode(self) -> str:
        code = plain_code(self.cleaned_data["kode"], lengths=(PUBLIC_ID_LENGTH, SHORT_CODE_LENGTH))
        if code is None:
            raise ValidationError(
                _("A code has twelve letters and digits, never I, L, O, U, 0 or 1. Compare it with the paper."),
                code="not_a_code",
            )
        if len(code) == SHORT_CODE_LENGTH and not self.cleaned_data.get("nomor"):
            raise ValidationError(
                _("With four characters the number is needed too. Type it, or the whole code."), code="number_needed"
            )
        return code

    def say_not_found(self) -> None:
        """Refuse what no certificate has, in the same words whether the number or the code is wrong."""
        text = (
            _(
                "No certificate has this number and this code. Compare both with the paper; if they read so, the "
                "certificate is not ours; please tell the secretariat."
            )
            if self.cleaned_data.get("nomor")
            else _(
                "No certificate has this code. If it reads so on the paper, the certificate is not ours; "
                "please tell the secretariat."
            )
        )
        self.add_error("kode", ValidationError(text, code="unknown"))


class CopyForm(forms.Form):
    """A PDF that is to be compared with ours. Its content says what it is, not its name."""

    berkas = forms.FileField(
        label=_("PDF of the certificate"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"required": _("Choose the PDF first.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["berkas"].help_text = gettext(
            "At most %(limit)s. It is read, compared and forgotten: nothing of it is kept."
        ) % {"limit": filesizeformat(MAX_BYTES)}
        self.helper = FormHelper()
        self.helper.form_action = "judging:certificate-copy"
        self.helper.disable_csrf = True
        self.helper.attrs = {"enctype": "multipart/form-data", "novalidate": True}
        self.helper.layout = Layout(
            "berkas",
            Submit("", gettext("Check the file"), css_id="periksa-berkas", css_class="btn-outline-primary"),
        )

    def clean_berkas(self) -> bytes:
        content = self.cleaned_data["berkas"].read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise too_large()
        if PDF_BEGINS not in content[:PDF_HEADER_WITHIN_BYTES]:
            raise ValidationError(
                _("This is not a PDF. A photo or a scan cannot be compared: type the code that stands on it."),
                code="not_a_pdf",
            )
        return content


def too_large() -> ValidationError:
    return ValidationError(
        _("This file is larger than %(limit)s, which no certificate of ours is."),
        code="too_large",
        params={"limit": filesizeformat(MAX_BYTES)},
    )
