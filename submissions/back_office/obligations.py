"""What agencies owe: exemptions with a reason, more time with a reason."""

from django import forms
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.admin.widgets.button import Button
from wagtail.permissions import ModelPermissionPolicy

from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet
from innovation_portal.utils.file_fields import ACCEPTED_ENDINGS
from innovation_portal.utils.formats import short_moment
from submissions.models import Extension, Obligation
from submissions.services.obligations import exempt_agency, grant_extension, lift_exemption

REASON_MAX_LENGTH = Obligation._meta.get_field("exemption_reason").max_length


class ObligationPermissionPolicy(ModelPermissionPolicy):
    """Obligations are made by opening an edition; nobody adds, changes or deletes one by hand."""

    def user_has_permission(self, user, action):
        return action in {"view", "run"} and user.has_perm("submissions.run_edition")

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=REASON_MAX_LENGTH)


class ExemptionForm(ReasonForm):
    document = forms.FileField(
        label=gettext_lazy("Document"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_ENDINGS}),
        help_text=gettext_lazy("The letter or decision that says so. One that is there stays until another comes."),
    )


class ExtensionForm(ReasonForm):
    closes_at = forms.DateTimeField(label=gettext_lazy("Closes at"), widget=AdminDateTimeInput)
    field_order = ["closes_at", "reason"]


class ObligationStepView(ActionView):
    model = Obligation
    permission = "submissions.run_edition"
    back_url_name = "obligations:index"


class ExemptView(ObligationStepView):
    page_title = gettext_lazy("Exempt agency")
    form_class = ExemptionForm
    submit_label = gettext_lazy("Exempt agency")
    consequences = (
        gettext_lazy("The agency owes nothing in this edition. The reason stands on the compliance board."),
    )

    def get_initial(self):
        return {"reason": self.object.exemption_reason}

    def perform(self, **data):
        exempt_agency(self.object.pk, actor=self.request.user, **data)
        return _("%(agency)s is exempt.") % {"agency": self.object.agency}


class LiftExemptionView(ObligationStepView):
    page_title = gettext_lazy("Lift exemption")
    submit_label = gettext_lazy("Lift")

    def perform(self):
        lift_exemption(self.object.pk, actor=self.request.user)
        return _("%(agency)s owes its innovations again.") % {"agency": self.object.agency}


class ExtendView(ObligationStepView):
    page_title = gettext_lazy("Grant extension")
    form_class = ExtensionForm
    submit_label = gettext_lazy("Grant")
    consequences = (gettext_lazy("Only this agency may submit until the new moment. Its members are told by mail."),)

    def get_initial(self):
        granted = Extension.objects.filter(edition=self.object.edition_id, agency=self.object.agency_id).first()
        return {"closes_at": granted.closes_at, "reason": granted.reason} if granted else {}

    def perform(self, **data):
        extension = grant_extension(self.object.edition_id, self.object.agency_id, actor=self.request.user, **data)
        values = {"agency": self.object.agency, "moment": short_moment(extension.closes_at)}
        return _("%(agency)s may submit until %(moment)s.") % values


class ObligationIndexView(PortalIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("agency__region", "edition", "exemption_document")

    def get_list_more_buttons(self, instance):
        steps = [("exempt", _("Exempt agency"), "no-view"), ("extend", _("Grant extension"), "time")]
        if instance.is_exempt:
            steps = [("lift", _("Lift exemption"), "view")]
        return [
            Button(label, url=reverse(f"obligations:{name}", args=[instance.pk]), icon_name=icon)
            for name, label, icon in steps
        ]


class ObligationViewSet(PortalViewSet):
    model = Obligation
    name = "kewajiban"
    url_namespace = "obligations"
    icon = "clipboard-list"
    permission_policy = ObligationPermissionPolicy(Obligation)
    index_view_class = ObligationIndexView
    form_fields = []
    list_display = [
        "agency",
        Column("edition", label=gettext_lazy("Edition"), sort_key="edition__year"),
        "required_count",
        StatusTagColumn(
            "is_exempt",
            label=gettext_lazy("Exemption"),
            accessor=lambda obligation: _("Exempt") if obligation.is_exempt else "",
        ),
        "exemption_reason",
        TitleColumn(
            "exemption_document",
            label=gettext_lazy("Document"),
            get_url=lambda duty: (
                duty.exemption_document_id
                and reverse("submissions:exemption-document", args=[duty.exemption_document_id])
            ),
        ),
    ]
    list_filter = ["edition", "is_exempt", "agency__kind", "agency__region"]
    list_export = ["edition.year", "agency.code", "agency.name", "required_count", "is_exempt", "exemption_reason"]
    search_fields = ["agency__name", "agency__code"]

    def get_urlpatterns(self):
        views = {"exempt": ExemptView, "lift": LiftExemptionView, "extend": ExtendView}
        steps = [path(f"<int:pk>/{name}/", view.as_view(), name=name) for name, view in views.items()]
        lists = [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]
        return lists + steps
