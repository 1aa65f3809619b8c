"""Certificates in the secretariat's back office."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import LogFormatter

from innovation_portal.utils.back_office import PortalIndexView, PortalViewSet, ReadOnlyPolicy
from judging.back_office.certificate_downloads import (
    CertificateZip,
    OrderPrinterFile,
    PrinterFileDownload,
    TakeCertificates,
)
from judging.back_office.certificate_forms import CertificateTemplateForm
from judging.back_office.certificate_views import (
    CertificateDetail,
    IssueCertificates,
    ReplaceCertificate,
    RevokeCertificate,
    TemplatePreview,
)
from judging.back_office.issue_runs import CancelRun, IssueRunDetail, ResumeRun
from judging.models import Certificate, CertificateTemplate


class TemplateIndex(PortalIndexView):
    def get_list_more_buttons(self, instance):
        url = reverse("certificate_templates:preview", args=[instance.pk])
        return [
            MenuItem(_("Preview as PDF"), url, icon_name="view", priority=5),
            *super().get_list_more_buttons(instance),
        ]


class TemplateEdit(EditView):
    @property
    def header_buttons(self):
        url = reverse("certificate_templates:preview", args=[self.object.pk])
        return [HeaderButton(_("Preview as PDF"), url=url, icon_name="view")]


class CertificateTemplateViewSet(PortalViewSet):
    model = CertificateTemplate
    name = "certificate_templates"
    url_prefix = "certificate-templates"
    menu_label = _("Certificate templates")
    icon = "doc-full"
    index_view_class = TemplateIndex
    edit_view_class = TemplateEdit
    list_display = ["title", "edition", "kind", "design", "number_pattern"]
    list_filter = ["edition", "kind"]
    ordering = ["-edition__year", "kind"]

    panels = [
        MultiFieldPanel([FieldPanel("edition"), FieldPanel("kind")], heading=_("For whom")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("design", "title", "issuer", "emblem", "wording")], heading=_("The page")
        ),
        MultiFieldPanel([FieldPanel("number_pattern"), FieldPanel("first_number")], heading=_("Numbers")),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("place", "dated_on", "signatory_position", "signatory_name", "signatory_nip")
            ],
            heading=_("Signature"),
        ),
    ]

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = CertificateTemplateForm
        return handler

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("preview/<int:pk>/", TemplatePreview.as_view(), name="preview")]


class CertificateIndex(PortalIndexView):
    @property
    def header_buttons(self):
        return [
            HeaderButton(_("Issue certificates"), url=reverse("certificates:issue"), icon_name="plus"),
            HeaderButton(_("Download certificates"), url=reverse("certificates:take"), icon_name="download"),
        ]


class CertificateViewSet(PortalViewSet):
    model = Certificate
    name = "certificates"
    url_prefix = "certificates"
    menu_label = _("Certificates")
    icon = "success"
    index_view_class = CertificateIndex
    inspect_view_class = CertificateDetail
    inspect_view_enabled = True
    permission_policy = ReadOnlyPolicy(Certificate)
    exclude_form_fields = ["payload"]
    list_display = [
        "number",
        Column("recipient", label=_("Given to"), accessor="payload.recipient.name"),
        Column("award", label=_("Award"), accessor="payload.award"),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("file", label=_("File"), accessor="printing_state"),
        DateColumn("issued_at", label=_("Issued")),
    ]
    list_filter = ["award__level__edition", "state"]
    list_export = ["number", "payload.recipient.name", "payload.award", "payload.innovation", "state", "public_id"]
    search_fields = ["number", "public_id"]
    ordering = ["-issued_at", "-sequence"]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("issue/", IssueCertificates.as_view(), name="issue"),
            path("take/", TakeCertificates.as_view(), name="take"),
            path("take/zip/", CertificateZip.as_view(), name="take-zip"),
            path("take/printer/", OrderPrinterFile.as_view(), name="take-printer"),
            path("take/printer/<int:pk>/", PrinterFileDownload.as_view(), name="printer-file"),
            path("runs/<int:pk>/", IssueRunDetail.as_view(), name="run"),
            path("runs/<int:pk>/cancel/", CancelRun.as_view(), name="run-cancel"),
            path("runs/<int:pk>/resume/", ResumeRun.as_view(), name="run-resume"),
            path("revoke/<int:pk>/", RevokeCertificate.as_view(), name="revoke"),
            path("replace/<int:pk>/", ReplaceCertificate.as_view(), name="replace"),
        ]


class CertificateGroup(ModelViewSetGroup):
    menu_label = _("Certificates")
    menu_icon = "success"
    menu_order = 330
    items = (CertificateViewSet, CertificateTemplateViewSet)


@hooks.register("register_admin_viewset")
def register_certificates():
    return CertificateGroup()


@hooks.register("register_log_actions")
def register_certificate_actions(actions):
    actions.register_action("judging.issue_certificate", _("Issue certificate"), _("Certificate issued"))

    @actions.register_action("judging.revoke_certificate")
    class RevokeCertificateFormatter(LogFormatter):
        label = _("Revoke certificate")

        def format_message(self, log_entry):
            return _("Certificate revoked: %(reason)s") % {"reason": log_entry.data.get("reason")}
