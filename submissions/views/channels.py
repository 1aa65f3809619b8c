from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from submissions.forms.channels import ChannelForm
from submissions.services.channels import add_channel, remove_channel
from submissions.views.desk import AgencyDeskMixin


class ChannelList(AgencyDeskMixin, FormView):
    """Where the public reaches the agency; the person in charge keeps it."""

    template_name = "submissions/opd/channels.html"
    form_class = ChannelForm
    tab = "channel-list"

    def form_valid(self, form):
        try:
            channel = add_channel(self.agency.pk, actor=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("%(channel)s now stands on the public page.") % {"channel": channel})
        return redirect("submissions:channel-list", agency_pk=self.agency.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(channels=list(self.agency.channels.all()), **kwargs)


class ChannelRemove(AgencyDeskMixin, View):
    def post(self, request, agency_pk, pk):
        channel = get_object_or_404(self.agency.channels, pk=pk)
        remove_channel(channel.pk, actor=request.user)
        messages.success(request, _("The channel no longer stands on the public page."))
        return redirect("submissions:channel-list", agency_pk=agency_pk)
