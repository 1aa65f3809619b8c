from datetime import datetime, timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from submissions.models import Submission
from submissions.selectors.editions import template_of
from submissions.selectors.submissions import standing_consents
from submissions.workflow import TRANSITIONS

INCOMPLETE = _("Each of these has to be declared before submitting, unless it says that it may be left open.")
OPENED_SALT = "submissions.submit-form-opened"
OPENED_MAX_AGE = timedelta(hours=12)


def sign_opened(submission: Submission, user) -> str:
    """Return the signed moment at which this person opened the form for this submission."""
    value = {"submission": submission.pk, "user": user.pk, "at": clock.now().isoformat()}
    return signing.dumps(value, salt=OPENED_SALT)


def read_opened(signed: str, submission: Submission, user) -> datetime | None:
    """Return the signed moment; None when it is forged, too old or of another form."""
    try:
        value = signing.loads(signed, salt=OPENED_SALT)
    except signing.BadSignature:
        return None
    opened_at = datetime.fromisoformat(value["at"])
    is_own = (value["submission"], value["user"]) == (submission.pk, user.pk)
    return opened_at if is_own and clock.now() - opened_at <= OPENED_MAX_AGE else None


class SubmitForm(forms.Form):
    """The declarations of the person in charge, and the submit. Carries when it was opened, for the grace period."""

    opened_at = forms.CharField(required=False, widget=forms.HiddenInput)
    declarations = forms.TypedMultipleChoiceField(
        label=_("I declare that"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": INCOMPLETE},
    )

    def __init__(self, *args, submission: Submission, user, **kwargs):
        accepted = list(standing_consents(submission).values_list("declaration", flat=True))
        kwargs["initial"] = {"opened_at": sign_opened(submission, user), "declarations": accepted}
        super().__init__(*args, **kwargs)
        self.submission, self.user = submission, user
        declarations = list(template_of(submission).declarations.all())
        self.required_ids = {one.pk for one in declarations if one.is_required}
        self.fields["declarations"].required = bool(self.required_ids)
        optional = _("%(declaration)s (may be left open)")
        self.fields["declarations"].choices = [
            (one.pk, one.text if one.is_required else optional % {"declaration": one.text}) for one in declarations
        ]
        self.helper = FormHelper()
        self.helper.form_id = "submit"
        self.helper.layout = Layout(
            "opened_at", "declarations", HTML('{% include "submissions/opd/_submit_button.html" %}')
        )

    def clean_opened_at(self) -> datetime | None:
        return read_opened(self.cleaned_data["opened_at"], self.submission, self.user)

    def clean_declarations(self) -> list[int]:
        accepted = self.cleaned_data["declarations"]
        if self.required_ids - set(accepted):
            raise forms.ValidationError(INCOMPLETE, code="required")
        return accepted


class StepForm(forms.Form):
    """One step of the agency other than submitting, with its reason where one is asked."""

    action = forms.ChoiceField(choices=[(name, step.label) for name, step in TRANSITIONS.items() if name != "submit"])
    comment = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the history of the submission."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.is_filled_step_by_step = True  # whether a reason is needed depends on the step
        self.helper.layout = Layout("comment")
