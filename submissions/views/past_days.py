"""Pages that can be shown as they were at the end of a past day."""

from datetime import date, timedelta

from django.template.response import TemplateResponse
from django.utils.functional import cached_property

from innovation_portal.utils import clock
from submissions.selectors.history import end_of
from submissions.selectors.past import PastDay

FIELD = "tanggal"


class ShownAsOfADay:
    """A page about `self.edition` whose form `day_form` asks for a day: `?tanggal=2026-06-01`.

    The page of a past day is made with the clock at its end, so whatever asks what time it is answers as it would have
    then. A day that cannot be understood is shown as an error beside its field, on the page of today.
    """

    @cached_property
    def day(self) -> date | None:
        """The past day asked for; None for today."""
        self.day_form.is_valid()
        day = self.day_form.cleaned_data.get(FIELD)
        return day if day != clock.today() else None

    @cached_property
    def past(self) -> PastDay | None:
        return PastDay(self.edition, self.day) if self.day else None

    def get(self, request, *args, **kwargs):
        if self.day is None:
            return super().get(request, *args, **kwargs)
        with clock.at(end_of(self.day)):
            response = super().get(request, *args, **kwargs)
            return response.render() if isinstance(response, TemplateResponse) else response

    def get_context_data(self, **kwargs):
        return super().get_context_data(**self.days(), **kwargs)

    def days(self) -> dict[str, date | str | None]:
        """The past day of the page, what keeps it in an address, and the days beside it as far as there are pages."""
        if self.day is None:
            return {}
        limits = self.day_form.fields[FIELD]
        before, after = self.day - timedelta(days=1), self.day + timedelta(days=1)
        return {
            "day": self.day,
            "as_it_was": f"&{FIELD}={self.day}",
            "previous_day": before if before >= limits.first else None,
            "next_day": after if after < limits.last else None,
        }
