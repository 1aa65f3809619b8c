from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from submissions.enums import AgencyKind, ComplianceState
from submissions.models import Edition, Region
from submissions.selectors.compliance import compliance_by_agency
from submissions.selectors.matrix import agencies_with_duties


class BoardOrder(models.TextChoices):
    REGION = "", _("By region")
    NAME = "nama", _("By name")
    QUIET = "diam", _("Longest without change")
    RECENT = "baru", _("Changed last")


ORDERINGS = {
    BoardOrder.NAME: ("name", "pk"),
    BoardOrder.QUIET: (F("last_activity").asc(nulls_first=True), "name"),
    BoardOrder.RECENT: (F("last_activity").desc(nulls_last=True), "name"),
}


class MatrixFilter(forms.Form):
    """Narrows the agencies of the matrix. What cannot be understood is shown as an error and left out."""

    q = forms.CharField(label=_("Name of the agency"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *AgencyKind.choices])
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), required=False, empty_label=_("All"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.filter(agencies__obligations__isnull=False).distinct()
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_class = "so-filters"
        self.helper.layout = Layout("q", "kind", "region", Div(Submit("", _("Show")), css_class="so-field"))

    def rows(self):
        """Return the agencies asked for."""
        self.is_valid()
        asked = self.cleaned_data
        return agencies_with_duties(region=asked.get("region"), kind=asked.get("kind", ""), search=asked.get("q", ""))


class ComplianceFilter(forms.Form):
    """Narrows and orders the board of agencies. What cannot be understood is shown as an error and left out."""

    q = forms.CharField(label=_("Name of the agency"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *ComplianceState.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *AgencyKind.choices])
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), required=False, empty_label=_("All"))
    order = forms.ChoiceField(label=_("Order"), required=False, choices=BoardOrder)

    def __init__(self, edition: Edition, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.fields["region"].queryset = Region.objects.filter(obligations__edition=edition).distinct()
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_class = "so-filters"
        self.helper.layout = Layout(
            "q", "state", "kind", "region", "order", Div(Submit("", _("Show")), css_class="so-field")
        )

    def rows(self):
        """Return the obligations asked for."""
        self.is_valid()
        asked = self.cleaned_data
        rows = compliance_by_agency(
            self.edition,
            region=asked.get("region"),
            kind=asked.get("kind", ""),
            state=asked.get("state", ""),
            search=asked.get("q", ""),
        )
        ordering = ORDERINGS.get(asked.get("order"))
        return rows.order_by(*ordering) if ordering else rows
