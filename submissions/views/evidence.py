"""Whether the public may see a piece of evidence."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from submissions.forms.evidence import PublicityForm
from submissions.models import Evidence
from submissions.services.evidence import choose_publicity
from submissions.views.desk import SubmissionDeskMixin
from submissions.workflow import EDITABLE


class EvidencePublicity(SubmissionDeskMixin, FormView):
    """Opens while the submission can be changed; what was frozen says for itself what of it is public."""

    template_name = "submissions/opd/evidence_publicity.html"
    form_class = PublicityForm

    @cached_property
    def evidence(self) -> Evidence:
        return get_object_or_404(self.submission.evidence, pk=self.kwargs["evidence_pk"], removed_at=None)

    def get(self, request, *args, **kwargs):
        if self.submission.status not in EDITABLE:
            messages.info(request, _("This submission cannot be changed now."))
            return redirect("submissions:submission-detail", pk=self.submission.pk)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "evidence": self.evidence}

    def get_initial(self):
        return {"is_public": self.evidence.is_public, "alternative_text": self.evidence.alternative_text}

    def form_valid(self, form):
        try:
            choose_publicity(self.evidence.pk, actor=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("alternative_text" if error.code == "words_needed" else None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.back_url)

    @property
    def back_url(self) -> str:
        if self.evidence.section_id is None:
            return reverse("submissions:submission-review", args=[self.submission.pk])
        section = [self.submission.pk, self.evidence.section_id]
        return reverse("submissions:section-edit", args=section) + "#evidence"

    def get_context_data(self, **kwargs):
        return super().get_context_data(evidence=self.evidence, back_url=self.back_url, **kwargs)
