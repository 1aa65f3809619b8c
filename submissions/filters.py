from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from submissions.enums import AgencyKind, ComplianceState, DutyOutcome
from submissions.forms.days import PastDayField
from submissions.models import Edition, EditionCategory, Obligation, Region
from submissions.selectors.compliance import duties_of
from submissions.selectors.matrix import agencies_with_duties
from submissions.selectors.past import NEVER, PastDay, quiet_since


class BoardOrder(models.TextChoices):
    REGION = "", _("By region")
    NAME = "nama", _("By name")
    QUIET = "diam", _("Longest without change")
    RECENT = "baru", _("Changed last")


DUTIES = (DutyOutcome.MET, DutyOutcome.UNMET)

ORDERINGS = {
    BoardOrder.NAME: ("name", "pk"),
    BoardOrder.QUIET: (F("last_activity").asc(nulls_first=True), "name", "pk"),
    BoardOrder.RECENT: (F("last_activity").desc(nulls_last=True), "name", "pk"),
}
PAST_ORDERINGS = {
    BoardOrder.NAME: lambda row: (row.name, row.pk),
    BoardOrder.QUIET: lambda row: (quiet_since(row), row.name, row.pk),
    BoardOrder.RECENT: lambda row: (NEVER - quiet_since(row), row.name, row.pk),
}


class AgencyFilter(forms.Form):
    """Narrows a list of agencies. What cannot be understood is shown as an error and left out."""

    q = forms.CharField(label=_("Name of the agency"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *AgencyKind.choices])
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), required=False, empty_label=_("All"))

    def __init__(self, regions: QuerySet[Region], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_class = "so-filters"
        self.lay_out()

    def lay_out(self) -> None:
        self.helper.layout = Layout(*self.fields, Div(Submit("", _("Show")), css_class="so-field"))

    def asked(self) -> dict[str, Any]:
        """Return what the selectors take: what was understood of region, kind and name."""
        self.is_valid()
        understood = self.cleaned_data
        return {
            "region": understood.get("region"),
            "kind": understood.get("kind", ""),
            "search": understood.get("q", ""),
        }


class MatrixFilter(AgencyFilter):
    """Narrows the agencies of the matrix."""

    def __init__(self, *args, **kwargs):
        has_agencies = Exists(agencies_with_duties().filter(region=OuterRef("pk")).order_by())
        super().__init__(Region.objects.filter(has_agencies), *args, **kwargs)

    def rows(self):
        """Return the agencies asked for."""
        return agencies_with_duties(**self.asked())


class FunnelFilter(AgencyFilter):
    """Narrows the funnel of an edition."""

    q = None

    def __init__(self, edition: Edition, *args, **kwargs):
        super().__init__(Region.objects.filter(obligations__edition=edition), *args, **kwargs)


class ComplianceFilter(AgencyFilter):
    """Narrows and orders the board of agencies, of now or of a past day.

    Who does not see the whole edition is asked for nothing that tells when others wrote, or in which category.
    """

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *ComplianceState.choices])
    duty = forms.ChoiceField(
        label=_("Duty"), required=False, choices=[("", _("All")), *((duty, duty.label) for duty in DUTIES)]
    )
    category = forms.ModelChoiceField(
        EditionCategory.objects.none(), label=_("Category"), required=False, empty_label=_("All")
    )
    order = forms.ChoiceField(label=_("Order"), required=False, choices=BoardOrder)
    field_order = ["q", "state", "duty", "kind", "region", "category", "order"]

    def __init__(self, edition: Edition, *args, is_whole: bool = True, **kwargs):
        is_obliged = Exists(Obligation.objects.filter(edition=edition, region=OuterRef("pk")))
        super().__init__(Region.objects.filter(is_obliged), *args, **kwargs)
        self.edition = edition
        self.fields["category"].queryset = edition.categories.all()
        self.fields["tanggal"] = PastDayField(edition)
        if not is_whole:
            for name in ("category", "order", "tanggal"):
                del self.fields[name]
        self.helper.form_class = "so-filters is-many"
        self.lay_out()

    def asked(self) -> dict[str, Any]:
        """Return what `duties_of` takes, as far as it was understood."""
        asked = super().asked()
        understood = self.cleaned_data
        return asked | {
            "state": understood.get("state", ""),
            "duty": understood.get("duty", ""),
            "category": understood.get("category"),
        }

    def rows(self, past: PastDay | None = None):
        """Return the obligations asked for, ready to be paged, of now or of a past day."""
        asked, order = self.asked(), self.cleaned_data.get("order")
        if past:
            return sorted(past.rows(**asked), key=PAST_ORDERINGS[order]) if order else past.rows(**asked)
        rows, ordering = duties_of(self.edition, **asked), ORDERINGS.get(order)
        return rows.order_by(*ordering) if ordering else rows
