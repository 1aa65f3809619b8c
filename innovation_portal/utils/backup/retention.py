"""Which archives are kept: the newest of each of the last days, weeks and months that have one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Keep:
    daily: int = 7
    weekly: int = 5
    monthly: int = 12

    @classmethod
    def parse(cls, text: str) -> "Keep":
        """Read `7,5,12`. Raises ValueError when it is something else, or would keep nothing."""
        numbers = [int(part) for part in text.split(",")]
        if len(numbers) != 3 or min(numbers) < 0 or not any(numbers):
            raise ValueError(text)
        return cls(*numbers)


def superfluous(moments: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Return the moments of archives that need not be kept. Days, weeks and months are those of the moments' zone."""
    newest_first = sorted(moments, reverse=True)
    kept = set()
    for most, period in (
        (keep.daily, datetime.date),
        (keep.weekly, lambda moment: moment.isocalendar()[:2]),
        (keep.monthly, lambda moment: (moment.year, moment.month)),
    ):
        seen = set()
        for moment in newest_first:
            if len(seen) < most and period(moment) not in seen:
                seen.add(period(moment))
                kept.add(moment)
    return set(newest_first) - kept
