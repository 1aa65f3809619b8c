from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.filters import AgencyFilter
from submissions.models import IndicatorTable, Region
from submissions.selectors.iid import known_beyond_their_agencies, scored_assessments


class IidFilter(AgencyFilter):
    """Narrows the sheets of a table."""

    is_missing = forms.BooleanField(label=_("Only with an empty mandatory indicator"), required=False)
    field_order = ["q", "kind", "region", "is_missing"]

    def __init__(self, table: IndicatorTable, *args, **kwargs):
        regions = Region.objects.filter(agencies__innovations__iid_assessments__table=table)
        super().__init__(regions, *args, **kwargs)
        self.fields["q"].label = _("Innovation or agency")
        self.table = table

    def rows(self):
        """Return the sheets asked for, the highest score first."""
        rows = known_beyond_their_agencies(scored_assessments(self.table, **self.asked()))
        return rows.filter(missing__gt=0) if self.cleaned_data.get("is_missing") else rows
