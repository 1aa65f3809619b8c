"""Acts on an agency by a regulation: a new name, a merger, its end."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.utils.back_office import ActionView
from submissions.models import Agency, AgencyChange
from submissions.services.agency_changes import close_agency, merge_agency, rename_agency


class RegulationForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("In force since"), widget=AdminDateInput)
    document = forms.CharField(
        label=gettext_lazy("Regulation"),
        max_length=AgencyChange._meta.get_field("document").max_length,
        help_text=gettext_lazy("For example: Perda Nomor 8 Tahun 2025, Pasal 12."),
    )


class RenameForm(RegulationForm):
    name = forms.CharField(label=gettext_lazy("New name"), max_length=Agency._meta.get_field("name").max_length)
    field_order = ["name", "on", "document"]


class MergeForm(RegulationForm):
    successor = forms.ModelChoiceField(
        label=gettext_lazy("Agency that goes on with it"), queryset=Agency.objects.filter(is_active=True)
    )
    field_order = ["successor", "on", "document"]


class AgencyChangeView(ActionView):
    model = Agency
    permission = "submissions.run_edition"

    def get_back_url(self):
        return reverse("agencies:edit", args=[self.object.pk])


class RenameView(AgencyChangeView):
    page_title = gettext_lazy("Rename agency")
    form_class = RenameForm
    submit_label = gettext_lazy("Rename")
    consequences = (
        gettext_lazy("Innovations, people and history stay with the agency."),
        gettext_lazy("Finished editions, certificates and submitted versions keep the old name."),
    )

    def get_initial(self):
        return {"name": self.object.name}

    def perform(self, **data):
        change = rename_agency(self.object.pk, actor=self.request.user, **data)
        return _("%(old)s is now called %(new)s.") % {"old": change.old_name, "new": change.agency.name}


class MergeView(FreshLoginRequired, AgencyChangeView):
    page_title = gettext_lazy("Merge agency")
    form_class = MergeForm
    submit_label = gettext_lazy("Merge")
    is_dangerous = True
    consequences = (
        gettext_lazy("Innovations and members move to the other agency, with everything entered this year."),
        gettext_lazy("In editions not finished this agency owes nothing any more. Finished ones stay as they are."),
        gettext_lazy("This cannot be taken back."),
    )

    def perform(self, successor, **data):
        merge_agency(self.object.pk, actor=self.request.user, successor_id=successor.pk, **data)
        return _("%(successor)s goes on with the work of %(agency)s.") % {
            "successor": successor,
            "agency": self.object,
        }


class CloseView(AgencyChangeView):
    page_title = gettext_lazy("Close agency")
    form_class = RegulationForm
    submit_label = gettext_lazy("Close agency")
    is_dangerous = True
    consequences = (
        gettext_lazy("In editions not finished it owes nothing any more. Finished ones stay as they are."),
        gettext_lazy("If another agency goes on with its innovations, merge the two instead."),
    )

    def perform(self, **data):
        close_agency(self.object.pk, actor=self.request.user, **data)
        return _("%(agency)s is closed.") % {"agency": self.object}
