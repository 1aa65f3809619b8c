from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation_portal.utils.back_office import ActionView
from submissions.enums import MembershipRole
from submissions.models import Agency, Membership
from submissions.services.members import hand_over, invite_member, remove_member


class InviteForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=MembershipRole, widget=forms.RadioSelect)


class InviteView(ActionView):
    model = Agency
    permission = "submissions.change_agency"
    page_title = gettext_lazy("Invite member")
    form_class = InviteForm
    submit_label = gettext_lazy("Send the invitation")
    consequences = (gettext_lazy("The person gets a mail with the way in and sets the password alone."),)

    def perform(self, **data):
        membership = invite_member(self.object.pk, actor=self.request.user, **data)
        return _("%(name)s was invited by mail.") % {"name": membership.user}

    def get_back_url(self):
        return reverse("agencies:edit", args=[self.object.pk])


class HandOverForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the successor"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))


class HandOverView(ActionView):
    model = Membership
    permission = "submissions.change_agency"
    page_title = gettext_lazy("Hand over")
    form_class = HandOverForm
    submit_label = gettext_lazy("Hand over")
    consequences = (
        gettext_lazy("The successor gets the same part in the agency, and a mail with the way in."),
        gettext_lazy("Everything that was written stays under the name of who wrote it."),
    )

    def perform(self, **data):
        membership = hand_over(self.object.pk, actor=self.request.user, **data)
        names = {"name": membership.user, "agency": membership.agency}
        return _("%(name)s goes on with the work for %(agency)s.") % names

    def get_back_url(self):
        return reverse("agencies:edit", args=[self.object.agency_id])


class RemoveMemberView(ActionView):
    model = Membership
    permission = "submissions.change_agency"
    page_title = gettext_lazy("Remove member")
    submit_label = gettext_lazy("Remove")
    consequences = (gettext_lazy("The account and everything that was written stay; the work for this agency ends."),)
    is_dangerous = True

    def perform(self):
        remove_member(self.object.pk, actor=self.request.user)
        return _("%(name)s no longer works for this agency.") % {"name": self.object.user}

    def get_back_url(self):
        return reverse("agencies:edit", args=[self.object.agency_id])
