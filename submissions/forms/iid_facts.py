"""What the form of the ministry asks for beside the indicators (domain notes 2.2)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.enums import Initiator
from submissions.models import IidAssessment
from submissions.services.iid import IidFacts


class IidFactsForm(forms.Form):
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    initiator = forms.ChoiceField(
        label=_("Initiator"), required=False, choices=[("", _("Not said yet")), *Initiator.choices]
    )
    tried_on = forms.DateField(
        label=_("On trial since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    applied_on = forms.DateField(
        label=_("In use since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    design = forms.CharField(
        label=_("Design and main changes"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "At least 300 words: legal basis, problem, strategic issue, method of renewal, what is better and new, and"
            " how it works."
        ),
    )
    purpose = forms.CharField(
        label=_("Purpose"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    benefit = forms.CharField(
        label=_("Benefit"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    result = forms.CharField(
        label=_("Result"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    latitude = forms.DecimalField(
        label=_("Latitude"),
        required=False,
        min_value=-90,
        max_value=90,
        decimal_places=6,
        help_text=_("Where it is in use, for example -6.993200."),
    )
    longitude = forms.DecimalField(
        label=_("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        decimal_places=6,
        help_text=_("For example 110.420300."),
    )

    def __init__(self, data=None, *, assessment: IidAssessment):
        names = IidFacts.__dataclass_fields__
        initial = {name: getattr(assessment, name) for name in names} | {"revision": assessment.facts_revision}
        super().__init__(data, initial=initial)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.is_filled_step_by_step = True
        self.helper.layout = Layout(
            "revision",
            "initiator",
            Div("tried_on", "applied_on", css_class="so-two"),
            "design",
            "purpose",
            "benefit",
            "result",
            Div("latitude", "longitude", css_class="so-two"),
        )

    @property
    def facts(self) -> IidFacts:
        data = self.cleaned_data
        return IidFacts(**{name: _plain(data[name]) for name in IidFacts.__dataclass_fields__})

    def use_revision(self, revision: int) -> None:
        """Let what is sent next save on top of `revision`."""
        self.data = self.data.copy()
        self.data["revision"] = revision


def _plain(value):
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
