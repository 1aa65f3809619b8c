from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.enums import ChannelKind


class ChannelForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=ChannelKind)
    address = forms.CharField(
        label=_("Address"), max_length=300, help_text=_("https://… or a telephone number, for example 024 8311174.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("kind", "address", Submit("add", _("Add the channel")))
