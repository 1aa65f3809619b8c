"""Tables of context: public service malls, words of the Ombudsman, figures of complaint channels.

Every row passes a form, so a wrong cell is named by row and column, and all of them are named at once.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from submissions.imports import Table
from submissions.models import Agency, ChannelFigure, OmbudsmanFinding, Region, ServiceMall
from submissions.services.context_import import ContextRow

SOURCE_COLUMNS = ("source", "source_url", "note", "needs_confirmation")
YES_OR_NO = [("", ""), ("ya", "ya"), ("tidak", "tidak")]


class ContextRowForm(forms.ModelForm):
    """A row as its model checks it; region and agency are named by their codes, yes and no are ya and tidak."""

    key_fields: tuple[str, ...] = ()
    region = forms.ModelChoiceField(queryset=Region.objects.exclude(code=""), to_field_name="code", required=False)
    source_url = forms.URLField(
        required=False, assume_scheme="https", max_length=ServiceMall._meta.get_field("source_url").max_length
    )
    needs_confirmation = forms.TypedChoiceField(
        required=False, choices=YES_OR_NO, coerce=lambda word: word == "ya", empty_value=False
    )

    def _get_validation_exclusions(self):
        """Leave out the constraints that a subject has one such fact: what is known already is updated."""
        return super()._get_validation_exclusions() | {"region", "agency"}

    def row(self, number: int) -> ContextRow:
        data = self.cleaned_data
        return ContextRow(
            number,
            {name: data[name] for name in self.key_fields},
            {name: value for name, value in data.items() if name not in self.key_fields},
        )


class MallRowForm(ContextRowForm):
    key_fields = ("region", "name")
    region = forms.ModelChoiceField(queryset=Region.objects.exclude(code=""), to_field_name="code")

    class Meta:
        model = ServiceMall
        fields = ["region", "name", "opened_year", "opened_on", "service_count", "service_year", *SOURCE_COLUMNS]


class FactRowForm(ContextRowForm):
    agency = forms.ModelChoiceField(queryset=Agency.objects.all(), to_field_name="code", required=False)

    def clean(self):
        data = super().clean()
        if {"region", "agency"} <= data.keys() and bool(data["region"]) == bool(data["agency"]):
            raise ValidationError(_("Choose a region or an agency, one of the two."), code="about_one")
        return data


class FindingRowForm(FactRowForm):
    key_fields = ("region", "agency", "kind", "year")

    class Meta:
        model = OmbudsmanFinding
        fields = ["region", "agency", "kind", "year", "value", "opinion", "zone", *SOURCE_COLUMNS]


class FigureRowForm(FactRowForm):
    key_fields = ("region", "agency", "kind", "name", "year")

    class Meta:
        model = ChannelFigure
        fields = [
            *("region", "agency", "kind", "name", "year"),
            *("received", "answered_share", "settled_share"),
            *SOURCE_COLUMNS,
        ]


MALLS = Table(("region", "name", "source"), MallRowForm)
FINDINGS = Table(("region", "agency", "kind", "year", "source"), FindingRowForm)
FIGURES = Table(("region", "agency", "kind", "year", "source"), FigureRowForm)
