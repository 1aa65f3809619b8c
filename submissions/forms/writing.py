from contextlib import contextmanager
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.file_fields import ACCEPTED_ENDINGS, FilesField
from submissions.contents import checked_value, value_in_words
from submissions.enums import SectionKind
from submissions.forms.answers import ANSWER_FIELDS, answer_fields, answer_layout, answer_value, posted_lines
from submissions.selectors.writing import WrittenSection

# Each is looked into, which takes up to a second; who has more sends them one after the other.
MOST_AT_ONCE = 10
# The section's answer saves itself three seconds after the last key; evidence is sent by the buttons alone.
AUTOSAVE = {
    "hx_post": "",
    "hx_trigger": "input delay:3s",
    "hx_params": "not upload,link,evidence_title,remove,action",
    "hx_target": "#revision",
}


class SectionForm(forms.Form):
    """One section on one page: its answer, and evidence to attach. Every button saves everything that was given.

    So nothing that was typed is lost by attaching or removing a file. `remove` is the evidence whose button was
    pressed, `action` says where to go on: here, at the evidence, or in the next section.
    """

    action = forms.ChoiceField(choices=[("save", ""), ("attach", ""), ("next", "")], required=False)
    remove = forms.IntegerField(required=False)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    upload = FilesField(label=_("Attach files"), required=False, allow_empty_file=True, most=MOST_AT_ONCE)
    link = forms.CharField(
        label=_("Or give a link"),
        max_length=500,
        required=False,
        help_text=_("For example a video or a report online."),
    )
    evidence_title = forms.CharField(
        label=_("What does it show?"),
        max_length=200,
        required=False,
        help_text=_("For example: waiting times before and after, 2024 to 2025. Several files keep their own names."),
    )

    def __init__(self, *args, written: WrittenSection, **kwargs):
        kwargs["initial"] = {"revision": written.revision}
        super().__init__(*args, **kwargs)
        self.section = written.section
        answers = answer_fields(written, lines=posted_lines(kwargs.get("data")))
        self.fields |= answers
        upload = self.fields["upload"]
        upload.widget.attrs |= {
            "accept": ACCEPTED_ENDINGS,
            "data-most-bytes": settings.EVIDENCE_MAX_BYTES,
        }
        limit = filesizeformat(settings.EVIDENCE_MAX_BYTES)
        upload.help_text = gettext("PDF, JPEG, PNG or WebP, each %(limit)s at most.") % {"limit": limit}
        self.helper = FormHelper()
        self.helper.form_id = "writing"
        self.helper.is_filled_step_by_step = True
        self.helper.attrs = {"enctype": "multipart/form-data", "novalidate": True, "autocomplete": "off"}
        self.helper.layout = Layout(
            Div("revision", css_id="revision"),
            Div(*answer_layout(self.section, answers), css_id="answer", tabindex="-1", **AUTOSAVE),
            HTML('{% include "submissions/opd/_evidence.html" %}'),
        )

    @property
    def is_about_evidence(self) -> bool:
        """Whether evidence was sent or taken off; with JavaScript the files have arrived before the form."""
        data = self.cleaned_data
        return data["action"] == "attach" or any(data[name] for name in ("remove", "upload", "link"))

    @property
    def answer_field(self) -> str | None:
        """The field beside which a refused answer is named; None for the whole form."""
        return next(iter(set(ANSWER_FIELDS) & set(self.fields)), None)

    def answer_in_words(self) -> str:
        if self.section.kind == SectionKind.TEXT:
            return self.answer["text"]
        return value_in_words(self.section, checked_value(self.section, self.answer["value"]))

    @cached_property
    def answer(self) -> dict[str, Any]:
        """The cleaned answer as `save_answer` takes it, kept because a refusal takes the field out of the clean ones.

        Browsers send line ends as CR LF; stored and counted they are LF.
        """
        text = self.cleaned_data.get("text", "").replace("\r\n", "\n")
        return {"text": text, "value": answer_value(self.section, self.cleaned_data)}

    @contextmanager
    def refusals_beside(self, field: str, *, about: str = ""):
        """Show what is refused inside beside a field, with the name of the file that it is about."""
        try:
            yield
        except ValidationError as error:
            self.add_error(field, [f"{about}: {message}" for message in error.messages] if about else error)

    def use_revision(self, revision: int) -> None:
        """Let what is sent next save on top of `revision`."""
        self.data = self.data.copy()
        self.data["revision"] = revision


class InnovatorForm(forms.Form):
    name = forms.CharField(label=_("Name of the person or team"), max_length=150, required=False)
    role = forms.CharField(label=_("Part in the innovation"), max_length=150, required=False)


class BaseInnovatorFormSet(forms.BaseFormSet):
    """The innovators of a submission. A line without a name is left out, so clearing it removes the innovator."""

    def innovators(self) -> list[dict[str, str]]:
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]

    def with_another_line(self):
        """Return the same lines, as they were typed, and an empty one."""
        data = self.data.copy()
        data["form-TOTAL_FORMS"] = min(self.total_form_count() + 1, self.max_num)
        return type(self)(data, initial=self.initial)

    def clean(self):
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if data.get("role") and not data.get("name"):
                form.add_error("name", _("Give the name as well, or clear the line."))


InnovatorFormSet = forms.formset_factory(
    InnovatorForm, formset=BaseInnovatorFormSet, extra=1, max_num=20, validate_max=True
)
