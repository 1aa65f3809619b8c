"""The sheets of an agency's innovations for the Indeks Inovasi Daerah, filled at its desk."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from innovation_portal.utils import clock
from innovation_portal.utils.words import count_words
from submissions.forms.iid import SheetForm
from submissions.forms.iid_chances import ChancesForm
from submissions.forms.iid_facts import IidFactsForm
from submissions.iid.facts import wanting_facts
from submissions.iid.scoring import HIGHEST_LEVEL
from submissions.models import IidAssessment, IndicatorFile, IndicatorTable, Innovation
from submissions.selectors.iid import (
    assessments_of_own_agencies,
    evidence_to_choose,
    innovations_to_assess,
    latest_table,
    sheet_of,
)
from submissions.selectors.iid_proposals import proposals_for
from submissions.services.iid import (
    add_indicator_file,
    remove_indicator_file,
    save_iid_facts,
    save_indicators,
    start_assessment,
)
from submissions.views.desk import AgencyDeskMixin
from submissions.views.iid_monitoring import iid_workbook


class IidList(AgencyDeskMixin, TemplateView):
    """Every innovation of the agency with its sheet of a table, the latest unless `?tahun=` names another.

    Of the latest table also the way to begin one.
    """

    template_name = "submissions/iid/list.html"
    tab = "iid-list"

    def get_context_data(self, **kwargs):
        tables = list(IndicatorTable.objects.all())
        if not tables:
            return super().get_context_data(**kwargs)
        asked = self.request.GET.get("tahun")
        table = next((one for one in tables if str(one.year) == asked), tables[0])
        is_latest = table == tables[0]
        rows = [row for row in innovations_to_assess(self.agency, table) if is_latest or row[1]]
        weights = list(table.indicators.values_list("weight", flat=True))
        return super().get_context_data(
            table=table,
            tables=tables,
            rows=rows,
            begun=sum(one is not None for _innovation, one in rows),
            indicator_count=len(weights),
            maximum=sum(weights) * HIGHEST_LEVEL,
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        if self.request.GET.get("unduh") != "xlsx" or "table" not in context:
            return super().render_to_response(context, **kwargs)
        begun = [one for _innovation, one in context["rows"] if one]
        return iid_workbook(context["table"], begun, name=f"iid-{context['table'].year}-{slugify(self.agency.code)}")


class IidStart(AgencyDeskMixin, View):
    http_method_names = ["post"]

    def post(self, request, agency_pk, innovation_pk):
        innovation = get_object_or_404(Innovation, agency=self.agency, pk=innovation_pk)
        table = latest_table()
        if table is None:
            raise Http404
        assessment = start_assessment(innovation.pk, table.pk, actor=request.user)
        return redirect("submissions:iid-sheet", pk=assessment.pk)


class IidDeskMixin(AgencyDeskMixin):
    """For pages of one sheet of an own agency; others do not exist."""

    tab = "iid-list"

    def get_agency_id(self) -> int:
        self.assessment: IidAssessment = get_object_or_404(
            assessments_of_own_agencies(self.request.user), pk=self.kwargs["pk"]
        )
        return self.assessment.innovation.agency_id

    @cached_property
    def sheet(self):
        return sheet_of(self.assessment)

    def get_context_data(self, **kwargs):
        return super().get_context_data(assessment=self.assessment, sheet=self.sheet, **kwargs)


class IidSheet(IidDeskMixin, FormView):
    """The sheet. Every button saves all that was changed, htmx saves it while one writes."""

    template_name = "submissions/iid/sheet.html"

    def get_form(self, form_class=None, *, kept=None):
        is_new = kept is None and self.request.method == "POST"
        return SheetForm(
            self.request.POST if is_new else None,
            self.request.FILES if is_new else None,
            sheet=self.sheet,
            evidence=evidence_to_choose(self.assessment.innovation),
            proposals=proposals_for(self.assessment),
            kept=kept,
        )

    def form_valid(self, form):
        revision = form.cleaned_data["revision"]
        try:
            self.assessment = save_indicators(
                self.assessment.pk, actor=self.request.user, revision=revision, said=form.said
            )
        except ValidationError as error:
            return self._refused(form, error)
        if self.request.htmx:
            return self._show_state(form, revision)
        problems = self._change_files(form)
        for problem in problems:
            messages.error(self.request, problem)
        if not problems:
            messages.success(self.request, _("Saved."))
        here = reverse("submissions:iid-sheet", args=[self.assessment.pk])
        return redirect(here + self._place(form))

    def form_invalid(self, form):
        if self.request.htmx:
            problem = next(iter(form.errors.values()))[0]
            return render(self.request, "submissions/iid/_saved.html", {"form": form, "problem": problem})
        return super().form_invalid(form)

    def _refused(self, form, error):
        if self.request.htmx:
            context = {"form": form, "problem": error.messages[0]}
            return render(self.request, "submissions/iid/_saved.html", context)
        said = form.said
        self._read_again()
        messages.error(self.request, error.messages[0])
        return self.render_to_response(self.get_context_data(form=self.get_form(kept=said)))

    def _show_state(self, form, revision):
        """Answer an autosave: the state, the score, and what others have changed since the page was opened."""
        own = set(form.said)
        self._read_again()
        fresh = self.get_form(kept={})
        foreign = [
            fresh[f"level-{line.indicator.number}"]
            for line in self.sheet.lines
            if line.assessed and line.assessed.revision > revision and line.indicator.number not in own
        ]
        context = {"form": fresh, "sheet": self.sheet, "foreign": foreign, "saved_at": clock.now()}
        return render(self.request, "submissions/iid/_saved.html", context)

    def _change_files(self, form) -> list[str]:
        """Take files in and out; return what was refused."""
        problems = []
        for number, upload in form.uploads.items():
            try:
                add_indicator_file(self.assessment.pk, number, actor=self.request.user, upload=upload)
            except ValidationError as error:
                problems += [f"{upload.name}: {message}" for message in error.messages]
        if removed := form.cleaned_data["remove"]:
            file = get_object_or_404(IndicatorFile, assessment=self.assessment, pk=removed)
            remove_indicator_file(file.pk, actor=self.request.user)
        return problems

    def _read_again(self):
        del self.sheet
        self.assessment = assessments_of_own_agencies(self.request.user).get(pk=self.assessment.pk)

    def _place(self, form) -> str:
        """Return the fragment of the indicator whose button was pressed."""
        taken = form.cleaned_data["take"]
        numbers = [int(taken)] if taken.isdecimal() else [*form.uploads]
        return f"#indikator-{numbers[0]}" if numbers else ""

    def get_context_data(self, **kwargs):
        empty = {line.indicator.number for line in self.sheet.lines if line.level == 0}
        context = super().get_context_data(
            saved_at=self.assessment.updated_at if self.assessment.revision else None,
            unsent_key=f"iid/{self.assessment.pk}",
            wanting=wanting_facts(self.assessment),
            design_words=count_words(self.assessment.design),
            **kwargs,
        )
        return context | {"open_proposals": len(empty & set(context["form"].proposals))}


class IidFactsEdit(IidDeskMixin, FormView):
    template_name = "submissions/iid/facts.html"
    form_class = IidFactsForm

    def get_form_kwargs(self):
        return {"data": self.request.POST or None, "assessment": self.assessment}

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            save_iid_facts(self.assessment.pk, actor=self.request.user, revision=data["revision"], facts=form.facts)
        except ValidationError as error:
            form.add_error(None, error)
            if getattr(error, "code", "") == "stale":
                self.assessment = assessments_of_own_agencies(self.request.user).get(pk=self.assessment.pk)
                form.use_revision(self.assessment.facts_revision)
                return self.render_to_response(self.get_context_data(form=form, stored=self.assessment))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect("submissions:iid-sheet", pk=self.assessment.pk)


class IidChances(IidDeskMixin, TemplateView):
    """What is missing by the points it would bring, and a trial of other levels that stores nothing."""

    template_name = "submissions/iid/chances.html"

    def get_context_data(self, **kwargs):
        form = ChancesForm(self.request.GET or None, sheet=self.sheet)
        return super().get_context_data(form=form, score=form.score, gained=form.score - self.sheet.score, **kwargs)
