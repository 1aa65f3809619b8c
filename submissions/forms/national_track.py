from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.national_enums import NationalKind, NationalState


class TrackFilter(forms.Form):
    """Narrows the national track of a year. What cannot be understood is shown as an error and left out."""

    q = forms.CharField(label=_("Innovation or agency"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Competition"), required=False, choices=[("", _("All")), *NationalKind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *NationalState.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_class = "so-filters"
        self.helper.layout = Layout(*self.fields, Div(Submit("", _("Show")), css_class="so-field"))

    def asked(self) -> dict[str, str]:
        """Return what `track_of` takes: what was understood."""
        self.is_valid()
        understood = self.cleaned_data
        return {
            "kind": understood.get("kind", ""),
            "state": understood.get("state", ""),
            "search": understood.get("q", ""),
        }
