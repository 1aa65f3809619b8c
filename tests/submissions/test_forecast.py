from random import Random

import pytest

from submissions.forecast import CORRELATION, Forecast, Remainder, forecast_of


def test_the_end_is_judged_by_what_came_in_earlier_editions_with_as_many_days_left():
    earlier = [Remainder(owing=20, met_later=15), Remainder(owing=24, met_later=18)]

    assert forecast_of(30, 20, earlier) == Forecast(lowest=39, middle=45, highest=49, editions=2)


@pytest.mark.parametrize("earlier", [[], [Remainder(owing=0, met_later=0)]])
def test_without_an_earlier_edition_nothing_is_foretold(earlier):
    assert forecast_of(10, 20, earlier) is None


def test_when_nobody_owes_any_more_the_end_is_known():
    assert forecast_of(50, 0, [Remainder(10, 3)]) == Forecast(50, 50, 50, editions=1)


def test_one_edition_leaves_more_open_than_three():
    one, three = (forecast_of(0, 100, [Remainder(100, 60)] * count) for count in (1, 3))

    assert one.lowest < three.lowest <= 60 <= three.highest < one.highest


def test_a_larger_province_is_not_much_surer():
    """A thousand agencies of one year say little more than a hundred: they share the year."""
    small, large = (forecast_of(0, size, [Remainder(size, size // 2)]) for size in (100, 1000))

    assert (large.highest - large.lowest) / 10 > 0.8 * (small.highest - small.lowest)


def test_of_simulated_years_about_eight_of_ten_end_within_the_range():
    """Years with the correlation that is assumed; exact counts, because the seed is fixed."""
    numbers = Random(7)  # noqa: S311  (no secret)
    strength = 1 / CORRELATION - 1

    def year():
        rate = numbers.betavariate(0.7 * strength, 0.3 * strength)
        owing = numbers.randint(20, 60)
        return Remainder(owing, sum(numbers.random() < rate for _agency in range(owing)))

    within = 0
    for _trial in range(250):
        *earlier, now = year(), year(), year(), year()
        foretold = forecast_of(0, now.owing, earlier)
        within += foretold.lowest <= now.met_later <= foretold.highest

    assert 0.76 <= within / 250 <= 0.9
