"""The versions of an edition's template: who still uses an earlier one, and moving them on."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from innovation_portal.utils.back_office import ActionView
from submissions.models import Edition, Submission
from submissions.selectors.templates import earlier_templates_in_use, movable_submissions, present_template_number
from submissions.services.templates import move_to_present_template


class MoveForm(forms.Form):
    submissions = forms.ModelMultipleChoiceField(
        queryset=Submission.objects.none(),
        label=gettext_lazy("Submissions"),
        error_messages={
            "required": gettext_lazy("Choose at least one submission."),
            "invalid_choice": gettext_lazy("One of the submissions has been handed in or moved meanwhile."),
        },
    )

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submissions"].queryset = movable_submissions(edition)


class TemplatesView(ActionView):
    """Shows what has changed since each earlier version, and moves the ticked submissions to the present one."""

    model = Edition
    permission = "submissions.run_edition"
    page_title = gettext_lazy("Versions of the template")
    form_class = MoveForm
    template_name = "submissions/admin/templates.html"

    @cached_property
    def in_use(self):
        return earlier_templates_in_use(self.object)

    def get_back_url(self):
        return reverse("editions:edit", args=[self.object.pk])

    def get_success_url(self):
        return reverse("editions:templates", args=[self.object.pk])

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "edition": self.object}

    def perform(self, submissions):
        moved = 0
        for submission in submissions:
            try:
                move_to_present_template(submission.pk, actor=self.request.user)
            except ValidationError as error:  # handed in while this page was open: it stays, the others go on
                if error.code != "not_movable":
                    raise
            else:
                moved += 1
        text = ngettext("%(count)s submission was moved.", "%(count)s submissions were moved.", moved)
        return text % {"count": moved}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            in_use=self.in_use,
            number=present_template_number(self.object),
            movable_count=sum(len(use.movable) for use in self.in_use),
            **kwargs,
        )


def told_after_change(earlier) -> str:
    """Return what the secretariat is told when a change has made a new version."""
    count = earlier.submissions.count()
    text = ngettext(
        "This is version %(number)s of the template now. %(count)s submission keeps the version it began with.",
        "This is version %(number)s of the template now. %(count)s submissions keep the version they began with.",
        count,
    )
    return text % {"number": earlier.number + 1, "count": count}


def template_buttons(edition: Edition) -> list[tuple[str, str, str]]:
    """Return address name, label and icon of the button, where the edition has earlier versions."""
    return [("templates", _("Versions of the template"), "history")] if edition.earlier_templates.exists() else []
