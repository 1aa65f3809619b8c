"""What the public asks about the agency's innovations, and the agency's answers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from submissions.forms.feedback import AnswerForm
from submissions.selectors.feedback import feedback_of_agency, response_time_of
from submissions.services.feedback import answer_feedback
from submissions.views.desk import AgencyDeskMixin


class FeedbackList(AgencyDeskMixin, TemplateView):
    template_name = "submissions/opd/feedback_list.html"
    tab = "feedback-list"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            feedback=feedback_of_agency(self.agency), response=response_time_of(self.agency), **kwargs
        )


class FeedbackAnswering(AgencyDeskMixin, FormView):
    """One question or report with the answers so far, and the form for another one."""

    template_name = "submissions/opd/feedback_answer.html"
    form_class = AnswerForm
    tab = "feedback-list"

    @cached_property
    def feedback(self):
        return get_object_or_404(feedback_of_agency(self.agency), pk=self.kwargs["pk"])

    def get_initial(self):
        answers = self.feedback.answers.all()
        return {"seen": len(answers), "text": answers[0].text if answers else ""}

    def form_valid(self, form):
        try:
            answer_feedback(self.feedback.pk, actor=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Your answer stands on the page of the innovation."))
        return redirect("submissions:feedback-list", agency_pk=self.agency.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(feedback=self.feedback, answers=self.feedback.answers.all(), **kwargs)
