"""The funnel of an edition: how many submissions came how far, and which."""

from django.http import Http404
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from submissions.filters import FunnelFilter
from submissions.selectors.funnel import funnel_of, funnel_steps, submissions_at
from submissions.views.monitoring import MonitoringView


class FunnelView(MonitoringView):
    """What the pages of the funnel share: the filter by kind and region."""

    @cached_property
    def form(self):
        return FunnelFilter(self.edition, self.request.GET)

    @cached_property
    def asked(self):
        asked = self.form.asked()
        return {"region": asked["region"], "kind": asked["kind"]}


class Funnel(FunnelView, TemplateView):
    """The steps as bars and as a table, beside those of the year before."""

    template_name = "submissions/monitoring/funnel.html"

    def get_context_data(self, **kwargs):
        before = next((edition for edition in self.opened if edition.year < self.edition.year), None)
        reaches = funnel_of(self.edition, **self.asked)
        earlier = funnel_of(before, **self.asked) if before else [None] * len(reaches)
        return super().get_context_data(
            form=self.form, before=before, rows=list(zip(reaches, earlier, strict=True)), **kwargs
        )


class FunnelList(FunnelView, ListView):
    """The submissions that came to one step. Of a draft that nobody handed in, leadership reads no title."""

    template_name = "submissions/monitoring/funnel_list.html"
    paginate_by = 25

    @cached_property
    def step(self):
        for step in funnel_steps(self.edition):
            if step.key == self.kwargs["step"]:
                return step
        raise Http404

    def get_queryset(self):
        return submissions_at(self.edition, self.step.key, **self.asked)

    def get_context_data(self, **kwargs):
        return super().get_context_data(step=self.step, **kwargs)
