"""Asking about an innovation in public, marking it as useful, and deleting what one wrote."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from home.feedback_forms import FeedbackForm
from home.models import CatalogueEntry
from home.selectors.catalogue import LONG_TEXTS
from home.selectors.voice import voice_of
from innovation_portal.utils.limits import is_within_limit, too_many_requests
from innovation_portal.utils.tickets import WORK_BITS
from submissions.links import feedback_id_of
from submissions.models import Feedback
from submissions.services.feedback import give_feedback, mark_useful
from submissions.services.feedback_erasing import withdraw_feedback

# The longest that one of the limits here lasts for a connection.
MOST_SECONDS = 3600


def entry_of(innovation_id: int) -> CatalogueEntry:
    """Return the line of an innovation in the catalogue; one that is not in it does not exist here."""
    entries = CatalogueEntry.objects.select_related("innovation__agency").defer(*LONG_TEXTS)
    return get_object_or_404(entries, innovation=innovation_id)


class FeedbackCreate(View):
    """Everything that was asked about an innovation, and the form to ask."""

    def get(self, request, pk):
        return self._page(entry_of(pk), FeedbackForm())

    def post(self, request, pk):
        entry, form = entry_of(pk), FeedbackForm(request.POST)
        if not form.is_valid():
            return self._page(entry, form)
        if not self._is_within_limits(form):
            form.add_error(None, _("Much came from your connection within an hour. Try again in an hour."))
            return self._page(entry, form, status=429)
        give_feedback(
            pk,
            writer=form.writer,
            kind=form.cleaned_data["kind"],
            text=form.cleaned_data["text"],
            consent=form.consent_text(),
            form_key=form.key,
            is_proven=form.is_proven,
        )
        messages.success(
            request, _("Thank you. The editors read it first; then it stands here, and the agency answers.")
        )
        return redirect("home:feedback-create", pk=pk)

    def _is_within_limits(self, form) -> bool:
        actions = ["feedback"] if form.is_proven else ["feedback", "feedback_unproven"]
        address = form.writer.email.lower()
        return all(is_within_limit(self.request, action) for action in actions) and (
            not address or is_within_limit(self.request, "feedback_receipt", key=address)
        )

    def _page(self, entry, form, status=200):
        context = {"entry": entry, "form": form, "voice": voice_of(entry.innovation), "work_bits": WORK_BITS}
        return render(self.request, "home/feedback/form.html", context, status=status)


# No token: the mark is nobody's, and the page with its button needs no cookie, so that caches may keep it.
@method_decorator(csrf_exempt, name="dispatch")
class UsefulMarkCreate(View):
    """The button “useful”."""

    def post(self, request, pk):
        entry = entry_of(pk)
        if not is_within_limit(request, "useful"):
            return too_many_requests(request, MOST_SECONDS)
        if mark_useful(entry.innovation_id, address=get_adapter().get_client_ip(request)):
            messages.success(request, _("Thank you, your mark has been counted."))
        else:
            messages.info(
                request, _("Somebody with your connection has marked it today already. One mark a day counts.")
            )
        return redirect("home:feedback-create", pk=pk)


@method_decorator(never_cache, name="dispatch")
class FeedbackDelete(View):
    """Where the link in a mail leads its reader, who deletes what they wrote."""

    def get(self, request, token):
        return self._page(request, self._feedback(token))

    def post(self, request, token):
        return self._page(request, withdraw_feedback(self._feedback(token).pk))

    def _feedback(self, token) -> Feedback:
        found = Feedback.objects.select_related("innovation").filter(pk=feedback_id_of(token)).first()
        if found is None:
            raise Http404
        return found

    def _page(self, request, feedback):
        response = render(request, "home/feedback/delete.html", {"feedback": feedback})
        response.headers["X-Robots-Tag"] = "noindex"
        return response
