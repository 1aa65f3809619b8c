"""A submission as a whole: where it stands, its steps, what was submitted."""

from io import BytesIO

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView
from wagtail import hooks

from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.files import private_response, serve_private_file
from submissions.enums import EvidenceKind, SubmissionStatus
from submissions.forms.steps import StepForm, SubmitForm
from submissions.selectors.changes import changes_between
from submissions.selectors.checks import problems_of
from submissions.selectors.dashboard import steps_of
from submissions.selectors.deadlines import submission_deadline
from submissions.selectors.entries import facts_in_words
from submissions.selectors.next_step import place_of
from submissions.selectors.submissions import evidence_visible_to, steps_open_to
from submissions.selectors.templates import answers_no_longer_asked
from submissions.selectors.verdicts import verdict_on
from submissions.selectors.writing import written_sections
from submissions.services.drafts import accept_declarations
from submissions.services.submissions import change_status
from submissions.services.thumbnails import evidence_thumbnail
from submissions.services.versions import payload_of
from submissions.views.desk import SubmissionDeskMixin
from submissions.workflow import EDITABLE


class SubmissionDetail(SubmissionDeskMixin, FormView):
    """Where the submission stands, what happened to it, and the steps other than submitting."""

    template_name = "submissions/opd/submission_detail.html"
    form_class = StepForm

    def form_valid(self, form):
        try:
            submission = change_status(self.submission.pk, actor=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("comment" if error.code == "comment_required" else None, error)
            return self.form_invalid(form)
        told = {
            "request_approval": _("The person in charge has been asked to read and submit it."),
            "recall": _("The submission can be changed again."),
            "withdraw": _("The submission is withdrawn. Nothing was deleted."),
            "restore": _("The submission is a draft again."),
        }
        messages.success(self.request, told[form.cleaned_data["action"]])
        return redirect("submissions:submission-detail", pk=submission.pk)

    def get_context_data(self, **kwargs):
        submission = self.submission
        events = list(submission.events.select_related("actor", "version").order_by("-at", "-pk"))
        open_steps = steps_open_to(self.request.user, submission)
        return super().get_context_data(
            events=events,
            reasons=verdict_on(submission),
            versions=submission.versions.select_related("submitted_by"),
            steps=steps_of(submission),
            open_steps=[step for step in open_steps if step.name not in ("submit", "request_approval")],
            is_editable=submission.status in EDITABLE,
            no_longer_asked=answers_no_longer_asked(submission),
            can_review=any(step.name in ("submit", "request_approval") for step in open_steps),
            deadline=submission_deadline(submission),
            links=[link for links_of in hooks.get_hooks("links_of_submission") for link in links_of(submission)],
            **kwargs,
        )


class SubmissionReview(SubmissionDeskMixin, FormView):
    """Everything on one page before it goes out: what is missing, what will be sent, and the submit."""

    template_name = "submissions/opd/submission_review.html"
    form_class = SubmitForm

    def get(self, request, *args, **kwargs):
        if self.submission.status not in EDITABLE | {SubmissionStatus.AWAITING_APPROVAL}:
            return redirect("submissions:submission-detail", pk=self.submission.pk)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "submission": self.submission, "user": self.request.user}

    def form_valid(self, form):
        pk, actor, data = self.submission.pk, self.request.user, form.cleaned_data
        try:
            accept_declarations(pk, actor=actor, declaration_ids=data["declarations"])
            submission = change_status(pk, "submit", actor=actor, form_opened_at=data["opened_at"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        number = submission.registration_number
        messages.success(self.request, _("Submitted and received under the number %(number)s.") % {"number": number})
        return redirect("submissions:submission-detail", pk=pk)

    def get_context_data(self, **kwargs):
        submission = self.submission
        sections = written_sections(submission)
        problems = [one for one in problems_of(submission, sections) if one.anchor != "declarations"]
        payload, last = payload_of(submission, sections), submission.versions.first()
        return super().get_context_data(
            changes=changes_between(last.payload, payload) if last else None,
            reasons=verdict_on(submission),
            problems=[(problem, place_of(problem, submission)) for problem in problems],
            payload=payload,
            facts=facts_in_words(payload),
            is_editable=submission.status in EDITABLE,
            open_steps={step.name for step in steps_open_to(self.request.user, submission)},
            deadline=submission_deadline(submission),
            **kwargs,
        )


class VersionDetail(SubmissionDeskMixin, TemplateView):
    """What exactly was submitted, word for word."""

    template_name = "submissions/opd/version_detail.html"

    def get_context_data(self, **kwargs):
        versions = self.submission.versions.select_related("submitted_by")
        version = get_object_or_404(versions, number=self.kwargs["number"])
        before = versions.filter(number=version.number - 1).first()
        return super().get_context_data(
            version=version,
            payload=version.payload,
            facts=facts_in_words(version.payload),
            changes=changes_between(before.payload, version.payload) if before else None,
            **kwargs,
        )


class EvidenceFile(LoginRequiredMixin, View):
    """A piece of evidence, for those who may open its submission; for everybody else it does not exist."""

    def get(self, request, pk):
        files = evidence_visible_to(request.user).exclude(file="")
        evidence = get_object_or_404(files, pk=pk)
        note_read(request.user, ProtectedRead.EVIDENCE, evidence)
        return serve_private_file(
            request,
            evidence.file,
            name=evidence.original_name,
            content_type=evidence.content_type,
            inline=True,
        )


class EvidenceThumbnail(LoginRequiredMixin, View):
    """A small picture of a piece of evidence that is one, for the same people."""

    def get(self, request, pk):
        pictures = evidence_visible_to(request.user).filter(kind=EvidenceKind.PICTURE)
        evidence = get_object_or_404(pictures, pk=pk)
        try:
            small = evidence_thumbnail(evidence)
        except (FileNotFoundError, ValidationError) as error:
            raise Http404 from error
        return private_response(BytesIO(small), name=f"{pk}.webp", content_type="image/webp", inline=True)
