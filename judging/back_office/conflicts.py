"""Conflicts of interest as they were recorded, and the earlier collaborations that make some by themselves."""

from django.db.models import F
from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView
from wagtail.permission_policies import ModelPermissionPolicy

from innovation_portal.accounts.models import User
from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.back_office import PortalIndexView, PortalViewSet, ReadOnlyPolicy
from judging.back_office.liftings import ConflictLifting
from judging.models import Collaboration, ConflictOfInterest
from judging.selectors.conflicts import counts_by_source
from judging.services.collaborations import add_collaboration
from submissions.selectors.similar import known_innovations


class ConflictIndexView(PortalIndexView):
    def get_base_queryset(self):
        conflicts = ConflictOfInterest.objects.select_related("judge", "submission__innovation__agency", "lifted_by")
        return conflicts.annotate(lifter=F("lifted_by__name"))  # an export cannot follow a relation to nobody

    def get(self, request, *args, **kwargs):
        note_read(request.user, ProtectedRead.CONFLICTS)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(counts=counts_by_source(), **kwargs)


class LiftingColumn(Column):
    cell_template_name = "judging/admin/_lifting_cell.html"


class ConflictViewSet(PortalViewSet):
    model = ConflictOfInterest
    name = "conflicts"
    url_prefix = "penilaian/benturan"
    icon = "warning"
    menu_label = gettext_lazy("Conflicts of interest")
    menu_order = 400
    index_view_class = ConflictIndexView
    index_template_name = "judging/admin/conflicts.html"
    exclude_form_fields = []
    search_fields = ["judge__name", "submission__registration_number", "reason"]
    list_filter = ["source"]
    list_display = [
        Column("judge", label=gettext_lazy("Judge")),
        Column("submission", label=gettext_lazy("Entry")),
        Column("agency", label=gettext_lazy("Agency"), accessor="submission.innovation.agency"),
        Column("source", label=gettext_lazy("Source"), accessor="get_source_display"),
        Column("reason", label=gettext_lazy("Reason")),
        DateColumn("recorded_at", label=gettext_lazy("Recorded")),
        LiftingColumn("lifted_at", label=gettext_lazy("Lifted")),
    ]
    list_export = [
        "judge.name",
        "submission.registration_number",
        "submission.innovation.agency.name",
        "get_source_display",
        "reason",
        "recorded_at",
        "lifted_at",
        "lifter",
        "lifting_reason",
    ]
    export_headings = {
        "judge.name": gettext_lazy("Judge"),
        "submission.registration_number": gettext_lazy("Registration number"),
        "submission.innovation.agency.name": gettext_lazy("Agency"),
        "get_source_display": gettext_lazy("Source"),
        "reason": gettext_lazy("Reason"),
        "recorded_at": gettext_lazy("Recorded"),
        "lifted_at": gettext_lazy("Lifted"),
        "lifter": gettext_lazy("Lifted by"),
        "lifting_reason": gettext_lazy("Why it was lifted"),
    }

    @property
    def permission_policy(self):
        return ReadOnlyPolicy(self.model)

    def get_urlpatterns(self):
        address = "cabut/<int:judge_pk>/<int:submission_pk>/"
        return [*super().get_urlpatterns(), path(address, self.construct_view(ConflictLifting), name="lift")]


class CollaborationForm(WagtailAdminModelForm):
    class Meta:
        model = Collaboration
        fields = ["judge", "agency", "innovation", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["judge"].queryset = User.objects.filter(panel_seats__isnull=False).distinct().order_by("name")
        self.fields["innovation"].queryset = known_innovations().order_by("title", "pk")


class CollaborationCreate(CreateView):
    def save_instance(self):
        return add_collaboration(actor=self.request.user, **self.form.cleaned_data)


class KeptPolicy(ModelPermissionPolicy):
    """What was noted is taken back at most, never turned into something else."""

    def user_has_permission(self, user, action):
        return action != "change" and super().user_has_permission(user, action)


class CollaborationIndexView(PortalIndexView):
    def get_base_queryset(self):
        return Collaboration.objects.select_related("judge", "agency", "innovation", "entered_by")


class CollaborationViewSet(PortalViewSet):
    model = Collaboration
    name = "collaborations"
    url_prefix = "penilaian/kerja-sama"
    icon = "group"
    menu_label = gettext_lazy("Earlier collaborations")
    menu_order = 410
    permission_policy = KeptPolicy(Collaboration)
    index_view_class = CollaborationIndexView
    add_view_class = CollaborationCreate
    search_fields = ["judge__name", "agency__name", "innovation__title", "note"]
    list_display = [
        "__str__",
        Column("note", label=gettext_lazy("What it was")),
        Column("entered_by", label=gettext_lazy("Entered by")),
        DateColumn("entered_at", label=gettext_lazy("Recorded")),
    ]
    list_export = ["judge.name", "agency.name", "innovation.title", "note", "entered_by.name", "entered_at"]

    def get_form_class(self, for_update=False):
        return CollaborationForm
