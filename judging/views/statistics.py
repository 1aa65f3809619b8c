from django.shortcuts import get_object_or_404, render
from django.views import View

from judging.charts import ROW, rank_moves, severity_picture
from judging.selectors.blinding import name_places
from judging.selectors.entries import entries_of
from judging.selectors.result_statistics import edges_of, statistics_of, wide_entries
from judging.selectors.results import chaired_results, ranking_table
from judging.views.desk import JudgeRequired


class ResultStatistics(JudgeRequired, View):
    """Where judges are far apart, how severe they are, and how ranks move when that is taken out."""

    def get(self, request, pk):
        run = get_object_or_404(chaired_results(request.user).exclude(statistics={}), pk=pk)
        rows = list(ranking_table(run))
        name_places(rows, run.round)
        by_submission = {row.submission_id: row for row in rows}
        statistics = statistics_of(run)
        moves = [] if statistics.obstacle else rank_moves(rows)
        context = {
            "run": run,
            "statistics": statistics,
            "picture": severity_picture(statistics.severities),
            "wide": self._wide(run, by_submission),
            "outliers": [(one, by_submission[one.submission_id]) for one in statistics.outliers],
            "edges": edges_of(run, rows),
            "moves": moves,
            "moves_height": ROW + max((max(move.start, move.end) for move in moves), default=0),
        }
        return render(request, "judging/chair/statistics.html", context)

    def _wide(self, run, by_submission):
        wide = [by_submission[row.submission_id] for row in wide_entries(run)]
        versions = dict(entries_of(run.round).values_list("submission", "pk"))
        for row in wide:
            row.version_pk = versions.get(row.submission_id)
        return wide
