"""The national track for leadership by year, and for an agency its own innovations."""

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from submissions.forms.national_track import TrackFilter
from submissions.national_enums import NationalState
from submissions.reports_national import TRACK_HEADINGS, track_lines
from submissions.selectors.national_track import (
    levels_by_year,
    national_proposals_of_agency,
    sent_count,
    track_of,
    track_years,
)
from submissions.views.desk import AgencyDeskMixin
from submissions.views.monitoring import MonitoringView, as_workbook

ROWS_PER_PAGE = 50


class NationalTrack(MonitoringView, TemplateView):
    """What was proposed and reached in a year, the latest one by default; `?unduh=xlsx` takes it away as a table."""

    template_name = "submissions/national/track.html"

    @cached_property
    def years(self):
        return track_years()

    @cached_property
    def year(self):
        asked = self.kwargs.get("national_year")
        if asked is not None and asked not in self.years:
            raise Http404
        return asked or next(iter(self.years), None)

    @cached_property
    def form(self):
        return TrackFilter(self.request.GET)

    @cached_property
    def rows(self):
        return track_of(self.year, **self.form.asked()) if self.year else []

    def get_context_data(self, **kwargs):
        recognised = [row for row in self.rows if row.state == NationalState.RECOGNISED]
        return super().get_context_data(
            years=self.years,
            year=self.year,
            form=self.form,
            found=len(self.rows),
            sent=sent_count(self.rows),
            recognised=len(recognised),
            page_obj=Paginator(self.rows, ROWS_PER_PAGE).get_page(self.request.GET.get("page")),
            competitions=levels_by_year(),
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        if self.request.GET.get("unduh") != "xlsx":
            return super().render_to_response(context, **kwargs)
        lines = track_lines(self.rows)
        return as_workbook(TRACK_HEADINGS, lines, name=f"jalur-nasional-{self.year}", sheet_title=str(self.year))


class AgencyNational(AgencyDeskMixin, TemplateView):
    """How far the agency's own innovations are on the national track."""

    template_name = "submissions/national/agency.html"
    tab = "national-list"

    def get_context_data(self, **kwargs):
        return super().get_context_data(proposals=national_proposals_of_agency(self.agency), **kwargs)
