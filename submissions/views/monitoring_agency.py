"""The page of one agency in the monitoring: all of it for leadership and its own head, its state for others."""

from django.views.generic import DetailView

from submissions.selectors.agencies import changes_of
from submissions.selectors.arrival import arrival_of
from submissions.selectors.compliance import duties_of
from submissions.selectors.context import context_of_agency
from submissions.selectors.deadlines import agency_deadline
from submissions.selectors.matrix import matrix_of
from submissions.selectors.overview import people_in_charge, shares_before, submissions_over_the_years
from submissions.selectors.timeline import timeline_of
from submissions.views.monitoring import MonitoringView


class AgencyPage(MonitoringView, DetailView):
    """One agency: where it stands this year; in full, also whom to call, what happened and what it handed in."""

    permission_required = "submissions.follow_duty"
    template_name = "submissions/monitoring/agency.html"

    def get_queryset(self):
        return self.sight.agencies()

    def get_context_data(self, **kwargs):
        is_full = self.sight.sees_in_full(self.object.pk)
        return super().get_context_data(
            row=self.duty(),
            is_full=is_full,
            **(self.in_full() if is_full else {}),
            **kwargs,
        )

    def duty(self):
        rows = duties_of(self.edition).select_related("exempted_by", "exemption_document")
        return rows.filter(agency=self.object).first()

    def in_full(self):
        agency, is_led = self.object, self.object.pk in self.sight.led
        return {
            "arrival": arrival_of(self.edition, agency) if is_led and self.sight.sees_figures else None,
            "deadline": agency_deadline(self.edition, agency),
            "share_before": shares_before(self.edition, [agency.pk]).get(agency.pk),
            "people": people_in_charge(agency),
            "changes": changes_of(agency),
            "context": context_of_agency(agency),
            "submissions": submissions_over_the_years(agency),
            "years": matrix_of([agency], self.opened)[0],
            "timeline": timeline_of(self.edition, agency, with_writing=is_led),
        }
