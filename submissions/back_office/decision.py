"""One submission to decide: the frozen version beside the checklist."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from submissions.back_office.claims import DeskView
from submissions.enums import DossierPart, SubmissionStatus
from submissions.forms.verification import VerificationForm
from submissions.models import VerificationProposal
from submissions.selectors.claims import claim_on
from submissions.selectors.findings import reasons_found
from submissions.selectors.verification import dossier_of, free_to_verify, next_to_verify, verification_queue
from submissions.services.claims import claim_next
from submissions.services.verification import verify_submission


class DecisionView(DeskView):
    """One submission. After a decision the next one is claimed and opens, so the queue is worked through in one go."""

    form_class = VerificationForm
    template_name = "submissions/admin/decision.html"

    @cached_property
    def dossier(self):
        return dossier_of(self.object)

    @property
    def waits_for_other(self) -> bool:
        """Whether the reader has proposed a decision that nobody has contradicted."""
        return {each.verifier_id for each in self.dossier.proposals} == {self.request.user.pk}

    def get_page_title(self):
        return self.dossier.version.payload["title"]

    def get_page_subtitle(self):
        return self.object.registration_number

    def get_breadcrumbs_items(self):
        queue = {"url": reverse("verification:index"), "label": _("Verification")}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.object.registration_number}]

    def get_form_kwargs(self):
        edition = self.object.edition
        # Who reads a proposal sees what its author made of the findings.
        is_proposed = bool(self.dossier.proposals)
        return {
            **super().get_form_kwargs(),
            "edition": edition,
            "sections": self.dossier.sections,
            "found": [] if is_proposed else reasons_found(edition, self.dossier.problems),
            "has_reason": is_proposed,
        }

    def get_initial(self):
        return {"version_id": self.dossier.version.pk}

    def perform(self, **data):
        try:
            judged = verify_submission(self.object.pk, actor=self.request.user, **data)
        except ValidationError as error:
            if error.code == "comment_required":
                raise ValidationError({"note": error}) from error
            raise
        # A second click finds the decision made and the next one claimed.
        is_new = self.object.status == SubmissionStatus.SUBMITTED
        self.following = claim_next(actor=self.request.user) if is_new else next_to_verify(self.request.user)
        values = {"number": self.object.registration_number, "outcome": judged.get_outcome_display()}
        if isinstance(judged, VerificationProposal):
            return _("%(number)s: %(outcome)s was proposed. A second verifier confirms it.") % values
        return _("%(number)s: %(outcome)s.") % values

    def get_success_url(self):
        if self.following is None:
            return self.get_back_url()
        return reverse("verification:decide", args=[self.following.pk])

    def get_context_data(self, **kwargs):
        entry = verification_queue(self.request.user).filter(pk=self.object.pk).first()
        context = super().get_context_data(
            submission=self.object,
            dossier=self.dossier,
            payload=self.dossier.version.payload,
            can_decide=entry is not None and not entry.is_own and not self.held_by_other and not self.waits_for_other,
            waits_for_other=self.waits_for_other,
            claim=claim_on(self.object),
            held_by_other=self.held_by_other,
            entry=entry,
            waiting_count=free_to_verify(self.request.user).count(),
            **kwargs,
        )
        return {**context, **self._remarks(context["form"])}

    def _remarks(self, form):
        """The fields of the parts, beside what they are about."""
        sections = [
            {**section, "remark": form.fields_of(f"section-{section['id']}")} for section in self.dossier.sections
        ]
        others = {f"{part}_remark": form.fields_of(part) for part in DossierPart if part != DossierPart.SECTION}
        return {"sections": sections, **others}
