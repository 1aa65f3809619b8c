"""Checking a certificate in public: by its address, by what stands on the paper, and by the file."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from innovation_portal.utils import clock
from innovation_portal.utils.limits import is_within_limit
from judging.check_forms import CopyForm, PaperForm, too_large
from judging.enums import CertificateState, CheckOutcome, CheckWay
from judging.forms import plain_code
from judging.pdf import spaced_code
from judging.pdf_copies import MAX_BYTES
from judging.selectors.certificates import certificate_on_paper, standing_by_code
from judging.services.checks import note_check
from judging.services.copies import verdict_on

# The word in the address of a check page that says that somebody typed the code and did not scan it.
TYPED = "ketik"
# What a browser sends around a file: borders, names and the other fields of the form.
FORM_BYTES = 16 * 1024
WAIT_SECONDS = 600


class LimitedView(View):
    """A page that answers 429 to whoever asks too often, and notes what came of the others."""

    way: CheckWay

    def is_too_much(self, action: str, key: str = "") -> bool:
        """Say whether the limit of an action in ACCOUNT_RATE_LIMITS is reached, for this address or for the key."""
        return not is_within_limit(self.request, action, key=key)

    def busy_page(self):
        """Refuse with a page that helps. Of the refusals of one address only the first in an hour is noted."""
        if not self.is_too_much("certificate_refused"):
            self.note(CheckOutcome.LIMITED)
        response = render(self.request, "judging/certificates/busy.html", {"minutes": WAIT_SECONDS // 60}, status=429)
        response.headers["Retry-After"] = str(WAIT_SECONDS)
        return response

    def note(self, outcome: CheckOutcome, certificate=None, way: CheckWay | None = None) -> None:
        address = get_adapter().get_client_ip(self.request)
        note_check(way or self.way, outcome, address=address, certificate=certificate)


def outcome_of(certificate) -> CheckOutcome:
    return CheckOutcome.VALID if certificate.state == CertificateState.ISSUED else CheckOutcome.REVOKED


def search_page(request, *, paper: PaperForm | None = None, copy: CopyForm | None = None, status=200):
    context = {"form": paper or PaperForm(), "copy_form": copy or CopyForm()}
    return render(request, "judging/certificates/search.html", context, status=status)


class PaperCheck(LimitedView):
    """The page where the code is typed. A form that is sent by GET, so that the answer can be bookmarked."""

    way = CheckWay.TYPED

    def get(self, request):
        if "kode" not in request.GET:
            return search_page(request)
        form = PaperForm(request.GET)
        if not form.is_valid():
            return search_page(request, paper=form)
        if self.is_too_much("certificate_typed", form.cleaned_data["nomor"].lower() or form.cleaned_data["kode"]):
            return self.busy_page()
        certificate = certificate_on_paper(**form.cleaned_data)
        if certificate is None:
            self.note(CheckOutcome.UNKNOWN)
            form.say_not_found()
            return search_page(request, paper=form)
        return redirect(f"{reverse('judging:certificate-check', args=[certificate.public_id])}?cara={TYPED}")


class CheckPage(LimitedView):
    """What the certificate says, for whoever holds it. Reads the frozen payload only."""

    way = CheckWay.PAGE

    def get(self, request, public_id):
        code = plain_code(public_id)
        if self.is_too_much("certificate_page", code or "no code"):
            return self.busy_page()
        standing = standing_by_code(code) if code else None
        if standing is None:
            return self._not_found(public_id)
        certificate = standing.certificate
        if code != public_id:
            return redirect("judging:certificate-check", public_id=code)
        self.note(outcome_of(certificate), certificate, CheckWay.TYPED if request.GET.get("cara") == TYPED else None)
        context = {
            "certificate": certificate,
            "payload": certificate.payload,
            "code": spaced_code(code),
            "replacement": standing.replacement,
            "before": standing.before,
            "checksum": [certificate.file_sha256[start : start + 8] for start in range(0, 64, 8)],
            "signature": standing.signature,
            "portal": settings.PORTAL_ADDRESS.split("://", 1)[-1].rstrip("/"),
            "checked_at": clock.now(),
        }
        response = render(request, "judging/certificates/check.html", context)
        # Names of people stand here: whoever has the paper may read them, a search engine may not collect them.
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _not_found(self, typed):
        self.note(CheckOutcome.UNKNOWN)
        form = PaperForm({"kode": typed})
        if form.is_valid():
            form.say_not_found()
        return search_page(self.request, paper=form, status=404)


class InMemory(MemoryFileUploadHandler):
    """Keeps an upload in memory whatever its size, which the view has limited: nothing of it reaches a disk."""

    def handle_raw_input(self, *args, **kwargs):
        super().handle_raw_input(*args, **kwargs)
        self.activated = True


# No token: the check does nothing in anybody's name, and a page without a cookie is lighter and can be kept by caches.
@method_decorator(csrf_exempt, name="dispatch")
class CopyCheck(LimitedView):
    """Whether a PDF is the file that we issued. Read in memory, compared and forgotten."""

    way = CheckWay.COPY

    def get(self, request):
        return redirect("judging:certificate-search")

    def post(self, request):
        if _length_of(request) > MAX_BYTES + FORM_BYTES:
            form = CopyForm({}, {})
            form.errors["berkas"] = form.error_class(too_large().messages)
            return search_page(request, copy=form, status=413)
        if request.content_type == "multipart/form-data":  # anything else brings no file, and has been read already
            request.upload_handlers = [InMemory(request)]
        form = CopyForm(request.POST, request.FILES)
        if not form.is_valid():
            return search_page(request, copy=form)
        if self.is_too_much("certificate_copy", "everybody"):
            return self.busy_page()
        verdict = verdict_on(form.cleaned_data["berkas"])
        self.note(verdict.outcome, verdict.certificate)
        response = render(request, "judging/certificates/copy.html", {"verdict": verdict, "copy_form": CopyForm()})
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response


def _length_of(request) -> int:
    """The size that the browser announces; a body without one is not read at all."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0
