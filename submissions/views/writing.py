"""The pages on which the sections of a submission are written, and its innovators named."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import FormView, TemplateView

from innovation_portal.utils import clock
from innovation_portal.utils.formats import figure
from innovation_portal.utils.texts import compare
from innovation_portal.utils.words import count_words
from submissions.enums import DossierPart, SectionKind
from submissions.forms.writing import InnovatorFormSet, SectionForm
from submissions.models import Submission
from submissions.selectors.deadlines import submission_deadline
from submissions.selectors.editions import sections_of
from submissions.selectors.eligibility import lacks_group
from submissions.selectors.resemblance import resemblances_of
from submissions.selectors.templates import sections_in_use
from submissions.selectors.verdicts import verdict_on
from submissions.selectors.writing import WrittenSection, writers_beside, written_sections
from submissions.services.drafts import replace_innovators, save_answer
from submissions.services.evidence import add_file, add_link, remove_evidence
from submissions.services.presence import note_presence
from submissions.views.desk import SubmissionDeskMixin
from submissions.workflow import EDITABLE


class WritingMixin(SubmissionDeskMixin):
    """For pages that change a draft. They open while it can be changed, and show the way through its parts."""

    part: DossierPart

    @cached_property
    def sections(self):
        return written_sections(self.submission)

    @cached_property
    def section_pk(self) -> int | None:
        """The section that the address names, None on a page of another part.

        An address from before the submission was moved to another template leads to the same section of this one.
        """
        named = self.kwargs.get("section_pk")
        if named is None or any(written.section.pk == named for written in self.sections):
            return named
        return sections_in_use(self.submission).get(named)

    @property
    def written(self) -> WrittenSection:
        for written in self.sections:
            if written.section.pk == self.section_pk:
                return written
        raise Http404

    def get(self, request, *args, **kwargs):
        if self.submission.status not in EDITABLE:
            messages.info(request, _("This submission cannot be changed now."))
            return redirect("submissions:submission-detail", pk=self.submission.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        verdict = verdict_on(self.submission)
        here = verdict.about(self.part, self.section_pk) if verdict else []
        placed = verdict.remarks if verdict else []
        sections_remarked = {one.section_id for one in placed}
        return super().get_context_data(
            outline=[(written, written.section.pk in sections_remarked) for written in self.sections],
            remarked={one.remark.part for one in placed},
            lacks_group=lacks_group(self.submission),
            reasons=verdict,
            remarks_here=here,
            **kwargs,
        )


class InnovatorsEdit(WritingMixin, FormView):
    """Who is behind the innovation. Without JavaScript "add" sends the page once more with another empty line."""

    part = DossierPart.INNOVATORS
    template_name = "submissions/opd/innovators.html"
    form_class = InnovatorFormSet

    def get_initial(self):
        return list(self.submission.innovators.values("name", "role"))

    def post(self, request, *args, **kwargs):
        formset = self.get_form()
        if "add" in request.POST:
            return self.form_invalid(formset.with_another_line())
        return self.form_valid(formset) if formset.is_valid() else self.form_invalid(formset)

    def form_valid(self, form):
        try:
            replace_innovators(self.submission.pk, actor=self.request.user, innovators=form.innovators())
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
            return self.form_invalid(form)
        messages.success(self.request, _("The innovators are saved."))
        return redirect("submissions:submission-review", pk=self.submission.pk)


class SectionEdit(WritingMixin, FormView):
    """One section. Every button saves the answer and whatever evidence was given; htmx saves the answer alone."""

    part = DossierPart.SECTION
    template_name = "submissions/opd/section.html"
    form_class = SectionForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "written": self.written}

    def form_valid(self, form):
        self._change_evidence(form)
        is_stale = self._save_answer(form)
        del self.sections  # they have changed
        if self.request.htmx:
            return self._show_state(form)
        if form.errors:
            return self._show_both(form) if is_stale else self.form_invalid(form)
        return redirect(self._onward(form))

    def form_invalid(self, form):
        return self._show_state(form) if self.request.htmx else super().form_invalid(form)

    def _show_state(self, form):
        context = {"form": form, "problem": next(iter(form.errors.values()), [""])[0], "saved_at": clock.now()}
        return render(self.request, "submissions/opd/_saved.html", context)

    def _show_both(self, form):
        form.use_revision(self.written.revision)
        problem = form.errors[form.answer_field][0]
        texts = compare(self.written.text, form.answer_in_words())
        context = self.get_context_data(form=form, stored=self.written, texts=texts, problem=problem)
        return self.render_to_response(context)

    def _save_answer(self, form) -> bool:
        """Save the answer and say whether somebody else has stored another one meanwhile."""
        revision = form.cleaned_data["revision"]
        try:
            answer = save_answer(
                self.submission.pk,
                self.section_pk,
                actor=self.request.user,
                revision=revision,
                **form.answer,
            )
        except ValidationError as error:
            form.add_error(form.answer_field, error)
            return error.code == "stale"
        form.use_revision(answer.revision)
        return False

    def _change_evidence(self, form):
        data, submission_pk = {**form.cleaned_data}, self.submission.pk  # a refusal takes its field out of the form's
        uploads, title = data["upload"], data["evidence_title"]
        given = {"actor": self.request.user, "section_id": self.section_pk}
        if data["remove"]:
            evidence = get_object_or_404(self.submission.evidence, pk=data["remove"])
            with form.refusals_beside("upload"):
                remove_evidence(evidence.pk, actor=self.request.user)
        for upload in uploads:
            with form.refusals_beside("upload", about=upload.name):
                add_file(submission_pk, upload=upload, title=title if len(uploads) == 1 else "", **given)
        if data["link"]:
            with form.refusals_beside("link"):
                add_link(submission_pk, url=data["link"], title=title, **given)

    def _onward(self, form) -> str:
        self._say_saved(form)
        if form.cleaned_data["action"] == "next":
            return section_url_after(self.submission, self.section_pk)
        here = reverse("submissions:section-edit", args=[self.submission.pk, self.section_pk])
        return f"{here}#evidence" if form.is_about_evidence else here

    def _say_saved(self, form):
        limit = form.section.word_limit if form.section.kind == SectionKind.TEXT else None
        over = count_words(form.answer["text"]) - limit if limit else 0
        if over <= 0:
            messages.success(self.request, _("Saved."))
            return
        message = ngettext(
            "Saved, but %(over)s word above the limit.", "Saved, but %(over)s words above the limit.", over
        )
        messages.warning(self.request, message % {"over": figure(over)})

    def get_context_data(self, **kwargs):
        answer = self.written.answer
        return super().get_context_data(
            written=self.written,
            saved_at=answer.edited_at if answer else None,
            deadline=submission_deadline(self.submission),
            **kwargs,
        )


class SectionWriters(SubmissionDeskMixin, View):
    """A fragment that an open section asks for again and again: says that it is open, and who else writes."""

    http_method_names = ["post"]

    def post(self, request, pk, section_pk):
        section = next((one for one in sections_of(self.submission) if one.pk == section_pk), None)
        if section is None:
            raise Http404
        note_presence(self.submission, section.pk, actor=request.user)
        context = {"writers": writers_beside(self.submission, request.user), "section": section}
        return render(request, "submissions/opd/_writers.html", context)


class SectionResemblance(WritingMixin, TemplateView):
    """What of a section stood in other submissions of the agency; an open section loads the summary of it."""

    part = DossierPart.SECTION
    template_name = "submissions/opd/resemblance.html"

    def get_context_data(self, **kwargs):
        found = resemblances_of(self.submission, self.written.text)
        return super().get_context_data(written=self.written, found=found, **kwargs)


def first_section_url(submission: Submission) -> str:
    return section_url_after(submission, None)


def section_url_after(submission: Submission, section_pk: int | None) -> str:
    """Return the address of the section after this one; after the last one come the innovators."""
    keys = [None, *(section.pk for section in sections_of(submission))]
    following = keys[keys.index(section_pk) + 1 :]
    if not following:
        return reverse("submissions:innovators-edit", args=[submission.pk])
    return reverse("submissions:section-edit", args=[submission.pk, following[0]])
