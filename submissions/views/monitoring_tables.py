"""The tables of the monitoring pages as workbooks; board and matrix hand out theirs themselves."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import View

from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from submissions.monitoring_tables import (
    CONTACT_HEADINGS,
    REGION_HEADINGS,
    SUBMISSION_HEADINGS,
    YEAR_HEADINGS,
    contact_lines,
    region_lines,
    submission_lines,
    year_lines,
)
from submissions.selectors.overview import (
    contacts_of,
    overview_of,
    shares_by_edition,
    submissions_by_region,
    submissions_over_the_years,
)
from submissions.views.monitoring import MonitoringView, as_workbook


class RegionsTable(MonitoringView, View):
    def get(self, request, year):
        lines = region_lines(submissions_by_region(self.edition), overview_of(self.edition).by_region)
        return as_workbook(REGION_HEADINGS, lines, name=f"wilayah-{year}", sheet_title=str(year))


class YearsTable(MonitoringView, View):
    def get(self, request):
        lines = year_lines(shares_by_edition())
        return as_workbook(YEAR_HEADINGS, lines, name="tahun-ke-tahun", sheet_title=_("Year by year"))


class ContactsTable(MonitoringView, FreshLoginRequired, View):
    """Everybody whom to contact, not only those of one page."""

    def address_to_come_back(self):
        return reverse("submissions:monitoring-today", args=[self.kwargs["year"]])

    def get(self, request, year):
        note_read(request.user, ProtectedRead.CONTACTS, self.edition)
        contacts = contacts_of(self.edition, overview_of(self.edition).in_debt)
        return as_workbook(
            CONTACT_HEADINGS, contact_lines(contacts), name=f"belum-memenuhi-{year}", sheet_title=str(year)
        )


class AgencyTable(MonitoringView, View):
    """What an agency handed in over the years, for whoever sees it in full."""

    permission_required = "submissions.follow_duty"

    def get(self, request, year, pk):
        agency = get_object_or_404(self.sight.agencies(), pk=pk)
        if not self.sight.sees_in_full(agency.pk):
            raise Http404
        lines = submission_lines(submissions_over_the_years(agency))
        name = f"usulan-{slugify(agency.name)}"
        return as_workbook(SUBMISSION_HEADINGS, lines, name=name, sheet_title=_("Submissions"))
