import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import zip_longest
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from judging.enums import CommentPolicy, Confidence, ScoreState, TieBreakRule
from judging.models import Criterion, Rubric, ScoreSheet
from judging.models.certificates import PUBLIC_ID_ALPHABET, PUBLIC_ID_LENGTH
from judging.selectors.certificates import certificate_by_code
from judging.selectors.sheets import Mark, Remarks, remarks_of

WITHOUT_SCORE = (ScoreState.ABSTAINED, ScoreState.NOT_APPLICABLE)


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


class SheetForm(forms.Form):
    """A score sheet: for each criterion of the rubric one choice (a score, or why there is none) and a comment.

    `stored` holds the marks that are in the database. They fill the form when it opens; after a stale save each
    criterion shows the stored mark beside the one that was sent.
    """

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    action = forms.ChoiceField(choices=[("save", "save"), ("submit", "submit")], required=False)
    confidence = forms.TypedChoiceField(
        label=_("How sure are you of these scores?"),
        choices=Confidence,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("The chair sees it beside your scores; it changes nothing in the calculation."),
    )
    private_note = forms.CharField(
        label=_("Own notes"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For yourself. Nobody else reads them."),
    )
    note = forms.CharField(
        label=_("Note for the secretariat"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data=None, *, rubric: Rubric, sheet: ScoreSheet | None, stored: Mapping[int, Mark]):
        revision = sheet.revision if sheet else 0
        super().__init__(data, initial={"revision": revision, **asdict(remarks_of(sheet))})
        self.rubric = rubric
        self.criteria = list(rubric.criteria.all())
        self.stored = stored
        for number, criterion in enumerate(self.criteria, start=1):
            self._add_criterion(number, criterion, stored.get(criterion.pk, Mark()))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "revision",
            *(self._criterion_layout(criterion) for criterion in self.criteria),
            Field("confidence"),
            Field("private_note"),
            Field("note"),
        )

    def _add_criterion(self, number: int, criterion: Criterion, mark: Mark) -> None:
        field = forms.ChoiceField(
            label=criterion.name,
            required=False,
            choices=[
                *((str(value), str(value)) for value in range(1, self.rubric.scale_maximum + 1)),
                *((state.value, state.label) for state in WITHOUT_SCORE),
            ],
            widget=forms.RadioSelect,
            initial=mark.value if mark.state == ScoreState.SCORED else mark.state,
        )
        # What the template of a criterion shows around its choices.
        field.criterion, field.number, field.maximum = criterion, number, self.rubric.scale_maximum
        field.level_names = self.rubric.level_names
        field.levels = [
            {"name": name, "text": text}
            for name, text in zip_longest(self.rubric.level_names, criterion.descriptors, fillvalue="")
        ]
        self.fields[mark_name(criterion.pk)] = field
        if criterion.comment_policy != CommentPolicy.OFF:
            comment = forms.CharField(
                label=_("Comment"),
                required=False,
                max_length=4000,
                initial=mark.comment,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            comment.full_label = _("Comment on %(name)s") % {"name": criterion.name}
            comment.is_wanted = criterion.comment_policy == CommentPolicy.REQUIRED
            self.fields[comment_name(criterion.pk)] = comment

    def _criterion_layout(self, criterion: Criterion) -> Div:
        parts = [Field(mark_name(criterion.pk), template="judging/desk/_criterion.html")]
        if comment_name(criterion.pk) in self.fields:
            parts.append(Field(comment_name(criterion.pk), template="judging/desk/_comment.html"))
        return Div(*parts, css_class="so-criterion")

    def marks(self) -> dict[int, Mark]:
        """What was sent, by criterion id. Call it on a valid form."""
        return {
            criterion.pk: _mark(
                self.cleaned_data[mark_name(criterion.pk)], self.cleaned_data.get(comment_name(criterion.pk), "")
            )
            for criterion in self.criteria
        }

    def remarks(self) -> Remarks:
        """What was said about the whole sheet. Call it on a valid form."""
        return Remarks(*(self.cleaned_data[name] for name in ("note", "private_note", "confidence")))

    def add_problems(self, error: ValidationError) -> None:
        """Put each error of a service beside the criterion it belongs to."""
        for problem in error.error_list:
            criterion = (problem.params or {}).get("criterion")
            self.add_error(mark_name(criterion) if criterion else None, problem)

    def show_stored(self, sheet: ScoreSheet | None) -> None:
        """Keep what was sent, show what is stored where it differs, and let the next save replace it."""
        sent = self.marks()
        for criterion in self.criteria:
            stored = self.stored.get(criterion.pk, Mark())
            if stored != sent[criterion.pk]:
                self.fields[mark_name(criterion.pk)].stored = stored
        self.data = self.data.copy()
        self.data["revision"] = str(sheet.revision if sheet else 0)


def mark_name(criterion_id: int) -> str:
    return f"mark_{criterion_id}"


def comment_name(criterion_id: int) -> str:
    return f"comment_{criterion_id}"


def _mark(choice: str, comment: str) -> Mark:
    if not choice:
        return Mark(comment=comment)
    if choice in WITHOUT_SCORE:
        return Mark(state=choice, comment=comment)
    return Mark(state=ScoreState.SCORED, value=int(choice), comment=comment)


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


def plain_code(typed: str) -> str | None:
    """Return a public code as it is stored, without dashes, spaces and small letters; None if it can be no code."""
    code = re.sub(r"[\s\-–—.]", "", typed).upper()
    return code if len(code) == PUBLIC_ID_LENGTH and set(code) <= set(PUBLIC_ID_ALPHABET) else None


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


class CertificateCodeForm(forms.Form):
    """The code from the paper, typed with or without dashes, spaces and capitals."""

    kode = forms.CharField(
        label=_("Code of the certificate"),
        help_text=_("Twelve letters and digits beside the QR code, for example 7K4M-2QXD-WW3H."),
        max_length=60,
        error_messages={
            "required": _("Type the code that stands beside the QR code."),
            "max_length": _("This is too long for a code: it has twelve letters and digits."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.layout = Layout(
            Field(
                "kode",
                autocomplete="off",
                autocapitalize="characters",
                spellcheck="false",
                css_class="form-control-lg",
            ),
            Submit("", _("Check"), css_class="btn-lg"),
        )

    def clean_kode(self) -> str:
        code = plain_code(self.cleaned_data["kode"])
        if code is None:
            raise ValidationError(
                _("A code has twelve letters and digits, never I, L, O, U, 0 or 1. Compare it with the paper."),
                code="not_a_code",
            )
        if certificate_by_code(code) is None:
            raise ValidationError(
                _(
                    "No certificate has this code. If it reads so on the paper, the certificate is not ours; "
                    "please tell the secretariat."
                ),
                code="unknown",
            )
        return code
