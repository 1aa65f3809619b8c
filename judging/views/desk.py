from datetime import date

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.file_contents import without_metadata
from innovation_portal.utils.files import ALLOWED_ENDINGS, private_response, serve_private_file
from judging.enums import RoundState
from judging.forms import ConflictForm
from judging.models import Assignment, ScoreSheet
from judging.selectors.assignments import (
    assignments_of,
    next_task,
    position_of,
    rubrics_of,
    task_list,
    task_totals,
    with_contents,
)
from judging.selectors.blinding import hides_names, name_tasks, seen_entry
from judging.selectors.conduct import has_to_agree, seats_to_agree
from judging.selectors.conflicts import automatic_conflict
from judging.selectors.presentations import days_of_judge
from judging.selectors.records import record_seen_by
from judging.selectors.rounds import rounds_chaired_by
from judging.selectors.sheets import Mark, count_marks, last_reopening, marks_of, scale_memory_of
from judging.services.conflicts import declare_conflict, declare_no_conflict
from judging.services.sheets import save_sheet, submit_sheet
from judging.sheet_forms import SheetForm
from submissions.models import Evidence


class JudgeRequired(PermissionRequiredMixin):
    permission_required = "judging.judge"


class TaskList(JudgeRequired, ListView):
    """A judge's desk: how far along, what next, and every task."""

    template_name = "judging/desk/task_list.html"
    context_object_name = "tasks"
    paginate_by = 50

    def get_queryset(self):
        return task_list(self.request.user)

    def get_context_data(self, **kwargs):
        judge = self.request.user
        context = super().get_context_data(
            totals=task_totals(judge),
            next_task=next_task(judge),
            is_chair=rounds_chaired_by(judge).exists(),
            seats_to_agree=seats_to_agree(judge),
            sitting_days=days_of_judge(judge),
            **kwargs,
        )
        name_tasks([*context["tasks"], *filter(None, [context["next_task"]])])
        return context


class TaskView(JudgeRequired, View):
    """Fetches the judge's assignment; before the code of conduct is agreed to, everything leads to that."""

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        self.assignment = get_object_or_404(with_contents(assignments_of(request.user)), pk=kwargs["pk"])
        return self.answer_instead() or super().dispatch(request, *args, **kwargs)

    def answer_instead(self) -> HttpResponse | None:
        """What is answered where the page may not be shown."""
        if has_to_agree(self.assignment):
            return redirect("judging:conduct-agree", pk=self.assignment.panelist_id)
        return None


class ConflictDeclaration(TaskView):
    """The question before the contents: who is behind this entry, and may this judge judge it?"""

    def get(self, request, pk):
        return self._page(request, self.assignment, ConflictForm())

    def post(self, request, pk):
        form = ConflictForm(request.POST)
        if form.is_valid():
            try:
                decided = self._declare(request, self.assignment, form)
            except ValidationError as error:
                form.add_error("reason" if error.code == "reason_required" else None, error)
            else:
                return self._next(request, decided)
        return self._page(request, self.assignment, form)

    def _page(self, request, assignment, form):
        if assignment.recused_at or automatic_conflict(assignment):
            return blocked(request, assignment)
        context = {"assignment": assignment, "entry": seen_entry(assignment), "form": form}
        return render(request, "judging/desk/conflict.html", context)

    def _declare(self, request, assignment, form) -> Assignment:
        if form.cleaned_data["has_conflict"]:
            return declare_conflict(assignment.pk, actor=request.user, reason=form.cleaned_data["reason"])
        return declare_no_conflict(assignment.pk, actor=request.user)

    def _next(self, request, assignment):
        if assignment.recused_at:
            messages.success(request, _("You withdrew from this entry. The secretariat will find another judge."))
            return redirect("judging:task-list")
        return redirect("judging:sheet-detail", pk=assignment.pk)


