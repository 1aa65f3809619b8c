"""How many agencies will have met the duty at the end, judged by earlier editions. Plain Python; no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import betabinom

# Of ten editions, the end lies in the range in about eight.
COVERAGE = 0.8
# Agencies of one year are alike: a reform, a pandemic or an early holiday moves all of them. With this correlation
# between them, the many agencies of a year tell little more than ten would. Taken, not estimated: two or three
# editions cannot say it, and too wide a range misleads less than one that is too narrow.
CORRELATION = 0.1
# Of the rate before any edition was seen (Jeffreys).
PRIOR = 0.5


@dataclass(frozen=True)
class Remainder:
    """An earlier edition with as many days left: how many still owed, and how many of these met it in the end."""

    owing: int
    met_later: int


@dataclass(frozen=True)
class Forecast:
    """How many agencies will have met the duty at the end: the most probable number and the range around it."""

    lowest: int
    middle: int
    highest: int
    editions: int


def forecast_of(met: int, owing: int, earlier: Sequence[Remainder]) -> Forecast | None:
    """Return what to expect at the end when `met` agencies have met the duty now and `owing` have not.

    Two things are unknown: the usual rate at which agencies still come, of which earlier editions tell, each counted
    with its effective number of agencies n / (1 + (n - 1) r) for the correlation r (design effect of cluster samples,
    Kish 1965); and how far this year is from the usual. Both together make the rate beta distributed, and what comes
    beta-binomial. None where no earlier edition had anybody left who owed.
    """
    known = [edition for edition in earlier if edition.owing]
    if not known:
        return None
    seen = 2 * PRIOR + sum(edition.owing * _weight(edition.owing) for edition in known)
    rate = (PRIOR + sum(edition.met_later * _weight(edition.owing) for edition in known)) / seen
    # Variance of this year's rate, as a share of rate * (1 - rate): of the year itself, and of what is not known.
    spread = CORRELATION + 1 / (seen + 1)
    strength = 1 / spread - 1
    coming = betabinom(owing, rate * strength, (1 - rate) * strength)
    tail = (1 - COVERAGE) / 2
    lowest, middle, highest = (met + int(number) for number in coming.ppf([tail, 0.5, 1 - tail]))
    return Forecast(lowest, middle, highest, editions=len(known))


def _weight(agencies: int) -> float:
    return 1 / (1 + (agencies - 1) * CORRELATION)
