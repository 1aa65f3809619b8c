"""What the public types to object and to follow an objection."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout, Submit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.file_fields import ACCEPTED_ENDINGS, FilesField
from judging.forms import plain_code
from judging.models.objections import REASON_MAX_LENGTH
from judging.selectors.objections import objection_by_code
from judging.services.objections import MOST_FILES, Objector


class ObjectionForm(forms.Form):
    """An objection with its reason, files and a contact. `website` is a trap for machines: people do not see it."""

    reason = forms.CharField(
        label=_("Why do you object?"),
        max_length=REASON_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Say what is wrong and how you know it: what happened, when and where."),
        error_messages={"required": _("Write why you object.")},
    )
    uploads = FilesField(label=_("Evidence"), required=False, allow_empty_file=True, most=MOST_FILES)
    name = forms.CharField(
        label=_("Your name"), max_length=150, error_messages={"required": _("Write your name; it is not published.")}
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("You get the code and the answer by mail. One contact is enough."),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=30,
        validators=[RegexValidator(r"^[\d +().-]{6,}$", _("Write a telephone number in digits."))],
    )
    relation = forms.CharField(
        label=_("What have you to do with this innovation?"),
        required=False,
        max_length=200,
        help_text=_("For example: I use the service, or I work in another agency."),
    )
    consent = forms.BooleanField(error_messages={"required": _("Without this we may not keep your objection.")})
    website = forms.CharField(label=_("Leave this empty"), required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = self.consent_text()
        uploads = self.fields["uploads"]
        uploads.widget.attrs["accept"] = ACCEPTED_ENDINGS
        uploads.help_text = gettext("At most %(most)s files: PDF, JPEG, PNG or WebP, each %(limit)s at most.") % {
            "most": MOST_FILES,
            "limit": filesizeformat(settings.EVIDENCE_MAX_BYTES),
        }
        self.helper = FormHelper()
        self.helper.attrs = {"enctype": "multipart/form-data", "novalidate": True}
        self.helper.layout = Layout(
            "reason",
            "uploads",
            HTML('{% include "judging/objections/_privacy.html" %}'),
            Field("name", autocomplete="name"),
            Field("email", autocomplete="email"),
            Field("phone", autocomplete="tel", inputmode="tel"),
            "relation",
            Div(Field("website", autocomplete="off", tabindex="-1"), css_class="visually-hidden", aria_hidden="true"),
            "consent",
            Submit("", gettext("Send the objection")),
        )

    @staticmethod
    def consent_text() -> str:
        return gettext(
            "I object in good faith, and agree that the secretariat keeps my name and contact to deal with this "
            "objection."
        )

    def clean(self):
        data = super().clean()
        if "email" in data and "phone" in data and not data["email"] and not data["phone"]:
            self.add_error("email", _("Give an e-mail address or a telephone number, so that we can ask you back."))
        if data.get("website"):
            self.data = self.data.copy()
            self.data["website"] = ""
            raise ValidationError(
                _("A field that nobody sees was filled in, perhaps by your browser. It is empty now: send again."),
                code="trap",
            )
        return data

    def ask_for_files_again(self) -> None:
        """Say that files have to be chosen once more, where some were sent and the form comes back."""
        if self.files.getlist("uploads"):
            self.add_error("uploads", _("Choose your files again: a browser does not keep them."))

    @property
    def objector(self) -> Objector:
        return Objector(**{name: self.cleaned_data[name] for name in ("name", "email", "phone", "relation")})


class ObjectionCodeForm(forms.Form):
    """The code that its writer got, typed with or without dashes, spaces and capitals."""

    kode = forms.CharField(
        label=_("Code of the objection"),
        max_length=60,
        error_messages={
            "required": _("Type the code that you got when you objected."),
            "max_length": _("This is too long for a code: it has twelve letters and digits."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.layout = Layout(
            Field("kode", autocomplete="off", autocapitalize="characters", spellcheck="false"),
            Submit("", gettext("Look"), css_class="btn-outline-primary"),
        )

    def clean_kode(self) -> str:
        code = plain_code(self.cleaned_data["kode"])
        if code is None or objection_by_code(code) is None:
            raise ValidationError(_("No objection has this code. Compare it with what you noted."), code="unknown")
        return code
