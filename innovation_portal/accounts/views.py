from allauth.account.views import PasswordResetFromKeyView
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import UpdateView

from innovation_portal.accounts.desks import desks_of
from innovation_portal.accounts.forms import MailRhythmForm
from innovation_portal.accounts.lockout import remember_browser
from innovation_portal.accounts.models import User
from innovation_portal.accounts.services import choose_mail_rhythm


class LandingView(LoginRequiredMixin, View):
    """Send a person who signed in to their desk; with several, or none, show them."""

    def get(self, request):
        desks = desks_of(request.user)
        if len(desks) == 1:
            return redirect(desks[0].url)
        return render(request, "account/landing.html", {"desks": desks})


class NewPasswordView(PasswordResetFromKeyView):
    """Choosing a password by the letter, which proves the owner: the lock ends, and this browser counts for itself."""

    def form_valid(self, form):
        response = super().form_valid(form)
        remember_browser(self.request, response, self.reset_user.email)
        return response


class MailRhythmView(LoginRequiredMixin, UpdateView):
    """How the mails of the portal come to the person who is signed in."""

    form_class = MailRhythmForm
    template_name = "account/mail.html"
    success_url = reverse_lazy("accounts:mail-edit")

    def get_object(self, queryset=None):
        return User.objects.get(pk=self.request.user.pk)

    def form_valid(self, form):
        choose_mail_rhythm(self.request.user.pk, actor=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Your choice was saved."))
        return redirect(self.success_url)
