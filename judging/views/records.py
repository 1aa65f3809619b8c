"""Minutes of presentations and reports of visits, for the judges of the entry, the chair and the secretariat."""

from io import BytesIO

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from innovation_portal.utils.files import private_response, serve_private_file
from judging.enums import RoundKind, RoundState
from judging.record_forms import MinutesForm, RecordFileForm, RecordReopenForm, VisitForm
from judging.record_reports import print_record
from judging.selectors.records import contents_of, entries_to_read, records_of, records_to_read, rounds_with_records
from judging.services.records import (
    add_record_file,
    close_record,
    remove_record_file,
    reopen_record,
    save_record,
)

FORMS = {RoundKind.PRESENTATION: MinutesForm, RoundKind.FIELD: VisitForm}


class RecordList(LoginRequiredMixin, View):
    """The entries of a round with how far their records are."""

    def get(self, request, pk):
        round_ = get_object_or_404(rounds_with_records(request.user), pk=pk)
        context = {"round": round_, "rows": records_to_read(request.user, round_)}
        return render(request, "judging/records/list.html", context)


class RecordView(LoginRequiredMixin, View):
    """Something of the record of one entry that the user may read; who `writes` must also be allowed to write it."""

    writes = False

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.round = get_object_or_404(rounds_with_records(request.user), pk=kwargs["pk"])
        entries = {entry.pk: entry for entry in entries_to_read(request.user, self.round)}
        if kwargs["version_pk"] not in entries:
            raise Http404
        self.entry = entries[kwargs["version_pk"]]
        if (self.writes or request.method == "POST") and not self.entry.can_write:
            raise PermissionDenied
        self.record = records_of(self.round).filter(submission=self.entry.submission_id).first()
        return super().dispatch(request, *args, **kwargs)

    @property
    def target(self) -> tuple[int, int]:
        return self.round.pk, self.entry.submission_id

    @property
    def is_visit(self) -> bool:
        return self.round.kind == RoundKind.FIELD

    def back(self):
        return redirect("judging:record-detail", pk=self.round.pk, version_pk=self.entry.pk)


class RecordDetail(RecordView):
    """A record to read and, while it is open, to write. A post saves; `action=close` closes it as well."""

    def get(self, request, pk, version_pk):
        return self._page(self._form())

    def post(self, request, pk, version_pk):
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            save_record(
                *self.target, actor=request.user, revision=form.cleaned_data["revision"], contents=form.contents()
            )
            if form.cleaned_data["action"] == "close":
                close_record(*self.target, actor=request.user)
        except ValidationError as error:
            return self._refused(form, error)
        is_closed = form.cleaned_data["action"] == "close"
        messages.success(request, _("The record is closed.") if is_closed else _("It is saved."))
        return self.back()

    def _form(self, data=None):
        panel = self.round.panel.filter(left_at=None).select_related("judge")
        contents = contents_of(self.record, self.round)
        revision = self.record.revision if self.record else 0
        return FORMS[self.round.kind](data, contents=contents, panel=panel, revision=revision)

    def _refused(self, form, error):
        form.add_error(None, error)
        self.record = records_of(self.round).filter(submission=self.entry.submission_id).first()
        form.take_revision(self.record.revision)
        is_stale = any(problem.code == "stale" for problem in error.error_list)
        return self._page(form, meanwhile=contents_of(self.record, self.round) if is_stale else None)

    def _page(self, form, *, meanwhile=None, file_form=None):
        record = self.record
        is_open = self.round.state == RoundState.OPEN
        context = {
            "round": self.round,
            "entry": self.entry,
            "record": record,
            "contents": contents_of(record, self.round),
            "meanwhile": meanwhile,
            "form": form,
            "file_form": file_form or RecordFileForm(is_visit=self.is_visit),
            "is_visit": self.is_visit,
            "is_writable": is_open and self.entry.can_write and not (record and record.closed_at),
            "can_reopen": is_open and self.entry.can_write and bool(record and record.closed_at),
            "unsent_key": f"record/{self.round.pk}/{self.entry.pk}",
            "reopenings": record.reopenings.select_related("reopened_by") if record else (),
        }
        return render(self.request, "judging/records/detail.html", context)


class RecordReopen(RecordView):
    """Opens a closed record again, with a reason."""

    writes = True

    def get(self, request, pk, version_pk):
        return self._page(RecordReopenForm())

    def post(self, request, pk, version_pk):
        form = RecordReopenForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            reopen_record(*self.target, actor=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("reason" if error.code == "reason_required" else None, error)
            return self._page(form)
        messages.success(request, _("The record is open again; how it was is kept."))
        return self.back()

    def _page(self, form):
        context = {"round": self.round, "entry": self.entry, "form": form}
        return render(self.request, "judging/records/reopen.html", context)


class RecordFileAdd(RecordDetail):
    """Takes a file; what is wrong with it is said beside its words, on the page of the record."""

    http_method_names = ["post"]

    def post(self, request, pk, version_pk):
        form = RecordFileForm(request.POST, request.FILES, is_visit=self.is_visit)
        try:
            if form.is_valid():
                add_record_file(*self.target, actor=request.user, **form.cleaned_data)
                return self.back()
        except ValidationError as error:
            form.add_error("alternative_text" if error.code == "no_description" else "upload", error)
        return self._page(self._form(), file_form=form)


class OneRecordFile(RecordView):
    """A file of the record; a post takes it off."""

    def get(self, request, pk, version_pk, file_pk):
        file = self._file(file_pk)
        return serve_private_file(
            request, file.file, name=file.original_name, content_type=file.content_type, inline=True
        )

    def post(self, request, pk, version_pk, file_pk):
        try:
            remove_record_file(self._file(file_pk).pk, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return self.back()

    def _file(self, file_pk):
        found = [file for file in (self.record.files.all() if self.record else ()) if file.pk == file_pk]
        if not found:
            raise Http404
        return found[0]


class RecordReport(RecordView):
    """The record on paper, once it is closed."""

    def get(self, request, pk, version_pk):
        if self.record is None or self.record.closed_at is None:
            raise Http404
        name = f"catatan-{self.entry.submission.registration_number.lower()}.pdf"
        content = BytesIO(print_record(self.record, self.entry))
        return private_response(content, name=name, content_type="application/pdf", inline=True)
