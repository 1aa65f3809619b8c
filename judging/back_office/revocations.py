from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.utils.back_office import ActionView
from judging.models import Award
from judging.services.revocations import revoke_award


class AwardRevocationForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=Award._meta.get_field("revocation_reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The agency reads it, and on a certificate everybody who checks it."),
    )


class AwardRevocation(FreshLoginRequired, ActionView):
    permission = "judging.announce_awards"
    model = Award
    page_title = gettext_lazy("Revoke award")
    header_icon = "no-view"
    form_class = AwardRevocationForm
    submit_label = gettext_lazy("Revoke the award")
    consequences = (
        gettext_lazy("The agency gets a mail with the reason, and the catalogue no longer names the award."),
        gettext_lazy("A certificate that was issued is revoked for the same reason."),
        gettext_lazy("The place stays empty: nobody moves up. This cannot be undone."),
    )
    is_dangerous = True

    def perform(self, **data):
        revoke_award(self.object.pk, actor=self.request.user, **data)
        return _("The award is revoked, and its agency has been told.")

    def get_back_url(self):
        return reverse("awards:desk", args=[self.object.level.edition_id])
