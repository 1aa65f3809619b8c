"""What judges say about themselves, apart from any entry."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.models import Agency


class AgreementForm(forms.Form):
    """One button; it carries the hash of the words that were read."""

    expected = forms.CharField(widget=forms.HiddenInput, max_length=64)

    helper = FormHelper()
    helper.form_tag = False


class OwnCollaborationForm(forms.Form):
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.filter(is_active=True).order_by("name"))
    note = forms.CharField(
        label=_("What it was"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example the year and your part. The secretariat reads it."),
    )

    helper = FormHelper()
    helper.layout = Layout("agency", "note", Submit("add", _("Add")))
