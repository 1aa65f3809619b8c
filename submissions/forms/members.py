from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.enums import MembershipRole


class HandOverForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("Official e-mail address"), help_text=_("The invitation goes there."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("name", "email", Submit("hand_over", _("Hand over")))


class InviteForm(HandOverForm):
    role = forms.ChoiceField(
        label=_("Role"), choices=MembershipRole, initial=MembershipRole.OPERATOR, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("name", "email", "role", Submit("invite", _("Invite")))
