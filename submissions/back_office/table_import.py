"""Tables into the registry: upload, preview with counts or errors, confirm, apply."""

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet

PREVIEW_LASTS_SECONDS = 60 * 60


class UploadForm(forms.Form):
    table = forms.FileField(
        label=gettext_lazy("Table"), help_text=gettext_lazy("CSV or XLSX, with the headings in the first row.")
    )


class ConfirmForm(forms.Form):
    """Carries the rows that were previewed, signed, so that exactly those are applied."""

    rows = forms.CharField(widget=forms.HiddenInput)

    def clean_rows(self):
        try:
            return signing.loads(self.cleaned_data["rows"], salt="registry-import", max_age=PREVIEW_LASTS_SECONDS)
        except signing.BadSignature as error:
            raise ValidationError(_("This preview is no longer valid. Choose the file again.")) from error


class ImportView(ActionView):
    """Upload, preview with counts or errors, confirm, apply: three steps on one address."""

    permission = "submissions.change_agency"
    page_title = gettext_lazy("Import")
    template_name = "submissions/admin/import.html"
    form_class = UploadForm
    submit_label = gettext_lazy("Check the table")
    table = None
    service = None
    index_url_name = None

    def form_valid(self, form):
        """Check an upload and show what it would do; nothing is written yet."""
        try:
            rows = self.table.read(form.cleaned_data["table"])
            report = self.service(self.table.check(rows), actor=self.request.user, is_preview=True)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(form=UploadForm(), errors=error.messages))
        signed = signing.dumps(rows, salt="registry-import", compress=True)
        confirm = ConfirmForm(initial={"rows": signed})
        return self.render_to_response(
            self.get_context_data(form=confirm, report=report, row_count=len(rows), submit_label=_("Import"))
        )

    def post(self, request, *args, **kwargs):
        return self.apply() if "rows" in request.POST else super().post(request, *args, **kwargs)

    def apply(self):
        form = ConfirmForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=UploadForm(), errors=form.errors["rows"]))
        try:
            report = self.service(self.table.check(form.cleaned_data["rows"]), actor=self.request.user)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(form=UploadForm(), errors=error.messages))
        counts = {"created": report.created, "changed": report.changed, "unchanged": report.unchanged}
        message = _("The table was imported: %(created)s new, %(changed)s changed, %(unchanged)s unchanged.") % counts
        messages.success(self.request, message)
        return redirect(self.get_back_url())

    def get_back_url(self):
        return reverse(self.index_url_name)

    def get_context_data(self, **kwargs):
        return super().get_context_data(columns=self.table.required, **kwargs)


class ImportableIndexView(PortalIndexView):
    import_url_name = None

    @property
    def header_buttons(self):
        buttons = super().header_buttons
        if self.user_has_permission("change"):
            url = reverse(self.import_url_name)
            buttons = [*buttons, HeaderButton(_("Import"), url=url, icon_name="upload", priority=20)]
        return buttons


class ImportableViewSet(PortalViewSet):
    index_view_class = ImportableIndexView
    table = None
    service = None

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(import_url_name=self.get_url_name("import"), **kwargs)

    @property
    def import_view(self):
        return self.construct_view(ImportView, table=self.table, service=self.service)

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("impor/", self.import_view, name="import")]
