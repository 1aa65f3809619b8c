"""Sheets of the Indeks Inovasi Daerah for leadership and secretariat: read-only, year by year."""

from django.db.models import Avg, Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from submissions.forms.iid_filter import IidFilter
from submissions.iid.facts import wanting_facts
from submissions.iid.scoring import HIGHEST_LEVEL
from submissions.iid.workbook import workbook_of
from submissions.models import IndicatorTable
from submissions.selectors.iid import (
    assessments_visible_to,
    evidence_readable_by,
    known_beyond_their_agencies,
    latest_table,
    scored_assessments,
    sheet_of,
    table_with_indicators,
)
from submissions.views.monitoring import MonitoringView, workbook_response


class IidHome(MonitoringView, TemplateView):
    """Lead to the latest table; before there is one, say what will be here."""

    template_name = "submissions/iid/no_table.html"

    def get(self, request):
        table = latest_table()
        return redirect("submissions:iid-year", table.year) if table else super().get(request)


class IidYear(MonitoringView, ListView):
    """The sheets of a year, the highest score first; `?unduh=xlsx` takes all that fit for the official upload."""

    template_name = "submissions/iid/year.html"
    paginate_by = 25

    @cached_property
    def table(self) -> IndicatorTable:
        return get_object_or_404(table_with_indicators(), year=self.kwargs["table_year"])

    @cached_property
    def form(self):
        return IidFilter(self.table, self.request.GET)

    def get_queryset(self):
        return self.form.rows()

    def get_context_data(self, **kwargs):
        indicators = self.table.indicators.all()
        return super().get_context_data(
            form=self.form,
            table=self.table,
            tables=IndicatorTable.objects.all(),
            totals=known_beyond_their_agencies(scored_assessments(self.table)).aggregate(
                sheets=Count("pk"), mean=Avg("score"), lacking=Count("pk", Q(missing__gt=0))
            ),
            maximum=sum(one.weight for one in indicators) * HIGHEST_LEVEL,
            indicator_count=len(indicators),
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        if self.request.GET.get("unduh") != "xlsx":
            return super().render_to_response(context, **kwargs)
        return iid_workbook(self.table, self.form.rows(), name=f"iid-{self.table.year}")


class IidPage(MonitoringView, TemplateView):
    """One sheet to read, with its evidence as far as the reader may open it."""

    template_name = "submissions/iid/page.html"

    def get_context_data(self, **kwargs):
        rows = assessments_visible_to(self.request.user)
        assessment = get_object_or_404(rows, table__year=self.kwargs["table_year"], pk=self.kwargs["pk"])
        sheet = sheet_of(assessment)
        may_open = self.request.user.has_perm("submissions.run_edition")
        return super().get_context_data(
            assessment=assessment,
            sheet=sheet,
            wanting=wanting_facts(assessment),
            may_open=may_open,
            readable=evidence_readable_by(self.request.user, sheet) if may_open else set(),
            **kwargs,
        )


def iid_workbook(table: IndicatorTable, assessments, *, name: str) -> HttpResponse:
    """Answer with the sheets as a workbook to take away under a name."""
    return workbook_response(workbook_of(table, assessments), name=name)
