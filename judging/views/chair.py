from io import BytesIO

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.files import private_response
from judging.forms import ReopenForm, SealForm, SheetReopenForm
from judging.minutes import print_minutes
from judging.selectors.blinding import name_entries, name_places
from judging.selectors.conflicts import is_tied, tied_submissions
from judging.selectors.entries import active_assignments, entries_of
from judging.selectors.entry_sheets import sheets_of_entry
from judging.selectors.progress import outstanding_sheets, progress_by_entry, progress_by_judge, progress_of
from judging.selectors.results import chaired_results, may_see_scores, ranking_table, result_runs_visible_to
from judging.selectors.rounds import combined_rounds, rounds_chaired_by
from judging.services.results import calculate_result, confirm_result
from judging.services.seals import reopen_result, seal_result
from judging.services.sheets import reopen_sheet
from judging.views.desk import JudgeRequired
from submissions.models import SubmissionVersion


class ChairedRounds(JudgeRequired, ListView):
    """The rounds a person chairs."""

    template_name = "judging/chair/round_list.html"
    context_object_name = "rounds"

    def get_queryset(self):
        return rounds_chaired_by(self.request.user)


class ChairedRound(JudgeRequired, ListView):
    """Progress of one round by judge and by entry: counts, never scores."""

    template_name = "judging/chair/round.html"
    context_object_name = "entries"
    paginate_by = 50

    def get_queryset(self):
        self.round = get_object_or_404(rounds_chaired_by(self.request.user), pk=self.kwargs["pk"])
        return progress_by_entry(self.round)

    def get_context_data(self, **kwargs):
        may_see = may_see_scores(self.request.user, self.round)
        context = super().get_context_data(
            round=self.round,
            progress=progress_of(self.round),
            panel=progress_by_judge(self.round),
            may_see_scores=may_see,
            runs=result_runs_visible_to(self.request.user).filter(round=self.round),
            **kwargs,
        )
        name_entries(context["entries"], self.round)
        if may_see:
            shown = SubmissionVersion.objects.filter(pk__in=[entry.pk for entry in context["entries"]])
            context["tied"] = tied_submissions(self.request.user, self.round, shown)
        return context


class ScoresView(JudgeRequired, View):
    """A page of the chair's round that shows scores, once the chair's own sheets are in."""

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        self.round = get_object_or_404(rounds_chaired_by(request.user), pk=kwargs["pk"])
        if not may_see_scores(request.user, self.round):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class EntryScores(ScoresView):
    """The sheets of one entry side by side. One that the chair has a conflict of interest with does not exist."""

    def get(self, request, pk, version_pk):
        entry = get_object_or_404(entries_of(self.round).select_related("submission"), pk=version_pk)
        if is_tied(request.user, self.round, entry.pk):
            raise Http404
        note_read(request.user, ProtectedRead.SHEETS, entry)
        name_entries([entry], self.round)
        context = {
            "round": self.round,
            "entry": entry,
            "seen": sheets_of_entry(self.round, entry),
            "can_reopen": self.round.accepts_sheets,
        }
        return render(request, "judging/chair/entry.html", context)


