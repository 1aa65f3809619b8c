"""When the portal asks what became of innovations. The dates are our own: after the new budget year has begun, and
before the registration of most competitions opens, so that agencies are not asked twice at once."""

from datetime import date

USUAL_START, USUAL_END = (2, 1), (3, 31)  # month and day
# Before the last day; whoever has answered gets none.
REMINDER_DAYS = (21, 5)


def usual_dates(year: int) -> dict[str, date]:
    """Return the usual first and last day of the question of a year, as the fields of its round."""
    return {"asks_on": date(year, *USUAL_START), "closes_on": date(year, *USUAL_END)}
