from io import BytesIO

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views import View

from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.files import private_response
from innovation_portal.utils.spreadsheets import XLSX_TYPE, write_workbook
from judging.charts import ROW, rank_moves, whiskers_of
from judging.forms import WhatIfForm
from judging.reports import tables_of
from judging.selectors.blinding import hides_names, name_places
from judging.selectors.conflicts import tied_submissions
from judging.selectors.entries import entries_of, judged_versions
from judging.selectors.result_statistics import edges_of, statistics_of, wide_entries
from judging.selectors.results import chaired_results, ranking_table, result_runs_visible_to
from judging.views.desk import JudgeRequired
from judging.what_if import shifts_with


class ResultStatistics(JudgeRequired, View):
    """Where judges are far apart, how severe they are, and how ranks move when that is taken out."""

    def get(self, request, pk):
        run = get_object_or_404(chaired_results(request.user).exclude(statistics={}), pk=pk)
        rows = list(ranking_table(run))
        name_places(rows, run.round)
        by_submission = {row.submission_id: row for row in rows}
        statistics = statistics_of(run)
        tied = tied_submissions(request.user, run.round, judged_versions(run.round))
        outliers = [one for one in statistics.outliers if one.submission_id not in tied]
        moves = [] if statistics.obstacle else rank_moves(rows)
        context = {
            "run": run,
            "statistics": statistics,
            "whiskers": whiskers_of(statistics.severities),
            "wide": self._wide(run, by_submission),
            "outliers": [(one, by_submission[one.submission_id]) for one in outliers],
            "leaves_out": len(outliers) < len(statistics.outliers),
            "tied": tied,
            "edges": edges_of(run, rows),
            "moves": moves,
            "moves_height": ROW * len(moves),
        }
        return render(request, "judging/chair/statistics.html", context)

    def _wide(self, run, by_submission):
        wide = [by_submission[row.submission_id] for row in wide_entries(run)]
        versions = dict(entries_of(run.round).values_list("submission", "pk"))
        for row in wide:
            row.version_pk = versions.get(row.submission_id)
        return wide


class WhatIf(JudgeRequired, View):
    """How places would move with other tie-breaks; nothing is stored."""

    def get(self, request, pk):
        run = get_object_or_404(chaired_results(request.user).exclude(statistics={}), pk=pk)
        criteria, rules = run.inputs["rubric"]["criteria"], run.inputs["tie_breaks"]
        form = WhatIfForm(request.GET if "rule_0" in request.GET else None, criteria=criteria, rules=rules)
        shifts = None
        if form.is_valid():
            rows = list(ranking_table(run))
            name_places(rows, run.round)
            shifts = shifts_with(run, rows, orders=form.orders, rules=form.rules)
        return render(request, "judging/chair/what_if.html", {"run": run, "form": form, "shifts": shifts})


class ResultWorkbook(LoginRequiredMixin, View):
    """Everything of the round as a workbook, for whoever may see the result; no sheets where the reader is tied."""

    def get(self, request, pk):
        run = get_object_or_404(result_runs_visible_to(request.user), pk=pk)
        note_read(request.user, ProtectedRead.SHEETS, run)
        is_hidden = hides_names(run.round) and not request.user.has_perm("judging.run_round")
        rows = list(ranking_table(run))
        name_places(rows, run.round, is_hidden=is_hidden)
        tied = tied_submissions(request.user, run.round, judged_versions(run.round))
        handle = BytesIO(write_workbook(tables_of(run, rows, hides_names=is_hidden, tied=tied)))
        return private_response(handle, name=f"{slugify(str(run))}.xlsx", content_type=XLSX_TYPE)