class SheetReopen(ScoresView):
    """Gives a submitted sheet back to its judge."""

    @cached_property
    def assignment(self):
        submitted = active_assignments(self.round).filter(sheet__submitted_at__isnull=False)
        found = get_object_or_404(submitted.select_related("panelist__judge"), pk=self.kwargs["assignment_pk"])
        if is_tied(self.request.user, self.round, found.version_id):
            raise Http404
        return found

    def get(self, request, pk, assignment_pk):
        return self._page(SheetReopenForm())

    def post(self, request, pk, assignment_pk):
        form, assignment = SheetReopenForm(request.POST), self.assignment
        if not form.is_valid():
            return self._page(form)
        try:
            reopen_sheet(assignment.pk, actor=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("reason" if error.code == "reason_required" else None, error)
            return self._page(form)
        messages.success(request, _("The sheet is with its judge again; a mail says why."))
        return redirect("judging:entry-scores", pk=self.round.pk, version_pk=assignment.version_id)

    def _page(self, form):
        context = {"round": self.round, "assignment": self.assignment, "form": form}
        return render(self.request, "judging/chair/reopen_sheet.html", context)


class ResultCalculation(JudgeRequired, View):
    def post(self, request, pk):
        round_ = get_object_or_404(rounds_chaired_by(request.user), pk=pk)
        try:
            run = calculate_result(round_.pk, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("judging:chair-round", pk=pk)
        return redirect("judging:result-detail", pk=run.pk)


class ResultDetail(JudgeRequired, ListView):
    """A calculated ranking with ties and what decided them."""

    template_name = "judging/chair/result.html"
    context_object_name = "rows"
    paginate_by = 100

    def get_queryset(self):
        self.run = get_object_or_404(chaired_results(self.request.user), pk=self.kwargs["pk"])
        return ranking_table(self.run)

    def get_context_data(self, **kwargs):
        outstanding = 0 if self.run.confirmed_at else outstanding_sheets(self.run.round)
        context = super().get_context_data(
            run=self.run, outstanding=outstanding, combined=combined_rounds(self.run.round), **kwargs
        )
        name_places(context["rows"], self.run.round)
        return context


class ResultConfirmation(JudgeRequired, View):
    def post(self, request, pk):
        run = get_object_or_404(chaired_results(request.user), pk=pk)
        try:
            confirm_result(run.pk, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("The ranking is confirmed. It can be sealed now."))
        return redirect("judging:result-detail", pk=pk)


class ResultReopening(JudgeRequired, FreshLoginRequired, View):
    """Opens a sealed round again, with the reason and the consequences in front of it."""

    def get(self, request, pk):
        run = get_object_or_404(chaired_results(request.user), pk=pk)
        if not run.is_sealed:
            return redirect("judging:result-detail", pk=pk)
        return self._page(request, run, ReopenForm(self.kept))

    def post(self, request, pk):
        run = get_object_or_404(chaired_results(request.user), pk=pk)
        form = ReopenForm(request.POST)
        if not form.is_valid():
            return self._page(request, run, form)
        try:
            reopen_result(run.pk, actor=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("reason" if error.code == "reason_required" else None, error)
            return self._page(request, run, form)
        messages.success(request, _("The round is open again. Its next calculation makes the next version."))
        return redirect("judging:chair-round", pk=run.round_id)

    def _page(self, request, run, form):
        return render(request, "judging/chair/reopen.html", {"run": run, "form": form})


class ResultMinutes(LoginRequiredMixin, View):
    """The minutes of a sealed result, for whoever may see the result."""

    def get(self, request, pk):
        visible = result_runs_visible_to(request.user).exclude(seal=None)
        run = get_object_or_404(visible, pk=pk)
        name = slugify(f"berita acara {run}")
        handle = BytesIO(print_minutes(run))
        return private_response(handle, name=f"{name}.pdf", content_type="application/pdf", inline=True)


class ResultSeal(JudgeRequired, FreshLoginRequired, View):
    """The last step, with its consequences in front of it."""

    def get(self, request, pk):
        run = get_object_or_404(chaired_results(request.user), pk=pk)
        if run.sealed_at or not run.confirmed_at:
            return redirect("judging:result-detail", pk=pk)
        return self._page(request, run, SealForm(self.kept))

    def post(self, request, pk):
        run = get_object_or_404(chaired_results(request.user), pk=pk)
        form = SealForm(request.POST)
        if not form.is_valid():
            return self._page(request, run, form)
        try:
            seal_result(run.pk, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("The result is sealed and the round is closed."))
        return redirect("judging:result-detail", pk=pk)

    def _page(self, request, run, form):
        leaders = list(ranking_table(run)[:10])
        name_places(leaders, run.round)
        context = {"run": run, "form": form, "leaders": leaders}
        return render(request, "judging/chair/seal.html", context)
