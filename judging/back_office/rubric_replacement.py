from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from judging.back_office.round_pages import RoundAction
from judging.enums import KeptMarks
from judging.models import Rubric
from judging.selectors.rubrics import problem_of_weights, replacement_rubrics, rubric_change_of
from judging.services.rubric_replacement import replace_rubric


class RubricChoiceForm(forms.Form):
    rubric = forms.ModelChoiceField(queryset=replacement_rubrics(), widget=forms.HiddenInput)


class ReplacementForm(RubricChoiceForm):
    keeps = forms.ChoiceField(
        label=gettext_lazy("Marks on started sheets"), choices=KeptMarks, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=250,
        help_text=gettext_lazy("The judges read it in a mail and on their sheets. It is kept for ever."),
    )
    expected = forms.CharField(max_length=64, widget=forms.HiddenInput)


class RubricReplacement(RoundAction):
    """First which rubric, then what changes by criterion and for the sheets, done as shown or not at all."""

    page_title = gettext_lazy("Replace the rubric")
    header_icon = "list-ol"
    submit_label = gettext_lazy("Replace the rubric")
    template_name = "judging/admin/replace_rubric.html"
    form_class = ReplacementForm
    is_dangerous = True

    @cached_property
    def chosen(self) -> Rubric | None:
        form = RubricChoiceForm(self.request.POST or self.request.GET)
        return form.cleaned_data["rubric"] if form.is_valid() else None

    def perform(self, **data):
        round_ = replace_rubric(self.round.pk, actor=self.request.user, **data)
        return _("The round is judged by “%(rubric)s” now.") % {"rubric": round_.rubric}

    def get_context_data(self, **kwargs):
        if self.chosen is None:
            return super().get_context_data(round=self.round, rubrics=replacement_rubrics(), **kwargs)
        return super().get_context_data(
            round=self.round,
            change=rubric_change_of(self.round, self.chosen),
            problem=problem_of_weights(self.chosen),
            **kwargs,
        )
