"""What is typed into the record of an entry."""

from collections.abc import Iterable

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils.file_fields import ACCEPTED_ENDINGS
from judging.enums import Verdict, VisitTeam
from judging.models import Panelist
from judging.records import Contents, Finding, Minutes, Person, Question, Visit

EMPTY_ROWS = 2
MOST_ROWS = 60
LONG = 4000


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class QuestionForm(forms.Form):
    question = forms.CharField(label=_("Question"), required=False, max_length=LONG, widget=_words(2))
    answer = forms.CharField(label=_("Answer"), required=False, max_length=LONG, widget=_words(2))


class FindingForm(forms.Form):
    claim = forms.CharField(label=_("Claim that was looked at"), required=False, max_length=LONG, widget=_words(2))
    found = forms.CharField(label=_("What was found"), required=False, max_length=LONG, widget=_words(2))
    verdict = forms.ChoiceField(
        label=_("What that says of the claim"), required=False, choices=[("", "–"), *Verdict.choices]
    )


class RecordForm(forms.Form):
    """A record with its rows. `contents` is what was typed, as far as it is valid."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    action = forms.ChoiceField(choices=[("save", ""), ("close", "")], required=False)  # which button it was

    row_form: type[forms.Form]
    rows_name = ""

    def __init__(self, data=None, *, contents: Contents, panel: Iterable[Panelist], revision: int):
        self.panel = {seat.judge_id: seat.judge.name for seat in panel}
        super().__init__(data, initial={"revision": revision, **self.initial_of(contents)})
        rows = forms.formset_factory(self.row_form, extra=EMPTY_ROWS, max_num=MOST_ROWS, validate_max=True)
        written = [vars(row) for row in getattr(contents, self.rows_name)]
        # Bound rows compare themselves with nothing: one that says what is stored by now is kept like any other.
        self.rows = rows(data, initial=None if data else written, prefix="rows")
        self.helper = FormHelper()
        self.helper.form_tag = False
        for row in self.rows:
            row.helper = FormHelper()
            row.helper.form_tag = False
            row.helper.disable_csrf = True

    def is_valid(self):
        return all([super().is_valid(), self.rows.is_valid()])

    def take_revision(self, revision: int) -> None:
        """Base the next save on what is stored by now, which the page shows beside what was typed."""
        self.data = self.data.copy()
        self.data["revision"] = str(revision)

    def typed_rows(self) -> list[dict[str, str]]:
        rows = [{name: row.get(name, "") for name in self.row_form.base_fields} for row in self.rows.cleaned_data]
        return [row for row in rows if any(row.values())]

    def person(self, judge: int, team: str = "") -> Person:
        return Person(judge, self.panel[judge], team)


class MinutesForm(RecordForm):
    held_on = forms.DateField(label=_("Day"), required=False, widget=_date_input())
    began_at = forms.TimeField(label=_("Began"), required=False, widget=_time_input())
    ended_at = forms.TimeField(label=_("Ended"), required=False, widget=_time_input())
    guests = forms.CharField(
        label=_("Who came from the agency"),
        required=False,
        max_length=LONG,
        widget=_words(),
        help_text=_("One person on each line, with the position."),
    )
    judges = forms.TypedMultipleChoiceField(
        label=_("Judges who were there"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    row_form = QuestionForm
    rows_name = "questions"

    def __init__(self, data=None, *, contents: Minutes, **kwargs):
        super().__init__(data, contents=contents, **kwargs)
        self.panel = {**{one.judge: one.name for one in contents.judges}, **self.panel}  # also who has left since
        self.fields["judges"].choices = list(self.panel.items())
        self.helper.layout = Layout(
            "revision", Div("held_on", "began_at", "ended_at", css_class="so-three"), "guests", Field("judges")
        )

    @staticmethod
    def initial_of(minutes: Minutes) -> dict:
        return {**vars(minutes), "judges": [one.judge for one in minutes.judges]}

    def contents(self) -> Minutes:
        data = self.cleaned_data
        return Minutes(
            **{name: data[name] for name in ("held_on", "began_at", "ended_at", "guests")},
            judges=tuple(map(self.person, data["judges"])),
            questions=tuple(Question(**row) for row in self.typed_rows()),
        )


class VisitForm(RecordForm):
    first_day = forms.DateField(label=_("First day"), required=False, widget=_date_input())
    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=_date_input(), help_text=_("Only if it took several.")
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=250)

    row_form = FindingForm
    rows_name = "findings"

    def __init__(self, data=None, *, contents: Visit, **kwargs):
        super().__init__(data, contents=contents, **kwargs)
        teams = {one.judge: one.team for one in contents.visitors}
        self.panel = {**{one.judge: one.name for one in contents.visitors}, **self.panel}  # also who has left since
        for judge, name in self.panel.items():
            self.fields[f"team_{judge}"] = forms.ChoiceField(
                label=name,
                required=False,
                choices=[("", _("did not visit")), *VisitTeam.choices],
                initial=teams.get(judge, ""),
            )
        teams_layout = Div(*(f"team_{judge}" for judge in self.panel), css_class="so-three")
        self.helper.layout = Layout(
            "revision", Div("first_day", "last_day", "place", css_class="so-three"), teams_layout
        )

    @staticmethod
    def initial_of(visit: Visit) -> dict:
        return vars(visit)

    def contents(self) -> Visit:
        data = self.cleaned_data
        teams = {judge: data[f"team_{judge}"] for judge in self.panel}
        return Visit(
            **{name: data[name] for name in ("first_day", "last_day", "place")},
            visitors=tuple(self.person(judge, team) for judge, team in teams.items() if team),
            findings=tuple(Finding(**row) for row in self.typed_rows()),
        )


class RecordFileForm(forms.Form):
    upload = forms.FileField(label=_("File"), allow_empty_file=True)
    caption = forms.CharField(label=_("Caption"), required=False, max_length=200)
    alternative_text = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=300,
        help_text=_("For those who cannot see it. Every picture needs it."),
        error_messages={"required": _("Say what the picture shows, for those who cannot see it.")},
    )

    def __init__(self, *args, is_visit: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["alternative_text"].required = is_visit  # slides can be a document, photos are pictures
        self.fields["upload"].widget.attrs["accept"] = ACCEPTED_ENDINGS
        self.helper = FormHelper()
        self.helper.form_tag = False


class RecordReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=250,
        widget=_words(2),
        help_text=_("It is kept, and so is how the record was until now."),
    )

    helper = FormHelper()
    helper.form_tag = False
