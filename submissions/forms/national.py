"""Forms of the national track: the candidates chosen, the texts of a form, and what is said with a step."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.models import NationalCompetition, NationalProposal
from submissions.models.national_proposals import NOTE_MAX_LENGTH
from submissions.national_workflow import NationalStep
from submissions.selectors.national import Candidate, Sheet
from submissions.services.national import Said


class CandidatesForm(forms.Form):
    """Which of the candidates are chosen, and for which group."""

    versions = forms.TypedMultipleChoiceField(
        label=_("Innovations"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one innovation.")},
    )
    group_id = forms.TypedChoiceField(label=_("Group"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, competition: NationalCompetition, candidates: Sequence[Candidate], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["versions"].choices = [(one.version.pk, one.version.submission.innovation) for one in candidates]
        groups = list(competition.groups.all())
        self.fields["group_id"].choices = [(group.pk, group.name) for group in groups]
        if groups:
            self.fields["group_id"].initial = groups[0].pk


class TextsForm(forms.Form):
    """All texts of a form at once, each with the revision and, as Django's hidden initial, the text that was read."""

    def __init__(self, sheets: Sequence[Sheet], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheets = sheets
        for sheet in sheets:
            name = f"text-{sheet.section.pk}"
            limits = {"data-limit": sheet.section.word_limit, "data-fewest": sheet.section.word_minimum}
            attributes = {"aria-describedby": f"count-{sheet.section.pk}", **limits}
            rows = min(max(3, (sheet.section.word_limit or 60) // 18), 16)
            self.fields[name] = forms.CharField(
                label=sheet.section.title,
                required=False,
                initial=sheet.text,
                show_hidden_initial=True,
                widget=forms.Textarea(attrs={"rows": rows, **{k: v for k, v in attributes.items() if v}}),
            )
            self.fields[f"revision-{sheet.section.pk}"] = forms.IntegerField(
                min_value=0, initial=sheet.revision, widget=forms.HiddenInput
            )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each sheet with the fields that belong to it."""
        for sheet in self.sheets:
            yield {
                "sheet": sheet,
                "text": self[f"text-{sheet.section.pk}"],
                "revision": self[f"revision-{sheet.section.pk}"],
                "read": self[f"text-{sheet.section.pk}"].as_hidden(only_initial=True),
            }

    def changed(self) -> Iterator[tuple[int, int, str]]:
        """Yield section id, revision and text of each section whose text is not the one that was read."""
        for sheet in self.sheets:
            pk = sheet.section.pk
            if f"text-{pk}" in self.changed_data:
                yield pk, self.cleaned_data[f"revision-{pk}"], self.cleaned_data[f"text-{pk}"]

    def has_saved(self, section_id: int) -> bool:
        name = f"text-{section_id}"
        return name in self.changed_data and name not in self.errors

    @property
    def first_problem(self) -> str:
        """What was refused first, with the title of its section; "" where all is saved."""
        for name, problems in self.errors.items():
            return f"{self.fields[name].label}: {problems[0]}"
        return ""

    def read_again(self, sheets: Sequence[Sheet]) -> None:
        """Take what is stored now: whoever is shown both texts saves on the stored one's revision next time."""
        self.sheets = sheets
        self.data = self.data.copy()
        for sheet in sheets:
            self.data[f"revision-{sheet.section.pk}"] = sheet.revision


class StepForm(forms.Form):
    """What a step asks for; what it must have is decided by the service."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    registration_number = forms.CharField(
        label=_("Registration number of the ministry"), max_length=60, required=False
    )
    level_id = forms.TypedChoiceField(label=_("Level"), coerce=int, empty_value=None, required=False)
    happened_on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("By the ministry's document. Empty: today."),
    )
    source_url = forms.URLField(
        label=_("Page of the announcement"), max_length=500, required=False, assume_scheme="https"
    )
    note = forms.CharField(
        label=_("Note"), max_length=NOTE_MAX_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, step: NationalStep, proposal: NationalProposal, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not step.needs_number:
            del self.fields["registration_number"]
        if not step.needs_level:
            del self.fields["level_id"]
            return
        levels = [level for level in proposal.competition.levels.all() if level.is_for(proposal.group)]
        self.fields["level_id"].choices = [("", "–"), *((level.pk, level.name) for level in levels)]

    @staticmethod
    def said(data: dict[str, Any]) -> Said:
        return Said(**{name: value for name, value in data.items() if name != "revision"})
