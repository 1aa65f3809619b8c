from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.enums import ServiceField
from submissions.forms.facts import GroupField
from submissions.forms.replications import RevisionForm
from submissions.idea_enums import WORD_LIMITS
from submissions.models import Edition
from submissions.services.ideas import IdeaText

CHARACTERS_A_WORD = 20  # far above any text within its limit of words; only an absurd one is refused here


def _words(name: str, label, help_text, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=WORD_LIMITS[name] * CHARACTERS_A_WORD,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": _("Write a few words here.")},
    )


class IdeaForm(RevisionForm):
    """An idea as it is handed in or rewritten."""

    title = forms.CharField(
        label=_("Name of the idea"),
        max_length=150,
        help_text=_("A few words by which colleagues recognise it."),
        error_messages={"required": _("Write a few words here.")},
    )
    problem = _words(
        "problem",
        _("What goes wrong today?"),
        _("For whom, how often, since when. At most 150 words."),
        rows=4,
    )
    proposal = _words("proposal", _("What would you do instead?"), _("In plain steps. At most 200 words."), rows=5)
    benefit = _words(
        "benefit", _("What would be better then?"), _("For the public or for colleagues. At most 100 words."), rows=3
    )
    field = forms.ChoiceField(
        label=_("Field of service"),
        required=False,
        choices=[("", _("Leave open")), *ServiceField.choices],
        help_text=_("Only if you know it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        submit = _("Save the idea") if self.initial.get("title") else _("Hand the idea in")
        self.layout("title", "problem", "proposal", "benefit", "field", submit=submit)

    def text(self) -> IdeaText:
        return IdeaText(**{name: self.cleaned_data[name] for name in ("title", *WORD_LIMITS, "field")})


class AdoptForm(RevisionForm):
    title = forms.CharField(
        label=_("Title of the submission"),
        max_length=200,
        help_text=_("The name of the innovation, and in a few words what it does."),
    )
    group = GroupField(
        label=_("Group"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_("It decides which sections have to be written. It can be changed later."),
        error_messages={"required": _("Choose the group.")},
    )

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = edition.groups.all()
        fields = ["title", "group"]
        if not edition.groups.exists():
            del self.fields["group"]
            fields.remove("group")
        self.layout(*fields, submit=_("Make a draft of it"))


class SetAsideForm(RevisionForm):
    reason = forms.CharField(
        label=_("Why not now?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say thanks, what stands in the way, and what could help. The author reads it."),
        error_messages={"required": _("Say why; the author reads it.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.layout("reason", submit=_("Set aside with this reason"))


class SupportForm(forms.Form):
    """Whether the reader stands behind an idea from now on."""

    supports = forms.BooleanField(required=False)


class TakeBackForm(RevisionForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.layout(submit=_("Take the idea back"))
