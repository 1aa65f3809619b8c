"""Certificates to take away: a zip, or one PDF for a printing house."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from innovation_portal.utils.files import serve_private_file
from judging.back_office.certificate_forms import CertificateChoiceForm
from judging.back_office.certificate_views import ForIssuers
from judging.certificate_archives import zip_of_certificates
from judging.enums import PrinterFileState
from judging.models import PrinterFile
from judging.selectors.printer_files import UNFINISHED, certificates_to_hand_out, printer_files_of
from judging.services.printer_files import order_printer_file


class TakeCertificates(ForIssuers, WagtailAdminTemplateMixin, TemplateView):
    """The valid certificates of an edition, to tick; without a tick all listed are meant."""

    page_title = _("Download certificates")
    header_icon = "download"

    def get_template_names(self):
        return ["judging/admin/_printer_files.html" if self.request.htmx else "judging/admin/take_certificates.html"]

    def get_context_data(self, **kwargs):
        choice = CertificateChoiceForm(self.request.GET)
        edition = choice.edition
        files = list(printer_files_of(edition.pk)) if edition else []
        return super().get_context_data(
            choice=choice,
            edition=edition,
            certificates=certificates_to_hand_out(edition.pk, kind=choice.kind_chosen) if edition else [],
            files=files,
            is_waiting=any(file.state in UNFINISHED for file in files),
            **kwargs,
        )


class CertificateZip(ForIssuers, View):
    """The ticked certificates, or all listed, packed while they are sent; by post, for a thousand ticks."""

    def post(self, request):
        choice = CertificateChoiceForm(request.POST)
        if not choice.edition:
            return redirect("certificates:take")
        certificates = certificates_to_hand_out(choice.edition.pk, **choice.chosen())
        response = StreamingHttpResponse(
            zip_of_certificates(certificates.iterator(chunk_size=100)), content_type="application/zip"
        )
        name = slugify(f"piagam {choice.edition}") + ".zip"
        response.headers["Content-Disposition"] = content_disposition_header(True, name)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


class OrderPrinterFile(ForIssuers, View):
    """Have the ticked certificates, or all listed, put into one PDF for a printing house."""

    def post(self, request):
        choice = CertificateChoiceForm(request.POST)
        if not choice.edition:
            return redirect("certificates:take")
        certificates = list(certificates_to_hand_out(choice.edition.pk, **choice.chosen()))
        try:
            order_printer_file(choice.edition.pk, actor=request.user, certificates=certificates)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect(f"{reverse('certificates:take')}?edition={choice.edition.pk}")


class PrinterFileDownload(ForIssuers, View):
    def get(self, request, pk):
        order = get_object_or_404(PrinterFile, pk=pk, state=PrinterFileState.READY)
        name = slugify(f"cetak piagam {order.edition} {order.planned} halaman") + ".pdf"
        return serve_private_file(request, order.file, name=name, content_type="application/pdf")
