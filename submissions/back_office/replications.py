"""Replications in the back office: who takes over what from whom, and the word for an origin that is silent."""

import django_filters
from django import forms
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from innovation_portal.utils import clock
from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet, ReadOnlyPolicy
from innovation_portal.utils.formats import short_moment
from submissions.back_office.feedback import RevisionForm
from submissions.models import Replication
from submissions.selectors.follow_ups import people_in_charge
from submissions.selectors.replications import (
    origin_decides_until,
    overdue_replications,
    replication_days,
    replications_with_reports,
)
from submissions.services.replication_deadlines import confirm_for_origin
from submissions.voice_enums import ReplicationState


class ReplicationFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=ReplicationState.choices)

    class Meta:
        model = Replication
        fields = ["state"]


class ReplicationIndexView(PortalIndexView):
    filterset_class = ReplicationFilterSet

    def get_base_queryset(self):
        return replications_with_reports()


class ReasonForm(RevisionForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Why it is confirmed without the agency of origin, and how you made sure. Both agencies read it."
        ),
    )


class ConfirmView(ActionView):
    """A replication; when its agency of origin has been silent long enough, also the form to confirm for it."""

    permission = "submissions.run_edition"
    model = Replication
    form_class = ReasonForm
    page_title = gettext_lazy("Replication")
    submit_label = gettext_lazy("Confirm for the agency of origin")
    header_icon = "copy"
    template_name = "submissions/admin/replication.html"
    back_url_name = "replications:index"

    @cached_property
    def object(self) -> Replication:
        return get_object_or_404(replications_with_reports(), pk=self.kwargs["pk"])

    def get_initial(self):
        return {"revision": self.object.revision}

    def perform(self, **data):
        confirm_for_origin(self.object.pk, actor=self.request.user, **data)
        return _("It is confirmed and counts; both agencies have been told by mail.")

    def get_context_data(self, **kwargs):
        until = origin_decides_until(self.object, replication_days())
        is_waiting = self.object.state == ReplicationState.ANNOUNCED
        return super().get_context_data(
            replication=self.object,
            origin_people=people_in_charge(self.object.innovation.agency_id),
            until=until,
            is_waiting=is_waiting,
            is_possible=is_waiting and until <= clock.now(),
            **kwargs,
        )


def decided_by(replication: Replication) -> str:
    """Say who decided, and for whom."""
    if replication.is_for_origin:
        return _("%(person)s, secretariat, for the agency of origin") % {"person": replication.decided_by}
    return str(replication.decided_by or "–")


class ReplicationViewSet(PortalViewSet):
    model = Replication
    name = "replikasi"
    url_namespace = "replications"
    url_prefix = "suara/replikasi"
    icon = "copy"
    menu_label = gettext_lazy("Replications")
    menu_order = 300
    permission_policy = ReadOnlyPolicy(Replication)
    index_view_class = ReplicationIndexView
    form_fields = []
    search_fields = ["innovation__title", "agency__name"]
    list_display = [
        TitleColumn("innovation", label=gettext_lazy("Innovation"), url_name="replications:confirm"),
        Column("origin", label=gettext_lazy("Agency of origin"), accessor="innovation.agency"),
        Column("agency", label=gettext_lazy("Taken over by")),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column(
            "announced_at",
            label=pgettext_lazy("replication", "Announced"),
            sort_key="announced_at",
            accessor=lambda one: short_moment(one.announced_at),
        ),
        Column("decided_by", label=gettext_lazy("Decided by"), accessor=decided_by),
    ]

    def get_urlpatterns(self):
        lists = [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]
        return [*lists, path("<int:pk>/", ConfirmView.as_view(), name="confirm")]


@hooks.register("what_waits")
def replications_without_a_word(user):
    if not user.has_perm("submissions.run_edition"):
        return
    count = overdue_replications(replication_days()).count()
    if count:
        text = ngettext(
            "%(count)s replication has waited too long for its agency of origin",
            "%(count)s replications have waited too long for their agency of origin",
            count,
        )
        yield text % {"count": count}, f"{reverse('replications:index')}?state=announced"
