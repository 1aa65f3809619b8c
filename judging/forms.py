import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from judging.enums import TieBreakRule
from judging.models.certificates import PUBLIC_ID_ALPHABET, PUBLIC_ID_LENGTH


class ConflictForm(forms.Form):
    """Declare whether there is a conflict of interest; only a conflict needs words."""

    has_conflict = forms.TypedChoiceField(
        label=_("Do you have a conflict of interest with this entry?"),
        choices=[("no", _("No, I can judge it fairly")), ("yes", _("Yes, I withdraw from this entry"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": _("Choose one of the two answers.")},
    )
    reason = forms.CharField(
        label=_("What is the conflict?"),
        required=False,
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only if you withdraw. The secretariat reads it; it is kept for ever."),
    )

    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(Field("has_conflict"), Field("reason"))


class SealForm(forms.Form):
    """One box that says the consequences were read."""

    helper = FormHelper()
    helper.form_tag = False

    understood = forms.BooleanField(
        label=_("I have checked the ranking. Seal it for good."),
        error_messages={"required": _("Tick the box to seal the result.")},
    )


class ReopenForm(forms.Form):
    """Why a sealed result is opened again."""

    helper = FormHelper()
    helper.form_tag = False

    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is shown for ever, in the minutes of this result too."),
    )


class SheetReopenForm(forms.Form):
    """Why a submitted sheet goes back to its judge."""

    helper = FormHelper()
    helper.form_tag = False

    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The judge reads it in a mail. What the sheet said until now is kept."),
    )


def plain_code(typed: str, *, lengths: Collection[int] = (PUBLIC_ID_LENGTH,)) -> str | None:
    """Return a public code as it is stored, without dashes, spaces and small letters; None if it can be no code."""
    code = re.sub(r"[\s\-–—.]", "", typed).upper()
    return code if len(code) in lengths and set(code) <= set(PUBLIC_ID_ALPHABET) else None


class WhatIfForm(forms.Form):
    """When each criterion breaks ties, and which rules come after; what the result has stands in it at first."""

    def __init__(self, data=None, *, criteria: Sequence[Mapping[str, Any]], rules: Sequence[str]):
        super().__init__(data)
        orders = [("", _("takes no part"))] + [(str(n), str(n)) for n in range(1, len(criteria) + 1)]
        self.codes = [criterion["code"] for criterion in criteria]
        for criterion in criteria:
            self.fields[f"order_{criterion['code']}"] = forms.TypedChoiceField(
                label=criterion["name"],
                choices=orders,
                coerce=int,
                empty_value=None,
                required=False,
                initial=criterion["tie_break_order"] or "",
            )
        choices = [("", _("the place is shared")), *TieBreakRule.choices]
        for number, label in enumerate((_("After the criteria"), _("And after that"))):
            initial = rules[number] if number < len(rules) else ""
            self.fields[f"rule_{number}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=initial
            )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def orders(self) -> dict[str, int | None]:
        return {code: self.cleaned_data[f"order_{code}"] for code in self.codes}

    @property
    def rules(self) -> list[str]:
        return list(dict.fromkeys(filter(None, (self.cleaned_data["rule_0"], self.cleaned_data["rule_1"]))))
