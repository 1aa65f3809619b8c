"""What judges say about themselves before they read any entry."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from innovation_portal.utils.hashing import hash_of
from judging.enums import RoundState
from judging.panel_forms import AgreementForm, OwnCollaborationForm
from judging.selectors.collaborations import collaborations_of
from judging.selectors.conduct import seats_of
from judging.services.collaborations import add_collaboration
from judging.services.conduct import agree_to_conduct
from judging.views.desk import JudgeRequired


class ConductAgreement(JudgeRequired, View):
    """The code of conduct of a round, with one button while it waits for the judge, and later what was agreed to."""

    def get(self, request, pk):
        return self._page(request, get_object_or_404(seats_of(request.user), pk=pk))

    def post(self, request, pk):
        seat = get_object_or_404(seats_of(request.user), pk=pk)
        form = AgreementForm(request.POST)
        if not form.is_valid():
            return self._page(request, seat)
        try:
            agree_to_conduct(seat.pk, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return self._page(request, seat)
        messages.success(request, _("Thank you. The entries are open to you now."))
        return redirect("judging:task-list")

    def _page(self, request, seat):
        text = seat.agreed_text or seat.round.code_of_conduct
        context = {
            "seat": seat,
            "text": text,
            "form": AgreementForm(initial={"expected": hash_of(text)}),
            "is_waiting": seat.agreed_at is None and seat.round.state == RoundState.OPEN,
        }
        return render(request, "judging/desk/conduct.html", context)


class OwnCollaborations(JudgeRequired, FormView):
    """With whom the judge worked before, so that their entries go to others."""

    template_name = "judging/desk/collaborations.html"
    form_class = OwnCollaborationForm

    def form_valid(self, form):
        judge = self.request.user
        add_collaboration(actor=judge, judge=judge, **form.cleaned_data)
        messages.success(self.request, _("It is noted. Entries of this agency go to other judges."))
        return redirect("judging:collaborations")

    def get_context_data(self, **kwargs):
        return super().get_context_data(collaborations=collaborations_of(self.request.user), **kwargs)
