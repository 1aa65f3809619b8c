"""The days of a round of presentations."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from judging.back_office.round_pages import RoundAction, TimetableMixin
from judging.models import SittingDay
from judging.services.timetables import remove_day, save_day


class DayForm(forms.ModelForm):
    link = forms.URLField(
        label=gettext_lazy("Address of the meeting"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = SittingDay
        fields = ["date", "begins_at", "ends_at", "breaks", "gap_minutes", "rooms", "place", "link"]
        widgets = {
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "begins_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "ends_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }


class DayAdd(TimetableMixin, RoundAction):
    page_title = gettext_lazy("Add a day of presentations")
    submit_label = gettext_lazy("Save the day")
    form_class = DayForm

    @cached_property
    def day(self) -> SittingDay:
        return SittingDay(round=self.round)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.day}

    def perform(self, **data):
        save_day(self.day, actor=self.request.user)
        return _("The day is saved.")


class DayChange(DayAdd):
    page_title = gettext_lazy("Change a day of presentations")

    @cached_property
    def day(self):
        return get_object_or_404(self.round.sitting_days, pk=self.kwargs["day_pk"])


class DayRemove(TimetableMixin, RoundAction):
    page_title = gettext_lazy("Remove a day of presentations")
    submit_label = gettext_lazy("Remove the day")
    is_dangerous = True

    def perform(self):
        day = get_object_or_404(self.round.sitting_days, pk=self.kwargs["day_pk"])
        remove_day(day.pk, actor=self.request.user)
        return _("The day is removed.")


SITTING_DAY_PAGES = (
    ("<int:pk>/jadwal/hari/", DayAdd, "add-day"),
    ("<int:pk>/jadwal/hari/<int:day_pk>/", DayChange, "change-day"),
    ("<int:pk>/jadwal/hari/<int:day_pk>/hapus/", DayRemove, "remove-day"),
)
