"""Claiming what waits for verification: the next one, one of the queue, one that somebody else has, giving it back."""

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from innovation_portal.utils.back_office import ActionView
from submissions.models import Submission, VerificationClaim
from submissions.selectors.claims import claim_on
from submissions.selectors.submissions import submissions_visible_to
from submissions.selectors.verification import next_to_verify
from submissions.services.claims import claim_next, claim_submission, keep_claim, release_claim
from submissions.services.proposals import take_back_proposal

NOTE_MAX_LENGTH = VerificationClaim._meta.get_field("takeover_note").max_length


def handed_in_to(user):
    """What a verifier may open at this desk, with what its pages show."""
    handed_in = submissions_visible_to(user).exclude(registration_number="")
    return handed_in.select_related(
        "edition",
        "category",
        "innovation__agency__region",
        "innovation__source__agency",
        "claim__verifier",
        "claim__taken_from",
    )


class TakeOverForm(forms.Form):
    takeover_note = forms.CharField(
        label=gettext_lazy("Why do you take it over?"),
        max_length=NOTE_MAX_LENGTH,
        help_text=gettext_lazy("Your colleague and the history show this."),
    )


class DeskView(ActionView):
    """An act about one submission that was handed in; what the user may not see does not exist."""

    model = Submission
    permission = "submissions.verify_submission"
    back_url_name = "verification:index"

    @cached_property
    def object(self):
        submission = handed_in_to(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if submission is None:
            raise Http404
        return submission

    @property
    def held_by_other(self) -> VerificationClaim | None:
        claim = claim_on(self.object)
        return claim if claim and claim.verifier_id != self.request.user.pk else None

    def get_decision_url(self):
        return reverse("verification:decide", args=[self.object.pk])


class ClaimView(DeskView):
    """Asks for a note when somebody else works on it."""

    @property
    def submit_label(self):
        return _("Take it over") if self.held_by_other else _("Work on it")

    def get_page_title(self):
        return _("Take over the submission") if self.held_by_other else _("Work on the submission")

    def get_form_class(self):
        return TakeOverForm if self.held_by_other else forms.Form

    @property
    def consequences(self):
        if self.held_by_other:
            name = self.held_by_other.verifier.name
            return (_("%(name)s works on it now and will not be able to decide it after this.") % {"name": name},)
        return (_("Nobody else can decide it while you work on it."),)

    def perform(self, **data):
        claim_submission(self.object.pk, actor=self.request.user, **data)
        return _("%(number)s is on your desk.") % {"number": self.object}

    def get_success_url(self):
        return self.get_decision_url()


class ClaimNextView(ActionView):
    permission = "submissions.verify_submission"
    page_title = gettext_lazy("Work on the next one")
    submit_label = gettext_lazy("Work on the next one")
    back_url_name = "verification:index"

    @property
    def consequences(self):
        following = next_to_verify(self.request.user)
        return (following.innovation.title,) if following else (_("Nothing waits for you."),)

    def perform(self):
        self.taken = claim_next(actor=self.request.user)
        if self.taken is None:
            raise ValidationError(_("Nothing waits for you."), code="nothing")
        return _("%(number)s is on your desk.") % {"number": self.taken}

    def get_success_url(self):
        return reverse("verification:decide", args=[self.taken.pk])


class ReleaseView(DeskView):
    page_title = gettext_lazy("Give it back")
    submit_label = gettext_lazy("Give it back")
    consequences = (gettext_lazy("It waits in the queue again, and anybody may take it."),)

    def perform(self):
        release_claim(self.object.pk, actor=self.request.user)
        return _("%(number)s waits in the queue again.") % {"number": self.object}


class TakeBackView(DeskView):
    page_title = gettext_lazy("Take back the proposal")
    submit_label = gettext_lazy("Take back the proposal")
    consequences = (gettext_lazy("It no longer counts, and you may come to another decision."),)

    def perform(self):
        take_back_proposal(self.object.pk, actor=self.request.user)
        return _("Your proposal is taken back.")

    def get_back_url(self):
        return self.get_decision_url()


class KeepClaimView(PermissionRequiredMixin, View):
    """The open page says that its reader is still there."""

    http_method_names = ["post"]
    permission_required = "submissions.verify_submission"
    raise_exception = True

    def post(self, request, pk):
        submission = get_object_or_404(submissions_visible_to(request.user), pk=pk)
        return JsonResponse({"is_held": keep_claim(submission.pk, actor=request.user)})
