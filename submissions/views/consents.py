"""The consents to publish of one submission: what was given, and taking it back as easily."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from submissions.forms.consents import ConsentForm
from submissions.selectors.consents import given_consents
from submissions.services.consents import give_consent_again, withdraw_consent
from submissions.views.desk import SubmissionDeskMixin


class ConsentList(SubmissionDeskMixin, FormView):
    form_class = ConsentForm
    template_name = "submissions/opd/consents.html"

    def form_valid(self, form):
        code = form.cleaned_data["code"]
        try:
            if form.cleaned_data["action"] == "withdraw":
                withdraw_consent(self.submission.pk, code, actor=self.request.user)
                message = _("The consent is withdrawn. The public pages follow in a moment.")
            else:
                give_consent_again(self.submission.pk, code, actor=self.request.user)
                message = _("The consent holds again. The public pages follow in a moment.")
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, message)
        return redirect("submissions:consent-list", pk=self.submission.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(consents=given_consents(self.submission), **kwargs)
