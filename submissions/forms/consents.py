from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.publication_consents import PUBLICATION_CONSENTS


class ConsentForm(forms.Form):
    """Which consent to publish is withdrawn, or given again."""

    code = forms.ChoiceField(choices=[(code, code) for code in PUBLICATION_CONSENTS])
    action = forms.ChoiceField(choices=[("withdraw", _("Withdraw")), ("give", _("Give again"))])
