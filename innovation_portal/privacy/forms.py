from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _


class ReadForm(forms.Form):
    """That the notice of this number was read, and where to go on."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class ErasureForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you want it?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The secretariat reads it. It is erased with your account."),
    )
    is_sure = forms.BooleanField(label=_("I know that I cannot sign in any more afterwards."))

    helper = FormHelper()
    helper.attrs = {"novalidate": True}
    helper.layout = Layout(
        "reason",
        "is_sure",
        Div(Submit("ask", _("Ask to be erased"), css_class="btn btn-outline-danger"), css_class="so-row"),
    )
