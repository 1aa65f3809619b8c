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

from innovation_portal.utils.back_office import PortalIndexView, PortalViewSet, ReadOnlyPolicy, RowsPanel
from judging.back_office.certificate_downloads import (
    CertificateZip,
    OrderPrinterFile,
    PrinterFileDownload,
    TakeCertificates,
)
from judging.back_office.certificate_forms import CertificateTemplateForm, SignatoryForm
from judging.back_office.certificate_preview import DraftPreview, LivePreviewPanel
from judging.back_office.certificate_reissues import ReissueCertificate
from judging.back_office.certificate_views import (
    CertificateDetail,
    IssueCertificates,
    ReplaceCertificate,
    RevokeCertificate,
    TemplatePreview,
)
from judging.back_office.issue_runs import CancelRun, IssueRunDetail, ResumeRun
from judging.back_office.signing import SignCertificates, SignedFiles, UnsignedFiles
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


class SignatoriesPanel(RowsPanel):
    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = SignatoryForm
        return options


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
        LivePreviewPanel(),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("edition", "kind", "covers_all_innovators")], heading=_("For whom")
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    *("design", "orientation", "language", "title", "wording"),
                    *("issuer", "uses_letterhead", "emblem"),
                )
            ],
            heading=_("The page"),
        ),
        MultiFieldPanel([FieldPanel("number_pattern"), FieldPanel("first_number")], heading=_("Numbers")),
        MultiFieldPanel([FieldPanel("place"), FieldPanel("dated_on")], heading=_("Place and date")),
        SignatoriesPanel("signatories", min_num=1, max_num=2, heading=_("Signatories"), label=_("Signatory")),
    ]

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = CertificateTemplateForm
        return handler

    def get_urlpatterns(self):
        draft = DraftPreview.as_view(form_class=self.get_form_class())
        return [
            *super().get_urlpatterns(),
            path("preview/<int:pk>/", TemplatePreview.as_view(), name="preview"),
            path("preview/draft/", draft, name="preview-draft"),
            path("preview/draft/<int:pk>/", draft, name="preview-draft-of"),
        ]


class CertificateIndex(PortalIndexView):
    @property
    def header_buttons(self):
        return [
            HeaderButton(_("Issue certificates"), url=reverse("certificates:issue"), icon_name="plus"),
            HeaderButton(_("Sign certificates"), url=reverse("certificates:sign"), icon_name="edit"),
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
        Column("kind", label=_("For"), accessor="get_kind_display"),
        Column("recipient", label=_("Given to"), accessor="payload.recipient.name"),
        Column("award", label=_("Award"), accessor="payload.award"),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("file", label=_("File"), accessor="printing_state"),
        DateColumn("issued_at", label=_("Issued")),
    ]
    list_filter = ["edition", "kind", "state"]
    list_export = [
        "number",
        "kind",
        "payload.recipient.name",
        "payload.award",
        "payload.innovation",
        "state",
        "public_id",
    ]
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
            path("reissue/<int:pk>/", ReissueCertificate.as_view(), name="reissue"),
            path("replace/<int:pk>/", ReplaceCertificate.as_view(), name="replace"),
            path("sign/", SignCertificates.as_view(), name="sign"),
            path("sign/unsigned.zip", UnsignedFiles.as_view(), name="unsigned"),
            path("sign/signed/", SignedFiles.as_view(), name="take-in"),
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

    @actions.register_action("judging.sign_certificate")
    class SignCertificateFormatter(LogFormatter):
        label = _("Sign certificate")

        def format_message(self, log_entry):
            return _("Certificate signed: %(names)s") % {"names": "; ".join(log_entry.data.get("signers", []))}

    @actions.register_action("judging.revoke_certificate")
    class RevokeCertificateFormatter(LogFormatter):
        label = _("Revoke certificate")

        def format_message(self, log_entry):
            return _("Certificate revoked: %(reason)s") % {"reason": log_entry.data.get("reason")}
