from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.urls import reverse
from django.utils.choices import flatten_choices
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from submissions.enums import (
    GovernmentAffair,
    InnovationForm,
    InnovationPhase,
    InnovationType,
    Lineage,
    ServiceField,
    StageKind,
    SustainableGoal,
)
from submissions.models import Agency, Edition, Innovation, Submission
from submissions.selectors.checks import months_before
from submissions.selectors.editions import stage_of
from submissions.selectors.similar import similar_innovations
from submissions.selectors.submissions import latest_innovations, nameable_sources, reenterable_innovations
from submissions.services.drafts import Facts


class GroupField(forms.ModelChoiceField):
    """Names each group with the words that say for whom it is."""

    def label_from_instance(self, group):
        return f"{group.name}: {group.description}" if group.description else group.name


NO_CHOICE = [("", _("Choose …"))]
SOURCES_OFFERED = 8  # by each of the headings


class FactsForm(forms.Form):
    """What is asked about an innovation beside the sections. A draft needs a title only.

    `action` is the button: `search` looks for the source without saving anything, `enter` is the enter key in a field,
    which searches while a source is wanted and none chosen.
    """

    action = forms.ChoiceField(choices=[("save", ""), ("search", ""), ("enter", "")], required=False)
    revision = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("The name of the innovation, and in a few words what it does."),
    )
    summary = forms.CharField(
        label=_("In one sentence"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For whom it is, and what is better now. It stands under the title in the showcase."),
    )
    lineage = forms.ChoiceField(
        label=_("This innovation is"), choices=Lineage, initial=Lineage.NEW, widget=forms.RadioSelect
    )
    source_search = forms.CharField(label=_("Search the innovation it comes from"), max_length=200, required=False)
    source = forms.ModelChoiceField(
        label=_("It comes from"),
        queryset=Innovation.objects.all(),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose the innovation that this one comes from.")},
    )
    started_on = forms.DateField(
        label=_("In use since"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    category = forms.ModelChoiceField(label=_("Category"), queryset=None, required=False, empty_label=_("Choose …"))
    group = GroupField(
        label=_("Takes part in the group"),
        queryset=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("It decides which sections you write."),
    )
    field = forms.ChoiceField(label=_("Field of service"), choices=[*NO_CHOICE, *ServiceField.choices], required=False)
    form = forms.ChoiceField(label=_("Form"), choices=InnovationForm, required=False, widget=forms.RadioSelect)
    type = forms.ChoiceField(label=_("Type"), choices=InnovationType, required=False, widget=forms.RadioSelect)
    phase = forms.ChoiceField(label=_("Phase"), choices=InnovationPhase, required=False, widget=forms.RadioSelect)
    affair = forms.ChoiceField(
        label=_("Government affair"), choices=[*NO_CHOICE, *GovernmentAffair.choices], required=False
    )
    goals = forms.TypedMultipleChoiceField(
        label=_("Sustainable development goals"),
        choices=SustainableGoal,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those it really serves; two or three are usual."),
    )

    def __init__(self, *args, agency: Agency, edition: Edition, submission: Submission | None = None, **kwargs):
        if submission is not None:
            kwargs["initial"] = facts_of(submission)
        super().__init__(*args, **kwargs)
        self.agency, self.edition, self.submission = agency, edition, submission
        self.fields["category"].queryset = edition.categories.all()
        self.fields["group"].queryset = edition.groups.all()
        if not edition.groups.exists():
            del self.fields["group"]
        self.fields["started_on"].help_text = self._age_rule()
        self.fields["source"].choices = self._sources()
        self.fields["title"].widget.attrs.update(self._similar_while_typing())
        self.helper = self._helper()

    @property
    def is_search(self) -> bool:
        data = self.cleaned_data
        lacks_source = data["lineage"] != Lineage.NEW and data["source_search"] and not data["source"]
        return data["action"] == "search" or bool(data["action"] == "enter" and lacks_source)

    def facts(self) -> Facts:
        """Return the cleaned values as the services take them."""
        data = self.cleaned_data
        plain = ("title", "summary", "started_on", "lineage", "field", "form", "type", "phase", "affair", "goals")
        return Facts(
            **{name: data[name] for name in plain},
            source_id=data["source"].pk if data["source"] else None,
            category_id=data["category"].pk if data["category"] else None,
            group_id=data["group"].pk if data.get("group") else None,
        )

    def show_stored(self, submission: Submission) -> list[tuple[str, str]]:
        """After a stale save: take the stored revision over and return the stored facts that differ from these."""
        self.data = self.data.copy()
        self.data["revision"] = submission.revision
        stored = FactsForm(agency=self.agency, edition=self.edition, submission=submission)
        named = [name for name in self.fields if name not in ("action", "revision", "source_search")]
        return [
            (self.fields[name].label, stored.shown(name))
            for name in named
            if stored.initial[name] != self._plain(name)
        ]

    def shown(self, name: str) -> str:
        """Return the initial value of a field in words."""
        value, field = self.initial[name], self.fields[name]
        if not value:
            return str(_("empty"))
        if name == "started_on":
            return date_format(value, "j F Y")
        words = {str(key): str(label) for key, label in flatten_choices(getattr(field, "choices", []))}
        return ", ".join(words.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))

    def _plain(self, name: str):
        value = self.cleaned_data.get(name)
        return value.pk if name in ("source", "category", "group") and value else value

    def _age_rule(self) -> str:
        registration = stage_of(self.edition, StageKind.REGISTRATION)
        if registration is None:
            return ""
        latest = months_before(localdate(registration.closes_at), self.edition.minimum_age_months)
        return _("At the latest %(date)s, so that it has been in use long enough on the closing day.") % {
            "date": date_format(latest, "j F Y")
        }

    def _sources(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """Return the radios by heading, each innovation once: what is chosen, what is found, the own ones."""
        own_id = self.submission.innovation_id if self.submission else None
        values = self.data if self.is_bound else self.initial
        search, title, chosen = (str(values.get(name) or "").strip() for name in ("source_search", "title", "source"))
        found = similar_innovations(search or title, exclude_id=own_id, limit=SOURCES_OFFERED)
        self.finds_nothing_for = "" if found else search
        named = nameable_sources(self.agency).filter(pk=int(chosen) if chosen.isdecimal() else None)
        offered = {
            _("Chosen"): named.select_related("agency"),
            _("Found by your search") if search else _("With a title like yours"): found,
            _("Latest of your agency"): latest_innovations(self.agency, exclude_id=own_id)[:SOURCES_OFFERED],
        }
        seen: set[int] = set()
        groups = []
        for heading, innovations in offered.items():
            groups.append((heading, [(one.pk, source_label(one)) for one in innovations if one.pk not in seen]))
            seen |= {one.pk for one in innovations}
        return [(heading, radios) for heading, radios in groups if radios]

    def _similar_while_typing(self) -> dict[str, str]:
        own = f"?own={self.submission.innovation_id}" if self.submission else ""
        return {
            "hx-get": reverse("submissions:title-similar", args=[self.agency.pk]) + own,
            "hx-trigger": "input changed delay:600ms",
            "hx-target": "#similar",
        }

    def _helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_id = "facts"
        helper.attrs = {"novalidate": True}
        helper.is_filled_step_by_step = True
        helper.layout = Layout(
            "revision",
            HTML('{% include "submissions/opd/_enter_saves.html" %}'),
            Div("title", "summary", css_class="so-panel"),
            *([Div("group", css_class="so-panel so-gap-top")] if "group" in self.fields else []),
            Div(
                "lineage",
                Div(
                    "source_search",
                    HTML('{% include "submissions/opd/_source_search.html" %}'),
                    "source",
                    css_class="so-lineage is-source",
                ),
                css_class="so-panel so-gap-top",
            ),
            Div("started_on", "category", "field", "affair", css_class="so-panel so-gap-top"),
            Div("form", "type", "phase", Field("goals", wrapper_class="so-columns"), css_class="so-panel so-gap-top"),
        )
        return helper


class StartForm(FactsForm):
    """The facts of a new draft; `again` is an own earlier innovation that is entered as itself."""

    again = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, again: Innovation | None = None, **kwargs):
        if again is not None:
            kwargs["initial"] = {**innovation_facts(again), "again": again.pk}
        super().__init__(*args, **kwargs)
        self.fields["again"].queryset = reenterable_innovations(self.agency, self.edition)
        self.helper.layout.insert(0, "again")


def innovation_facts(innovation: Innovation) -> dict:
    """Return what is stored about the innovation as initial values of the form."""
    names = ("title", "summary", "lineage", "started_on", "field", "form", "type", "phase", "affair")
    return {**{name: getattr(innovation, name) for name in names}, "source": innovation.source_id}


def facts_of(submission: Submission) -> dict:
    """Return the stored facts of the submission as initial values of the form."""
    return {
        **innovation_facts(submission.innovation),
        "revision": submission.revision,
        "category": submission.category_id,
        "group": submission.group_id,
        "goals": submission.goals,
    }


def source_label(innovation: Innovation) -> str:
    year = f", {innovation.first_known_year}" if innovation.first_known_year else ""
    return f"{innovation.title} · {innovation.agency}{year}"
