"""The national track in the back office: the list of proposals, and the steps of one."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.permissions import ModelPermissionPolicy

from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet
from submissions.back_office.national_files import NationalFile
from submissions.back_office.national_work import PERMISSION, ProposalView, WorkView
from submissions.forms.national import StepForm
from submissions.models import NationalProposal
from submissions.national_enums import NationalKind, NationalState
from submissions.national_workflow import STEPS
from submissions.selectors.national import national_proposals
from submissions.services.national import take_step


class SecretariatPolicy(ModelPermissionPolicy):
    """The national track is the secretariat's alone; `acts` are those that its lists offer."""

    def __init__(self, model, *, acts):
        super().__init__(model)
        self.acts = acts

    def user_has_permission(self, user, action):
        return action in self.acts and user.has_perm(PERMISSION)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class ProposalFilterSet(WagtailFilterSet):
    year = django_filters.NumberFilter(label=gettext_lazy("Year"), field_name="competition__year")
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Competition"), field_name="competition__kind", choices=NationalKind
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=NationalState)

    class Meta:
        model = NationalProposal
        fields = ["year", "kind", "state"]


class ProposalIndexView(PortalIndexView):
    filterset_class = ProposalFilterSet
    any_permission_required = ["view"]

    def get_base_queryset(self):
        return national_proposals().defer("version__payload")

    @property
    def no_results_message(self):
        return _("No proposal fits this. Candidates are chosen on the page of a competition.")


class StepView(ProposalView, ActionView):
    """One step of a proposal, with what it asks for."""

    form_class = StepForm

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        if self.kwargs["action"] not in STEPS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def step(self):
        return STEPS[self.kwargs["action"]]

    @property
    def submit_label(self):
        return self.step.label

    @property
    def is_dangerous(self):
        return self.step.needs_note

    def get_page_title(self):
        return str(self.step.label)

    def get_page_subtitle(self):
        return str(self.object)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "step": self.step, "proposal": self.object}

    def get_initial(self):
        return {"revision": self.object.revision}

    def perform(self, revision, **data):
        proposal = take_step(
            self.object.pk, self.step.name, actor=self.request.user, revision=revision, said=StepForm.said(data)
        )
        return _("%(innovation)s: %(state)s.") % {
            "innovation": proposal.innovation,
            "state": proposal.get_state_display(),
        }


class ProposalViewSet(PortalViewSet):
    model = NationalProposal
    name = "usulan-nasional"
    url_namespace = "national"
    url_prefix = "nasional/usulan"
    icon = "pick"
    menu_label = gettext_lazy("Proposals")
    permission_policy = SecretariatPolicy(NationalProposal, acts={"view"})
    index_view_class = ProposalIndexView
    form_fields = []
    search_fields = ["innovation__title", "innovation__agency__name", "registration_number"]
    list_display = [
        TitleColumn("innovation", label=gettext_lazy("Innovation"), url_name="national:work"),
        Column("agency", label=gettext_lazy("Agency"), accessor="innovation.agency"),
        Column("competition", label=gettext_lazy("Competition"), sort_key="competition__year"),
        Column("group", label=gettext_lazy("Group")),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=lambda one: one.level or one.get_state_display(),
            primary=lambda one: one.state == NationalState.RECOGNISED,
        ),
        Column("registration_number", label=gettext_lazy("Number")),
    ]
    list_export = [
        "innovation.title",
        "innovation.agency.name",
        "innovation.agency.region.name",
        "competition.name",
        "group.name",
        "get_state_display",
        "level.name",
        "registration_number",
        "sent_on",
        "recognition.source_url",
    ]
    export_headings = {
        "innovation.title": gettext_lazy("Innovation"),
        "innovation.agency.name": gettext_lazy("Agency"),
        "innovation.agency.region.name": gettext_lazy("Region"),
        "competition.name": gettext_lazy("Competition"),
        "group.name": gettext_lazy("Group"),
        "get_state_display": gettext_lazy("State"),
        "level.name": gettext_lazy("Level"),
        "recognition.source_url": gettext_lazy("Source"),
    }

    def get_urlpatterns(self):
        lists = [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]
        return [
            *lists,
            path("<int:pk>/", WorkView.as_view(), name="work"),
            path("<int:pk>/langkah/<slug:action>/", StepView.as_view(), name="step"),
            path("<int:pk>/berkas.<slug:ending>", NationalFile.as_view(), name="file"),
        ]
