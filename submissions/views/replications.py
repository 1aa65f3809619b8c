"""What the agency takes over from others, and what others take over from it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from innovation_portal.utils import clock
from submissions.forms.replications import CONFIRM, AnnounceForm, DecisionForm, EndForm, ReportForm
from submissions.models import Innovation, Replication
from submissions.selectors.replications import (
    STANDING,
    replications_between,
    replications_from,
    replications_taken_by,
)
from submissions.selectors.similar import known_innovations, similar_innovations
from submissions.services.replications import (
    announce_replication,
    confirm_replication,
    decline_replication,
    end_replication,
    report_replication,
)
from submissions.views.desk import AgencyDeskMixin
from submissions.voice_enums import ReplicationState

FOUND_SHOWN = 8


class ReplicationDoor(AgencyDeskMixin, TemplateView):
    """Where the button of a public page leads: to the form of the person's agency, the first one of several."""

    def get_agency_id(self) -> int:
        return next(iter(self.memberships))

    def get(self, request, innovation_pk):
        return redirect("submissions:replication-announce", agency_pk=self.agency.pk, innovation_pk=innovation_pk)


class ReplicationList(AgencyDeskMixin, TemplateView):
    template_name = "submissions/opd/replication_list.html"
    tab = "replication-list"

    def get_context_data(self, **kwargs):
        words = self.request.GET.get("q", "").strip()[:120]
        found = similar_innovations(words, limit=FOUND_SHOWN) if words else []
        incoming = list(replications_from(self.agency))
        return super().get_context_data(
            words=words,
            found=[one for one in found if one.agency_id != self.agency.pk],
            taken=replications_taken_by(self.agency),
            incoming=incoming,
            waiting=[one for one in incoming if one.state == ReplicationState.ANNOUNCED],
            **kwargs,
        )


class ReplicationAnnounce(AgencyDeskMixin, FormView):
    template_name = "submissions/opd/replication_announce.html"
    form_class = AnnounceForm
    tab = "replication-list"

    @cached_property
    def innovation(self) -> Innovation:
        return get_object_or_404(known_innovations().select_related("agency"), pk=self.kwargs["innovation_pk"])

    def form_valid(self, form):
        try:
            replication = announce_replication(
                self.innovation.pk, actor=self.request.user, agency_id=self.agency.pk, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("It is announced. The agency of origin has been asked by mail."))
        return redirect("submissions:replication-detail", agency_pk=self.agency.pk, pk=replication.pk)

    def get_context_data(self, **kwargs):
        others = [one.agency for one in self.memberships.values() if one.agency_id != self.agency.pk]
        return super().get_context_data(innovation=self.innovation, other_agencies=others, **kwargs)


class ReplicationMixin(AgencyDeskMixin):
    """For pages of one replication in which the agency has a part; others do not exist."""

    tab = "replication-list"

    @cached_property
    def replication(self) -> Replication:
        return get_object_or_404(replications_between(self.agency), pk=self.kwargs["pk"])

    @property
    def is_origin(self) -> bool:
        return self.replication.innovation.agency_id == self.agency.pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(replication=self.replication, is_origin=self.is_origin, **kwargs)


class ReplicationDetail(ReplicationMixin, TemplateView):
    template_name = "submissions/opd/replication_detail.html"

    def get_context_data(self, **kwargs):
        state = self.replication.state
        years = range(self.replication.announced_at.year, clock.today().year + 1)
        return super().get_context_data(
            may_decide=self.is_origin and self.is_approver and state == ReplicationState.ANNOUNCED,
            may_end=not self.is_origin and state in STANDING,
            years=reversed(years) if not self.is_origin and state == ReplicationState.CONFIRMED else [],
            **kwargs,
        )


class ReplicationAct(ReplicationMixin, FormView):
    """One act about a replication: what its service refuses stands in the form, and nothing is lost."""

    template_name = "submissions/opd/replication_act.html"

    @property
    def may_act(self) -> bool:
        return not self.is_origin

    def get_form(self, form_class=None):
        """Reading the form and sending it both ask for it first."""
        if not self.may_act:
            raise PermissionDenied
        return super().get_form(form_class)

    def get_initial(self):
        return {"revision": self.replication.revision}

    def perform(self, **data) -> None:
        raise NotImplementedError

    def form_valid(self, form):
        try:
            self.perform(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("It is stored."))
        return redirect("submissions:replication-detail", agency_pk=self.agency.pk, pk=self.replication.pk)


class ReplicationDecide(ReplicationAct):
    form_class = DecisionForm

    @property
    def may_act(self):
        return self.is_origin and self.is_approver

    def perform(self, decision, reason, revision):
        actor = self.request.user
        if decision == CONFIRM:
            confirm_replication(self.replication.pk, actor=actor, revision=revision)
        else:
            decline_replication(self.replication.pk, actor=actor, revision=revision, reason=reason)


class ReplicationEnd(ReplicationAct):
    form_class = EndForm

    def perform(self, **data):
        end_replication(self.replication.pk, actor=self.request.user, **data)


class ReplicationReporting(ReplicationAct):
    """The report of one year, written or corrected."""

    form_class = ReportForm

    def get_initial(self):
        report = self.replication.reports.filter(year=self.kwargs["year"]).first()
        if report is None:
            return {"revision": 0}
        return {"revision": report.revision, "progress": report.progress, "result": report.result}

    def perform(self, **data):
        report_replication(self.replication.pk, actor=self.request.user, year=self.kwargs["year"], **data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(year=self.kwargs["year"], **kwargs)
