"""The sheet of an innovation for the Indeks Inovasi Daerah."""

from collections.abc import Mapping

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.file_fields import ACCEPTED_ENDINGS
from innovation_portal.utils.hashing import hash_of
from submissions.iid.proposals import Proposal
from submissions.models import Evidence
from submissions.models.iid import HIGHEST_VALUE, NOTE_MAX_LENGTH
from submissions.selectors.iid import Line, Sheet
from submissions.services.iid import Said


def said_on(line: Line) -> Said:
    """Return what is stored of an indicator."""
    row = line.assessed
    if row is None:
        return Said()
    return Said(
        level=row.level,
        value=row.value,
        note=row.note,
        evidence_ids={one.pk for one in line.evidence},
        origin=row.origin,
    )


class SheetForm(forms.Form):
    """Every indicator of a sheet: level, number, note, evidence and a file.

    `revision` is the one that the sheet was opened with, and of each indicator the form carries a mark of what it said
    then: only what the writer has changed is saved, so two can fill different indicators of one sheet at once. `kept`
    is what a writer had typed when the save was refused; it stands in the fields instead of what is stored.
    """

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    take = forms.CharField(required=False, max_length=4)
    remove = forms.IntegerField(required=False)

    def __init__(
        self,
        data=None,
        files=None,
        *,
        sheet: Sheet,
        evidence: list[Evidence],
        proposals: Mapping[int, Proposal],
        kept: Mapping[int, Said] | None = None,
    ):
        super().__init__(data, files, initial={"revision": sheet.assessment.revision})
        self.sheet, self.evidence, self.proposals = sheet, evidence, proposals
        self.kept = kept or {}
        for line in sheet.lines:
            self._add(line)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.is_filled_step_by_step = True
        self.helper.layout = Layout(Div("revision", css_id="revision"), *self._layout())

    def _add(self, line: Line) -> None:
        indicator = line.indicator
        number, stored = indicator.number, said_on(line)
        said = self.kept.get(number, stored)
        levels = [("0", _("Nothing yet")), *((str(one.parameter), one.wording) for one in indicator.levels.all())]
        level = forms.TypedChoiceField(
            label=indicator.name, choices=levels, coerce=int, empty_value=0, required=False, widget=forms.RadioSelect,
            initial=str(said.level),
        )  # fmt: skip
        # What the template of an indicator shows around its choices.
        level.line, level.proposal = line, self.proposals.get(number)
        level.is_refused = number in self.kept and line.assessed is not None and self.kept[number] != stored
        self.fields[f"level-{number}"] = level
        if indicator.unit:
            widget = forms.NumberInput(attrs={"inputmode": "numeric"})
            self.fields[f"value-{number}"] = forms.IntegerField(
                label=indicator.unit, required=False, min_value=0, max_value=HIGHEST_VALUE, initial=said.value,
                widget=widget,
            )  # fmt: skip
        self.fields[f"note-{number}"] = forms.CharField(
            label=_("Note"), required=False, max_length=NOTE_MAX_LENGTH, initial=said.note,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        self.fields[f"evidence-{number}"] = forms.TypedMultipleChoiceField(
            label=_("Evidence"), required=False, coerce=int, choices=[(one.pk, one.title) for one in self.evidence],
            initial=[one.pk for one in self.evidence if one.pk in said.evidence_ids],
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields[f"file-{number}"] = forms.FileField(
            label=_("Another file"), required=False, allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ACCEPTED_ENDINGS}),
        )  # fmt: skip
        self.fields[f"was-{number}"] = forms.CharField(
            required=False, max_length=64, initial=_mark(stored), widget=forms.HiddenInput
        )
        # The bound fields that belong to one indicator, for its template.
        level.parts = {name: self[f"{name}-{number}"] for name in ("note", "evidence", "file", "was")}
        if indicator.unit:
            level.parts["value"] = self[f"value-{number}"]

    def _layout(self):
        for number, (_name, lines) in enumerate(self.sheet.groups, start=1):
            yield Div(
                HTML(f'<h2 class="h3" id="kelompok-{number}">{{{{ sheet.groups.{number - 1}.0 }}}}</h2>'),
                *(
                    Field(f"level-{line.indicator.number}", template="submissions/iid/_indicator.html")
                    for line in lines
                ),
                css_class="so-panel so-iid-group",
            )

    def said_of(self, line: Line) -> Said:
        """Return what was sent of an indicator. A level that was taken over keeps where it came from."""
        number, stored = line.indicator.number, said_on(line)
        data = self.cleaned_data
        level, value = data[f"level-{number}"], data.get(f"value-{number}")
        is_same = (level, value) == (stored.level, stored.value)
        return Said(
            level=level,
            value=value,
            note=data[f"note-{number}"].replace("\r\n", "\n"),
            evidence_ids=set(data[f"evidence-{number}"]),
            origin=stored.origin if is_same else "",
        )

    @cached_property
    def said(self) -> dict[int, Said]:
        """What the writer has changed, by number, and the proposals that were taken over."""
        said = {line.indicator.number: self.said_of(line) for line in self.sheet.lines}
        marks = {number: self.cleaned_data[f"was-{number}"] for number in said}
        changed = {number: one for number, one in said.items() if _mark(one) != marks[number]}
        return changed | {number: _with(said[number], self.proposals[number]) for number in self._taken()}

    @property
    def uploads(self) -> dict[int, object]:
        """The files that were sent, by number."""
        sent = {line.indicator.number: self.cleaned_data[f"file-{line.indicator.number}"] for line in self.sheet.lines}
        return {number: upload for number, upload in sent.items() if upload}

    def _taken(self) -> list[int]:
        """Return the numbers whose proposal is taken over: the one asked for, or all that are empty."""
        asked = self.cleaned_data["take"]
        if asked == "all":
            empty = {line.indicator.number for line in self.sheet.lines if line.level == 0}
            return [number for number in self.proposals if number in empty]
        return [number for number in self.proposals if str(number) == asked]


def _mark(said: Said) -> str:
    return hash_of([said.level, said.value, said.note.strip(), sorted(said.evidence_ids)])


def _with(said: Said, proposal: Proposal) -> Said:
    """Return what was said with the level and the evidence of a proposal."""
    return Said(
        level=proposal.level,
        value=proposal.value,
        note=said.note,
        evidence_ids={*said.evidence_ids, *(one.pk for one in proposal.evidence)},
        origin=proposal.origin,
    )
