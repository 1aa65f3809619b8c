from collections.abc import Mapping
from dataclasses import asdict
from itertools import zip_longest
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from judging.enums import CommentPolicy, Confidence, RubricScale, ScoreState
from judging.models import Criterion, Rubric, ScoreSheet
from judging.selectors.sheets import Mark, Remarks, ScaleMemory, proved_mark, remarks_of

WITHOUT_SCORE = (ScoreState.ABSTAINED, ScoreState.NOT_APPLICABLE)


class SheetForm(forms.Form):
    """A score sheet: for each criterion of the rubric one choice (a score, or why there is none) and a comment.

    On a scale of points the score is a number beside the choice, where levels are proved one tick with words for each.
    `stored` holds the marks that are in the database. They fill the form when it opens; after a stale save each
    criterion shows the stored mark beside the one that was sent.
    """

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    rubric_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
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
        super().__init__(data, initial={"revision": revision, "rubric_id": rubric.pk, **asdict(remarks_of(sheet))})
        self.rubric = rubric
        self.criteria = list(rubric.criteria.all())
        self.stored = stored
        for number, criterion in enumerate(self.criteria, start=1):
            self._add_criterion(number, criterion, stored.get(criterion.pk, Mark()))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "revision",
            "rubric_id",
            *(self._criterion_layout(criterion) for criterion in self.criteria),
            Field("confidence"),
            Field("private_note"),
            Field("note"),
        )

    def _add_criterion(self, number: int, criterion: Criterion, mark: Mark) -> None:
        scores = self._scores_to_choose()
        is_level = self.rubric.scale == RubricScale.LEVELS
        field = forms.ChoiceField(
            label=criterion.name,
            required=False,
            choices=[*scores, *((state.value, state.label) for state in WITHOUT_SCORE)],
            widget=forms.RadioSelect,
            initial=mark.value if is_level and mark.state == ScoreState.SCORED else mark.state,
        )
        # What the template of a criterion shows around its choices.
        field.criterion, field.number, field.rubric = criterion, number, self.rubric
        field.score_count = len(scores) if is_level else 0
        field.level_names = self.rubric.level_names
        field.levels = [
            {"name": name, "text": text}
            for name, text in zip_longest(self.rubric.level_names, criterion.descriptors, fillvalue="")
        ]
        self.fields[mark_name(criterion.pk)] = field
        if self.rubric.scale == RubricScale.POINTS:
            field.points = self._add_points(criterion, mark)
        elif self.rubric.scale == RubricScale.PROVED:
            field.proofs = self._add_proofs(criterion, mark, field.levels)
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

    def _scores_to_choose(self) -> list[tuple[str, Promise | str]]:
        if self.rubric.scale == RubricScale.POINTS:
            return [(ScoreState.SCORED.value, _("By the points above"))]
        if self.rubric.scale == RubricScale.PROVED:
            return [(ScoreState.SCORED.value, _("By the levels ticked above; none ticked is 0"))]
        return [(str(value), str(value)) for value in range(1, self.rubric.scale_maximum + 1)]

    def _add_points(self, criterion: Criterion, mark: Mark) -> forms.BoundField:
        name = points_name(criterion.pk)
        self.fields[name] = forms.IntegerField(
            label=_("Points for %(name)s, 0 to 100") % {"name": criterion.name},
            required=False,
            min_value=self.rubric.scale_minimum,
            max_value=self.rubric.scale_maximum,
            initial=mark.value,
        )
        return self[name]

    def _add_proofs(self, criterion: Criterion, mark: Mark, levels: list[dict[str, str]]) -> list[dict[str, Any]]:
        proofs = []
        numbers = range(1, self.rubric.scale_maximum + 1)
        for number, level in zip_longest(numbers, levels[: len(numbers)], fillvalue={}):
            tick, words = proof_name(criterion.pk, number), evidence_name(criterion.pk, number)
            self.fields[tick] = forms.BooleanField(required=False, initial=str(number) in mark.proof)
            self.fields[words] = forms.CharField(
                label=_("Evidence for level %(level)s of %(name)s") % {"level": number, "name": criterion.name},
                required=False,
                max_length=1000,
                initial=mark.proof.get(str(number), ""),
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            )
            proofs.append({"number": number, "level": level, "tick": self[tick], "words": self[words]})
        return proofs

    def _criterion_layout(self, criterion: Criterion) -> Div:
        parts = [Field(mark_name(criterion.pk), template="judging/desk/_criterion.html")]
        if comment_name(criterion.pk) in self.fields:
            parts.append(Field(comment_name(criterion.pk), template="judging/desk/_comment.html"))
        return Div(*parts, css_class="so-criterion")

    def clean(self):
        """Refuse a score and a reason for having none at the same criterion."""
        cleaned = super().clean()
        for criterion in self.criteria:
            is_without = cleaned.get(mark_name(criterion.pk)) in WITHOUT_SCORE
            if is_without and (cleaned.get(points_name(criterion.pk)) is not None or self._ticked(criterion)):
                self.add_error(mark_name(criterion.pk), _("Give a score or say why there is none, not both."))
        return cleaned

    @property
    def is_of_another_rubric(self) -> bool:
        """Whether the rubric was replaced after this form was opened. Ask it after `is_valid`."""
        return self.cleaned_data.get("rubric_id") not in (None, self.rubric.pk)

    def marks(self) -> dict[int, Mark]:
        """What was sent, by criterion id. Call it on a valid form."""
        return {criterion.pk: self._mark(criterion) for criterion in self.criteria}

    def _mark(self, criterion: Criterion) -> Mark:
        choice = self.cleaned_data[mark_name(criterion.pk)]
        comment = self.cleaned_data.get(comment_name(criterion.pk), "")
        if choice in WITHOUT_SCORE:
            return Mark(choice, comment=comment)
        if self.rubric.scale == RubricScale.PROVED:
            ticked = self._ticked(criterion)
            return proved_mark(ticked, comment) if ticked or choice else Mark(comment=comment)
        if self.rubric.scale == RubricScale.POINTS:
            value = self.cleaned_data[points_name(criterion.pk)]
        else:
            value = int(choice) if choice else None
        return Mark(comment=comment) if value is None else Mark(ScoreState.SCORED, value, comment)

    def _ticked(self, criterion: Criterion) -> dict[str, str]:
        """The words for the evidence by ticked level; those of a level without its tick say nothing."""
        return {
            str(level): self.cleaned_data.get(evidence_name(criterion.pk, level), "")
            for level in range(1, self.rubric.scale_maximum + 1)
            if self.cleaned_data.get(proof_name(criterion.pk, level))
        }

    def remarks(self) -> Remarks:
        """What was said about the whole sheet. Call it on a valid form."""
        return Remarks(*(self.cleaned_data[name] for name in ("note", "private_note", "confidence")))

    def add_problems(self, error: ValidationError) -> None:
        """Put each error of a service beside the criterion it belongs to."""
        for problem in error.error_list:
            criterion = (problem.params or {}).get("criterion")
            self.add_error(mark_name(criterion) if criterion else None, problem)

    def show_memory(self, memory: Mapping[int, ScaleMemory]) -> None:
        """Show beside each criterion how the judge has used its scale so far."""
        for criterion in self.criteria:
            self.fields[mark_name(criterion.pk)].memory = memory.get(criterion.pk)

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


def points_name(criterion_id: int) -> str:
    return f"points_{criterion_id}"


def proof_name(criterion_id: int, level: int) -> str:
    return f"proof_{criterion_id}_{level}"


def evidence_name(criterion_id: int, level: int) -> str:
    return f"evidence_{criterion_id}_{level}"
