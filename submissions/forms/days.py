"""The day as of which a page of monitoring is shown."""

from datetime import date, timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from innovation_portal.utils import clock
from innovation_portal.utils.formats import full_date
from submissions.enums import StageKind
from submissions.models import Edition
from submissions.selectors.editions import stage_of


class PastDayField(forms.DateField):
    """A day from the first of an edition to today; empty is today.

    Refuses a day to come ("future") and one before the first ("too_early").
    """

    def __init__(self, edition: Edition):
        self.first, self.last = first_day_of(edition), clock.today()
        limits = {"min": self.first.isoformat(), "max": self.last.isoformat()}
        super().__init__(
            label=_("As it was on"),
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **limits}),
            error_messages={"invalid": _("Choose a day, or write it as year-month-day, for example 2026-06-01.")},
        )

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value > self.last:
            raise ValidationError(_("This day has not come yet. Choose today or an earlier day."), code="future")
        if value and value < self.first:
            raise ValidationError(
                _("This edition began on %(day)s. Choose that day or a later one."),
                code="too_early",
                params={"day": full_date(self.first)},
            )


class DayForm(forms.Form):
    """Asks for the day of a page."""

    def __init__(self, edition: Edition, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tanggal"] = PastDayField(edition)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_class = "so-filters"
        self.helper.layout = Layout("tanggal", Div(Submit("", _("Show")), css_class="so-field"))


def first_day_of(edition: Edition) -> date:
    """Return the day before registration opens, of which an edition has its first figures; without one, New Year."""
    registration = stage_of(edition, StageKind.REGISTRATION)
    if registration is None:
        return date(edition.year, 1, 1)
    return timezone.localdate(registration.opens_at) - timedelta(days=1)
