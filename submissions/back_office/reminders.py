"""Who is going to be reminded of what, and when: the plan of an edition, before anything is sent."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from submissions.models import Edition, Reminder
from submissions.selectors.reminders import people_of, reminder_plan, reminders_ahead


class ChosenReminderForm(forms.Form):
    """Which reminder of the plan is looked at; none or a foreign one: the next that is sent."""

    pengingat = forms.ModelChoiceField(queryset=Reminder.objects.none(), required=False)

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pengingat"].queryset = edition.reminders.all()

    @property
    def chosen(self) -> Reminder | None:
        return self.cleaned_data.get("pengingat") if self.is_valid() else None


class ReminderPlanView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "submissions/admin/reminders.html"
    page_title = gettext_lazy("Who is reminded when")
    header_icon = "time"
    per_page = 50

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("submissions.run_edition"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.edition = get_object_or_404(Edition.objects.prefetch_related("stages", "reminders"), pk=kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.edition)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("editions:index"), "label": _("Editions")},
            {"url": reverse("editions:edit", args=[self.edition.pk]), "label": str(self.edition)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        ahead = reminders_ahead(self.edition)
        form = ChosenReminderForm(self.request.GET, edition=self.edition)
        following = min((turns[0] for turns in ahead.values()), key=lambda turn: turn.moment, default=None)
        chosen = form.chosen or (following and following.reminder)
        page = Paginator(ahead.get(chosen.pk, []) if chosen else [], self.per_page).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            edition=self.edition,
            plan=reminder_plan(self.edition, ahead),
            chosen=chosen,
            page=page,
            rows=people_of(page.object_list),
            **kwargs,
        )
