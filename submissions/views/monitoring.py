"""The pages of leadership and secretariat: read-only, day by day."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView, View

from innovation_portal.utils import clock
from innovation_portal.utils.paging import LongPaginator
from innovation_portal.utils.spreadsheets import XLSX_TYPE, write_xlsx
from innovation_portal.utils.tile_map import tile_map
from submissions.duty_map import duty_map
from submissions.enums import EditionState, StageKind
from submissions.filters import ComplianceFilter, MatrixFilter
from submissions.forms.days import DayForm
from submissions.models import Edition
from submissions.region_finding import region_finding
from submissions.reports import (
    BOARD_HEADINGS,
    board_lines,
    matrix_headings,
    matrix_lines,
    pace_lines,
    pace_pictures,
)
from submissions.selectors.day_report import day_report_of
from submissions.selectors.editions import current_edition, stage_of
from submissions.selectors.matrix import matrix_of
from submissions.selectors.openness import sight_of
from submissions.selectors.overview import (
    PARTS_OF_A_PROVINCE,
    contacts_of,
    overview_of,
    shares_by_edition,
    submissions_by_region,
)
from submissions.views.past_days import ShownAsOfADay


class MonitoringView(PermissionRequiredMixin):
    """A page about one edition: the year of the address, or the current one."""

    permission_required = "submissions.view_compliance"

    @cached_property
    def editions(self):
        return list(self.read_editions())

    def read_editions(self):
        return Edition.objects.all()

    @cached_property
    def edition(self):
        year = self.kwargs.get("year") or getattr(current_edition(), "year", None)
        for edition in self.editions:
            if edition.year == year:
                return edition
        raise Http404

    @property
    def opened(self):
        """The editions that have obligations: those that were opened, the latest first."""
        return [edition for edition in self.editions if edition.state != EditionState.PREPARATION]

    @cached_property
    def sight(self):
        return sight_of(self.request.user, self.edition)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            edition=self.edition, editions=self.editions, taken_at=clock.now(), sight=self.sight, **kwargs
        )


class Home(MonitoringView, View):
    """Lead to the current edition, a head to the own agency; before the first edition, say what will be here."""

    permission_required = "submissions.follow_duty"

    def get(self, request):
        if not self.editions:
            return render(request, "submissions/monitoring/no_edition.html")
        year, led = self.edition.year, self.sight.led
        if self.sight.is_whole:
            return redirect("submissions:monitoring-today", year)
        if len(led) == 1:
            return redirect("submissions:monitoring-agency", year, *led)
        return redirect("submissions:monitoring-board", year)


class Today(ShownAsOfADay, MonitoringView, TemplateView):
    """The first screen: the finding, the cloth, the pace, the map and whom to call. Of a past day: who was late."""

    template_name = "submissions/monitoring/today.html"
    contacts_per_page = 8
    news_shown = 8

    def read_editions(self):
        return super().read_editions().prefetch_related("stages", "extensions")

    def get_context_data(self, **kwargs):
        past = self.past
        overview = past.overview() if past else overview_of(self.edition)
        counts = past.submissions_by_region() if past else submissions_by_region(self.edition)
        return super().get_context_data(
            day_form=self.day_form,
            overview=overview,
            registration=stage_of(self.edition, StageKind.REGISTRATION),
            duty_map=duty_map(self.edition, (region for region, _submitted in counts), overview.by_region),
            tile_map=region_map(self.edition, counts),
            **self.told(day_report_of(self.edition, overview=overview, editions=self.editions)),
            **self.contacts(overview.in_debt),
            **kwargs,
        )

    @cached_property
    def day_form(self):
        return DayForm(self.edition, self.request.GET)

    def told(self, report):
        """What the report says; of today what has changed since yesterday only while the edition is open."""
        found = {"forecast": report.forecast}
        if report.pace:
            found |= {
                "pace": report.pace,
                "pace_before": report.before,
                "earlier_count": report.count_before,
                "gained": report.gained,
                "lead": report.lead,
                "pace_days": pace_lines(report.pace, report.before),
                "pictures": pace_pictures(report.pace, report.before, owed=report.overview.share.owed),
            }
        if self.edition.state == EditionState.OPEN or self.day:
            shown = report.news[: self.news_shown]
            found |= {"is_running": True, "news": shown, "more_news": len(report.news) - len(shown)}
        return found

    def contacts(self, in_debt):
        page = Paginator(in_debt, self.contacts_per_page).get_page(self.request.GET.get("page"))
        return {"page_obj": page, "contacts": None if self.day else contacts_of(self.edition, page)}


class Board(ShownAsOfADay, MonitoringView, ListView):
    """Every agency of the edition and its state: filtered, ordered, paged; `?unduh=xlsx` takes it away as a table."""

    permission_required = "submissions.follow_duty"
    template_name = "submissions/monitoring/board.html"
    paginate_by = 25
    paginator_class = LongPaginator

    @cached_property
    def form(self):
        return ComplianceFilter(self.edition, self.request.GET, is_whole=self.sight.is_whole)

    @property
    def day_form(self):
        return self.form

    def get_queryset(self):
        return self.sight.duties(self.form.rows(self.past))

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form, **kwargs)

    def render_to_response(self, context, **kwargs):
        if self.request.GET.get("unduh") != "xlsx":
            return super().render_to_response(context, **kwargs)
        shown = f"{self.edition.year}-per-{self.day}" if self.day else str(self.edition.year)
        lines = board_lines(self.object_list, self.sight)
        return as_workbook(BOARD_HEADINGS, lines, name=f"kewajiban-{shown}", sheet_title=shown)


class Regions(MonitoringView, TemplateView):
    template_name = "submissions/monitoring/regions.html"

    def get_context_data(self, **kwargs):
        counts = submissions_by_region(self.edition)
        shares = overview_of(self.edition).by_region
        return super().get_context_data(
            regions=[(region, shares.get(region.pk), submitted) for region, submitted in counts],
            finding=region_finding(counts, shares),
            duty_map=duty_map(self.edition, (region for region, _submitted in counts), shares),
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
    paginator_class = LongPaginator
    editions_shown = 10

    @cached_property
    def form(self):
        return MatrixFilter(self.request.GET)

    @property
    def opened(self):
        return super().opened[: self.editions_shown]

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


def as_workbook(headings, lines, *, name, sheet_title):
    """Answer with the lines as a workbook to take away under a name."""
    return workbook_response(write_xlsx(headings, lines, sheet_title=sheet_title), name=name)


def workbook_response(content, *, name):
    disposition = f'attachment; filename="{name}.xlsx"'
    return HttpResponse(content, content_type=XLSX_TYPE, headers={"Content-Disposition": disposition})


def region_map(edition, counts):
    """The kabupaten and kota on the tile map by their number of submissions; each leads to its part of the board."""
    board = reverse("submissions:monitoring-board", args=[edition.year])
    places = [
        (region.code, region.name, submitted, f"{board}?region={region.pk}")
        for region, submitted in counts
        if region.kind in PARTS_OF_A_PROVINCE
    ]
    return tile_map(places, full=edition.quota)
