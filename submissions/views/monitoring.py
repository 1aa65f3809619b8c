"""The pages of leadership and secretariat: read-only, day by day."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, TemplateView, View

from innovation_portal.utils import clock
from innovation_portal.utils.spreadsheets import XLSX_TYPE, write_xlsx
from innovation_portal.utils.tile_map import tile_map
from submissions.enums import EditionState, StageKind
from submissions.filters import ComplianceFilter, MatrixFilter
from submissions.models import Agency, Edition
from submissions.reports import (
    BOARD_HEADINGS,
    board_lines,
    matrix_headings,
    matrix_lines,
    pace_lines,
    pace_pictures,
)
from submissions.selectors.agencies import changes_of
from submissions.selectors.compliance import compliance_by_agency, entered_by_agency
from submissions.selectors.context import context_of_agency
from submissions.selectors.day_news import news_since_yesterday
from submissions.selectors.deadlines import agency_deadline
from submissions.selectors.editions import current_edition, stage_of
from submissions.selectors.matrix import matrix_of
from submissions.selectors.overview import (
    PARTS_OF_A_PROVINCE,
    contacts_of,
    overview_of,
    people_in_charge,
    shares_before,
    shares_by_edition,
    submissions_by_region,
    submissions_over_the_years,
)
from submissions.selectors.pace import forecast_of_pace, pace_of

EDITIONS_OF_A_FORECAST = 3


class MonitoringView(PermissionRequiredMixin):
    """A page about one edition: the year of the address, or the current one."""

    permission_required = "submissions.view_compliance"

    @cached_property
    def editions(self):
        return list(Edition.objects.prefetch_related("stages", "extensions"))

    @cached_property
    def edition(self):
        year = self.kwargs.get("year") or getattr(current_edition(), "year", None)
        for edition in self.editions:
            if edition.year == year:
                return edition
        raise Http404

    def get_context_data(self, **kwargs):
        return super().get_context_data(edition=self.edition, editions=self.editions, **kwargs)


class Home(MonitoringView, View):
    """Lead to the current edition; before the first one, say what will be here."""

    def get(self, request):
        if not self.editions:
            return render(request, "submissions/monitoring/no_edition.html")
        return redirect("submissions:monitoring-today", self.edition.year)


class Today(MonitoringView, TemplateView):
    """The first screen: the finding, the cloth, the pace, the map and whom to call."""

    template_name = "submissions/monitoring/today.html"
    contacts_per_page = 8
    news_shown = 8

    def get_context_data(self, **kwargs):
        entered = entered_by_agency(self.edition)
        overview = overview_of(self.edition, entered)
        return super().get_context_data(
            now=clock.now(),
            overview=overview,
            registration=stage_of(self.edition, StageKind.REGISTRATION),
            tile_map=region_map(self.edition, submissions_by_region(self.edition, entered)),
            **self.pace(overview.share),
            **self.day_news(),
            **self.contacts(overview.in_debt),
            **kwargs,
        )

    def pace(self, share):
        """The pace of this edition beside the one before it, and what to expect at the end by those that are over."""
        now = pace_of(self.edition, now=share)
        if now is None or not now.by_day:
            return {}
        earlier = [pace for edition in self.earlier_editions if (pace := pace_of(edition)) and pace.by_day]
        before = earlier[0] if earlier else None
        reached, then = now.by_day[-1], before and before.on_day(len(now.by_day) - 1)
        return {
            "pace": now,
            "pace_before": before,
            "earlier_count": then,
            "gained": reached - now.by_day[-2] if len(now.by_day) > 1 else None,
            "lead": reached - then if before else None,
            "forecast": forecast_of_pace(now, earlier),
            "pace_days": pace_lines(now, before),
            "pictures": pace_pictures(now, before, owed=share.owed),
        }

    def day_news(self):
        """What happened since yesterday; an edition that is over has no yesterday."""
        if self.edition.state != EditionState.OPEN:
            return {}
        news = news_since_yesterday(self.edition)
        shown = news[: self.news_shown]
        return {"is_running": True, "news": shown, "more_news": len(news) - len(shown)}

    @cached_property
    def earlier_editions(self):
        """The editions of the years before, the latest first; a forecast looks at no more than these."""
        earlier = [edition for edition in self.editions if edition.year < self.edition.year]
        return earlier[:EDITIONS_OF_A_FORECAST]

    def contacts(self, in_debt):
        page = Paginator(in_debt, self.contacts_per_page).get_page(self.request.GET.get("page"))
        return {"page_obj": page, "contacts": contacts_of(self.edition, page)}


class Board(MonitoringView, ListView):
    """Every agency of the edition and its state: filtered, ordered, paged; `?unduh=xlsx` takes it away as a table."""

    template_name = "submissions/monitoring/board.html"
    paginate_by = 25

    @cached_property
    def form(self):
        return ComplianceFilter(self.edition, self.request.GET)

    def get_queryset(self):
        return self.form.rows()

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form, **kwargs)

    def render_to_response(self, context, **kwargs):
        if self.request.GET.get("unduh") != "xlsx":
            return super().render_to_response(context, **kwargs)
        year = self.edition.year
        return as_workbook(
            BOARD_HEADINGS, board_lines(self.form.rows()), name=f"kewajiban-{year}", sheet_title=str(year)
        )


class Regions(MonitoringView, TemplateView):
    template_name = "submissions/monitoring/regions.html"

    def get_context_data(self, **kwargs):
        entered = entered_by_agency(self.edition)
        counts = submissions_by_region(self.edition, entered)
        shares = overview_of(self.edition, entered).by_region
        return super().get_context_data(
            regions=[(region, shares.get(region.pk), submitted) for region, submitted in counts],
            tile_map=region_map(self.edition, counts),
            **kwargs,
        )


class Years(MonitoringView, TemplateView):
    template_name = "submissions/monitoring/years.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(years=shares_by_edition(), **kwargs)


class Matrix(MonitoringView, ListView):
    """Agencies by years, the latest first; `?unduh=xlsx` takes all of it away as a table."""

    template_name = "submissions/monitoring/matrix.html"
    paginate_by = 50
    editions_shown = 10

    @cached_property
    def form(self):
        return MatrixFilter(self.request.GET)

    @cached_property
    def opened(self):
        """The editions that have obligations: those that were opened, the latest ten."""
        opened = [edition for edition in self.editions if edition.state != EditionState.PREPARATION]
        return opened[: self.editions_shown]

    def get_queryset(self):
        return self.form.rows()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(form=self.form, opened=self.opened, **kwargs)
        return context | {"rows": matrix_of(context["page_obj"], self.opened)}

    def render_to_response(self, context, **kwargs):
        if self.request.GET.get("unduh") != "xlsx":
            return super().render_to_response(context, **kwargs)
        rows = matrix_lines(matrix_of(self.form.rows(), self.opened))
        return as_workbook(matrix_headings(self.opened), rows, name="matriks-kewajiban", sheet_title=_("Matrix"))


class AgencyPage(MonitoringView, DetailView):
    """One agency: where it stands this year, whom to call, what it handed in over the years."""

    template_name = "submissions/monitoring/agency.html"
    queryset = Agency.objects.select_related("region")

    def get_context_data(self, **kwargs):
        row = compliance_by_agency(self.edition).filter(agency=self.object).first()
        return super().get_context_data(
            row=row,
            deadline=agency_deadline(self.edition, self.object),
            share_before=shares_before(self.edition, [self.object.pk]).get(self.object.pk),
            people=people_in_charge(self.object),
            changes=changes_of(self.object),
            context=context_of_agency(self.object),
            submissions=submissions_over_the_years(self.object),
            **kwargs,
        )


def as_workbook(headings, lines, *, name, sheet_title):
    """Return the lines as a workbook to take away under a name."""
    return HttpResponse(
        write_xlsx(headings, lines, sheet_title=sheet_title),
        content_type=XLSX_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )


def region_map(edition, counts):
    """The kabupaten and kota on the tile map by their number of submissions; each leads to its part of the board."""
    board = reverse("submissions:monitoring-board", args=[edition.year])
    places = [
        (region.code, region.name, submitted, f"{board}?region={region.pk}")
        for region, submitted in counts
        if region.kind in PARTS_OF_A_PROVINCE
    ]
    return tile_map(places, full=edition.quota)
