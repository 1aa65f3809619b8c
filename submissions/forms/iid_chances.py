from dataclasses import replace

from django import forms

from submissions.iid.scoring import HIGHEST_LEVEL, score_of
from submissions.selectors.iid import Line, Sheet


class ChancesForm(forms.Form):
    """Other levels for the indicators that can still rise. What cannot be understood counts as it is now."""

    def __init__(self, data=None, *, sheet: Sheet):
        super().__init__(data)
        self.sheet = sheet
        for line in sheet.gaps:
            now = line.rated
            choices = [(level, self._words(line, level)) for level in range(now.level, HIGHEST_LEVEL + 1)]
            self.fields[f"tingkat-{now.number}"] = forms.TypedChoiceField(
                label=line.indicator.name, choices=choices, coerce=int, empty_value=now.level, required=False,
                initial=now.level, widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )  # fmt: skip

    @property
    def rows(self):
        """The lines that can rise with the field of each."""
        return [(line, self[f"tingkat-{line.indicator.number}"]) for line in self.sheet.gaps]

    @property
    def score(self) -> int:
        """The score with the levels that were chosen."""
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {})
        levels = (replace(one, level=chosen.get(f"tingkat-{one.number}", one.level)) for one in self.sheet.rated)
        return score_of(levels)

    @staticmethod
    def _words(line: Line, level: int) -> str:
        wording = next((one.wording for one in line.indicator.levels.all() if one.parameter == level), "")
        return f"{level}. {wording}" if wording else "0"