def blocked(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """The page that says why an entry is closed to its judge, and nothing of what is in it."""
    context = {"assignment": assignment, "reason": automatic_conflict(assignment)}
    return render(request, "judging/desk/blocked.html", context, status=403)


class EntryView(TaskView):
    """A page that shows what is in the entry: only when nothing closes it and no conflict is declared."""

    def answer_instead(self):
        answer = super().answer_instead()
        if answer:
            return answer
        if self.assignment.recused_at or self.has_conflict():
            return blocked(self.request, self.assignment)
        if self.assignment.cleared_at is None:
            return redirect("judging:conflict-declare", pk=self.assignment.pk)
        return None

    def has_conflict(self) -> bool:
        return bool(automatic_conflict(self.assignment))


class SheetDetail(EntryView):
    """The entry beside the rubric. A post saves what is written; `action=submit` also hands the sheet in."""

    def has_conflict(self):
        # Looked for once: by `_page`, which shows the contents, or by the service that saves, behind its lock.
        return False

    def get(self, request, pk):
        return self._page(self._form())

    def post(self, request, pk):
        form = self._form(request.POST)
        is_valid = form.is_valid()
        if form.is_of_another_rubric:
            return self._rubric_replaced()
        if not is_valid:
            if request.htmx:
                return self._save_state(next(iter(form.errors.values()))[0])
            form.stored = marks_of(self.sheet)
            return self._page(form)
        try:
            self.sheet = save_sheet(
                pk,
                actor=request.user,
                revision=form.cleaned_data["revision"],
                scores=form.marks(),
                remarks=form.remarks(),
            )
            if form.cleaned_data["action"] == "submit":
                submit_sheet(pk, actor=request.user)
        except ValidationError as error:
            return self._refused(form, error)
        return self._saved(form)

    def _form(self, data=None) -> SheetForm:
        self.sheet = getattr(self.assignment, "sheet", None)
        stored = {} if data else marks_of(self.sheet)  # a save shows what is stored only when it is refused
        return SheetForm(data, rubric=self.assignment.round.rubric, sheet=self.sheet, stored=stored)

    def _saved(self, form):
        if self.request.htmx:
            context = {"sheet": self.sheet, "count": count_marks(form.criteria, form.marks())}
            return render(self.request, "judging/desk/_saved.html", context)
        if form.cleaned_data["action"] == "submit":
            messages.success(self.request, _("Your sheet is in. Thank you."))
        else:
            messages.success(self.request, _("Your sheet is saved as a draft."))
        return redirect("judging:sheet-detail", pk=self.assignment.pk)

    def _save_state(self, problem):
        return render(self.request, "judging/desk/_save_state.html", {"problem": problem})

    def _rubric_replaced(self):
        problem = _("The rubric was replaced after you opened this sheet; what you wrote since is not saved.")
        if self.request.htmx:
            return self._save_state(problem)
        messages.warning(self.request, problem)
        return redirect("judging:sheet-detail", pk=self.assignment.pk)

    def _refused(self, form, error):
        if self.request.htmx:
            return self._save_state(error.messages[0])
        codes = {problem.code for problem in error.error_list}
        if "submitted" in codes:  # a second click on the same button, or another window was faster
            messages.info(self.request, error.messages[0])
            return redirect("judging:sheet-detail", pk=self.assignment.pk)
        self.sheet = ScoreSheet.objects.filter(assignment=self.assignment).first()
        form.stored = marks_of(self.sheet)
        form.show_stored(self.sheet)
        form.add_problems(error)
        return self._page(form)

    def _page(self, form):
        if super().has_conflict():
            return blocked(self.request, self.assignment)
        assignment, sheet = self.assignment, self.sheet
        marks = form.marks() if form.is_bound and form.is_valid() else form.stored
        is_submitted = sheet is not None and sheet.submitted_at is not None
        is_writable = assignment.round.accepts_sheets and not is_submitted
        if is_writable:
            form.show_memory(scale_memory_of(assignment))
        entry = seen_entry(assignment)
        context = {
            "assignment": assignment,
            "entry": entry,
            "started_on": date.fromisoformat(entry["started_on"]),
            "sheet": sheet,
            "form": form,
            "marks": [(criterion, marks.get(criterion.pk, Mark())) for criterion in form.criteria],
            "count": count_marks(form.criteria, marks),
            "is_submitted": is_submitted,
            "reopening": last_reopening(sheet),
            "is_writable": is_writable,
            "can_withdraw": assignment.round.state == RoundState.OPEN,
            "position": position_of(assignment),
            "record": record_seen_by(assignment),
            "next_task": self._following() if is_submitted else None,
            # What a browser kept for one rubric is nothing for another.
            "unsent_key": f"{assignment.pk}/{assignment.round.rubric_id}",
        }
        return render(self.request, "judging/desk/sheet.html", context)

    def _following(self) -> Assignment | None:
        task = next_task(self.request.user, after=self.assignment)
        name_tasks(filter(None, [task]))
        return task


class EvidenceFile(EntryView):
    """A file of the frozen version, for the judge whose entry is open. What was removed since is still there."""

    def get(self, request, pk, evidence_pk):
        named = {item["id"]: item for item in self.assignment.version.payload["evidence"] if item["file"]}
        if evidence_pk not in named:
            raise Http404
        evidence = get_object_or_404(Evidence, pk=evidence_pk, submission=self.assignment.version.submission_id)
        note_read(self.request.user, ProtectedRead.EVIDENCE, evidence)
        if hides_names(self.assignment.round):
            pieces = [item["id"] for item in self.assignment.version.payload["evidence"]]
            return self._unnamed(evidence, number=pieces.index(evidence_pk) + 1)
        return serve_private_file(
            request,
            evidence.file,
            name=evidence.original_name,
            content_type=evidence.content_type,
            inline=True,
        )

    def _unnamed(self, evidence, *, number):
        """The same contents under a number, without what the file says of its author, place and programs."""
        try:
            with evidence.file.open("rb") as handle:
                cleaned = without_metadata(handle, evidence.content_type)
        except (FileNotFoundError, ValidationError):
            name = _("Evidence %(number)s") % {"number": number}
            return render(self.request, "portal/file_missing.html", {"name": name}, status=404)
        name = f"bukti-{number}{ALLOWED_ENDINGS[evidence.content_type][0]}"
        return private_response(cleaned, name=name, content_type=evidence.content_type, inline=True)


class Guide(JudgeRequired, View):
    """How to judge, with the rubrics of the judge's rounds."""

    def get(self, request):
        return render(request, "judging/desk/guide.html", {"rubrics": rubrics_of(request.user)})
