"""Which entries are in a round: who goes on by its rule, and what is changed by hand."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from judging.back_office.round_pages import RoundAction, RoundPage
from judging.enums import RoundState
from judging.models import Round
from judging.selectors.advance import advance_from
from judging.selectors.entries import changes_by_hand, entries_of, previous_round
from judging.selectors.results import may_see_scores
from judging.services.admissions import add_entry, remove_entry
from submissions.models import Submission


class EntryForm(forms.Form):
    """An entry by its registration number, and why something is done about it."""

    submission = forms.ModelChoiceField(
        label=gettext_lazy("Registration number"),
        queryset=Submission.objects.none(),
        to_field_name="registration_number",
        widget=forms.TextInput,
        error_messages={"invalid_choice": gettext_lazy("No submission of this edition has this number.")},
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=250)

    def __init__(self, *args, round_: Round, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submission"].queryset = Submission.objects.filter(edition=round_.edition_id)


class EntryChange(RoundAction):
    """Adds an entry, or takes one out, by hand; what was changed so far stands below."""

    form_class = EntryForm
    template_name = "judging/admin/change_entry.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"round_": self.round}

    def get_context_data(self, **kwargs):
        return super().get_context_data(changes=changes_by_hand(self.round), **kwargs)

    def get_success_url(self):
        return reverse("rounds:entries", args=[self.round.pk])


class EntryAdd(EntryChange):
    page_title = gettext_lazy("Add an entry")
    header_icon = "plus"
    submit_label = gettext_lazy("Add")
    consequences = (
        gettext_lazy("The entry takes part in this round although the rule left it out."),
        gettext_lazy("Who added it, when and why is shown for ever, in the minutes of the result too."),
    )

    def perform(self, **data):
        add_entry(self.round.pk, actor=self.request.user, **data)
        return _("%(entry)s is in the round. Assign judges to it.") % {"entry": data["submission"]}


class EntryRemove(EntryChange):
    page_title = gettext_lazy("Take an entry out")
    header_icon = "cross"
    submit_label = gettext_lazy("Take out")
    is_dangerous = True
    consequences = (
        gettext_lazy("The entry leaves the lists of its judges; what they scored stays stored and does not count."),
        gettext_lazy("Who took it out, when and why is shown for ever, in the minutes of the result too."),
    )

    def perform(self, **data):
        remove_entry(self.round.pk, actor=self.request.user, **data)
        return _("%(entry)s is no longer in the round.") % {"entry": data["submission"]}


class RoundEntries(RoundPage):
    """Who goes on from the round, by its rule, once it is sealed; and what was changed by hand in it."""

    template_name = "judging/admin/entries.html"
    page_title = gettext_lazy("Entries and who goes on")
    header_icon = "list-ol"

    def get_context_data(self, **kwargs):
        may_see = may_see_scores(self.request.user, self.round)
        return super().get_context_data(
            round=self.round,
            is_open=self.round.state == RoundState.OPEN,
            entry_count=entries_of(self.round).count(),
            changes=changes_by_hand(self.round),
            advance=advance_from(self.round) if may_see else None,
            before=previous_round(self.round),
            **kwargs,
        )
