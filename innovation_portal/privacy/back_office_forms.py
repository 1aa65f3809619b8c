from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation_portal.privacy.enums import Act
from innovation_portal.privacy.finding import Found
from innovation_portal.privacy.people import NUMBER, Person, person_by


def erasable(found: list[Found]) -> list[Found]:
    """Return what of the found data would be deleted or emptied."""
    return [each for each in found if each.act in {Act.DELETE, Act.EMPTY}]


class PersonForm(forms.Form):
    """Whom to look for, by at least one of three."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.RegexField(
        NUMBER,
        label=gettext_lazy("Telephone"),
        max_length=30,
        required=False,
        error_messages={"invalid": gettext_lazy("Type a telephone number as 0812…, +62 812… or (024)….")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("The whole name. Others may have the same: look at what was found before you erase."),
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Type an address, a telephone number or a name."), code="empty")
        return cleaned

    def person(self) -> Person:
        return person_by(**self.cleaned_data)


class EraseForm(forms.Form):
    """What to erase of what was found, on what ground, and that it is meant."""

    models = forms.MultipleChoiceField(label=gettext_lazy("Erase"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label=gettext_lazy("On what ground"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For example the number and date of the letter. It names no person."),
    )
    is_sure = forms.BooleanField(label=gettext_lazy("I have looked at what was found. This cannot be undone."))

    def __init__(self, *args, found: list[Found], person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(each.data.model, each.label.capitalize()) for each in erasable(found)]
        self.fields["models"].choices = choices
        if person.email or person.phone:  # by a name alone others may have been found: each is chosen
            self.fields["models"].initial = [model for model, _label in choices]


class RefusalForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Why it has to be kept"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person gets it by mail."),
    )


class NoticeForm(forms.Form):
    change = forms.CharField(
        label=gettext_lazy("What is new"),
        max_length=300,
        help_text=gettext_lazy("One or two sentences; people read them before they go on."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
