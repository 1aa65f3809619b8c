"""What the public types about an innovation."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.tickets import PROOF_MAX_LENGTH, is_proven, new_ticket, read_ticket
from submissions.models.feedback import FEEDBACK_MAX_LENGTH
from submissions.services.feedback import Writer
from submissions.voice_enums import FeedbackKind

KIND_LABELS = {
    FeedbackKind.QUESTION: _("I have a question"),
    FeedbackKind.STOPPED: _("I see that it no longer runs"),
}


class FeedbackForm(forms.Form):
    """A question or a report. `website` is a trap for machines; `ticket` and `proof` are of `utils.tickets`."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=list(KIND_LABELS.items()),
        initial=FeedbackKind.QUESTION,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Your question or report"),
        max_length=FEEDBACK_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Of a service that no longer runs, say where and since when. Leave out names and numbers of people."
        ),
        error_messages={"required": _("Write your question or what you have seen.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=80,
        help_text=_("Only if you want it to stand beside your text."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Only to send you the answer; it is never shown to anybody."),
    )
    consent = forms.BooleanField(error_messages={"required": _("Without this we may not keep what you wrote.")})
    website = forms.CharField(label=_("Leave this empty"), required=False, max_length=200)
    ticket = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, max_length=PROOF_MAX_LENGTH, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = self.consent_text()
        self.initial.setdefault("ticket", new_ticket())
        self.helper = FormHelper()
        self.helper.form_id = "feedback-form"
        self.helper.attrs = {"novalidate": True}
        self.helper.layout = Layout(
            "kind",
            "text",
            Field("name", autocomplete="name"),
            Field("email", autocomplete="email"),
            Div(Field("website", autocomplete="off", tabindex="-1"), css_class="visually-hidden", aria_hidden="true"),
            "ticket",
            "proof",
            "consent",
            Submit("", gettext("Send")),
        )

    @staticmethod
    def consent_text() -> str:
        return gettext(
            "I agree that editors read my text and publish it with the name that I gave, and that my e-mail address "
            "is kept for the answer and erased six months after it."
        )

    def clean(self):
        data = super().clean()
        if data.get("website"):
            self._put_back(website="")
            raise ValidationError(
                _("A field that nobody sees was filled in, perhaps by your browser. It is empty now: send again."),
                code="trap",
            )
        self.key = self._key_of(data.get("ticket", ""))
        return data

    @property
    def is_proven(self) -> bool:
        return is_proven(self.cleaned_data["ticket"], self.cleaned_data["proof"])

    @property
    def writer(self) -> Writer:
        return Writer(name=self.cleaned_data["name"], email=self.cleaned_data["email"])

    def _key_of(self, text: str) -> str:
        """Return the key of the ticket that was sent; where it does not count, the form comes back with another."""
        try:
            ticket = read_ticket(text)
        except ValidationError:
            self._put_back(ticket=new_ticket(), proof="")
            raise
        if ticket.is_too_quick:
            raise ValidationError(_("That was very quick. Read once more what you wrote, then send it."), code="quick")
        return ticket.key

    def _put_back(self, **values) -> None:
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[name] = value
