"""The page of one national proposal in the back office: its form, which saves itself, and what is known of it."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from innovation_portal.utils.back_office import ActionView
from submissions.forms.national import TextsForm
from submissions.models import NationalProposal
from submissions.national_enums import NationalState
from submissions.national_workflow import STEPS
from submissions.selectors.entries import named_pieces
from submissions.selectors.national import events_of, national_history_of, national_proposals, sheet_of
from submissions.services.national_texts import save_text

PERMISSION = "submissions.run_edition"


class ProposalView:
    """For pages of one proposal."""

    permission = PERMISSION
    object: NationalProposal

    @cached_property
    def object(self):
        return get_object_or_404(national_proposals(), pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return f"{self.object.competition}, {self.object.group}"

    def get_breadcrumbs_items(self):
        items = [{"url": reverse("national:index"), "label": _("National track")}]
        return [*self.breadcrumbs_items, *items, {"url": "", "label": str(self.object.innovation)}]

    def get_back_url(self):
        return reverse("national:work", args=[self.object.pk])


class WorkView(ProposalView, ActionView):
    """The form of the ministry beside the frozen submission: written while it is a candidate, read afterwards.

    The button saves all that was changed; htmx does while one writes.
    """

    template_name = "submissions/national/work.html"
    header_icon = "pick"
    form_class = TextsForm

    @cached_property
    def sheets(self):
        return sheet_of(self.object)

    def get_page_title(self):
        return str(self.object.innovation)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "sheets": self.sheets}

    def form_valid(self, form):
        """Save every changed text by itself: what somebody else has changed keeps no other from being saved."""
        for section_id, revision, text in form.changed():
            try:
                save_text(self.object.pk, section_id, actor=self.request.user, revision=revision, text=text)
            except ValidationError as error:
                form.add_error(f"text-{section_id}", error)
        del self.sheets  # they have changed
        if form.errors or self.request.htmx:
            form.read_again(self.sheets)
            return self.form_invalid(form)
        messages.success(self.request, _("All texts are saved."))
        return redirect(self.get_back_url())

    def form_invalid(self, form):
        return self._show_state(form) if self.request.htmx else super().form_invalid(form)

    def _show_state(self, form):
        """Answer an autosave: the state, and of each saved text what the next save rests on."""
        fresh = TextsForm(self.sheets)
        context = {
            "saved": [row for row in fresh.rows() if form.has_saved(row["sheet"].section.pk)],
            "problem": form.first_problem,
            **self._states(),
        }
        return render(self.request, "submissions/national/_saved.html", context)

    def _states(self):
        """How far the form is, and when something was saved last."""
        return {
            "sheets": self.sheets,
            "missing": [sheet for sheet in self.sheets if sheet.problem],
            "ready_count": sum(not sheet.problem for sheet in self.sheets),
            "saved_at": max((sheet.row.edited_at for sheet in self.sheets if sheet.row), default=None),
            "revision": sum(sheet.revision for sheet in self.sheets),
        }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        proposals, recognitions = national_history_of(self.object.innovation_id)
        return context | {
            **self._states(),
            "proposal": self.object,
            "payload": self.object.version.payload,
            "unsent_key": f"national/{self.object.pk}",
            "is_in_preparation": self.object.state == NationalState.CANDIDATE,
            "rows": context["form"].rows(),
            "pieces": named_pieces(self.object.version.payload),
            "steps": [step for step in STEPS.values() if self.object.state in step.sources],
            "events": events_of(self.object),
            "others": [one for one in proposals if one.pk != self.object.pk],
            "recognitions": recognitions,
        }
