from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovation_portal.utils.backup.retention import Keep, superfluous

NOW = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)
EVERY_NIGHT = [NOW - timedelta(days=days) for days in range(500)]


def kept(moments, keep):
    return sorted(set(moments) - superfluous(moments, keep), reverse=True)


def test_days_weeks_and_months_keep_their_newest():
    dates = [moment.date().isoformat() for moment in kept(EVERY_NIGHT, Keep(daily=3, weekly=3, monthly=4))]

    assert dates == [
        *("2026-11-27", "2026-11-26", "2026-11-25"),
        *("2026-11-22", "2026-11-15"),  # Sundays, the last days of two weeks before
        *("2026-10-31", "2026-09-30", "2026-08-31"),
    ]


def test_of_a_day_the_newest_is_kept():
    morning = NOW - timedelta(hours=12)

    assert superfluous([morning, NOW], Keep(daily=7, weekly=5, monthly=12)) == {morning}


def test_a_pause_throws_nothing_away():
    """Periods without an archive do not count, so an office that forgot its backups loses none of them."""
    yearly = [NOW - timedelta(days=400 * year) for year in range(5)]

    assert superfluous(yearly, Keep(daily=5, weekly=0, monthly=0)) == set()


@given(
    st.sets(st.integers(0, 20_000).map(lambda hours: NOW - timedelta(hours=hours)), max_size=60),
    st.tuples(*[st.integers(0, 9)] * 3),
)
def test_no_more_is_kept_than_asked_and_never_the_newest_thrown_away(moments, numbers):
    keep = Keep(*numbers)
    left = kept(moments, keep)

    assert len(left) <= sum(numbers)
    assert left[:1] == sorted(moments, reverse=True)[:1] or not any(numbers)


def test_what_to_keep_is_read_from_three_numbers():
    assert Keep.parse("7,5,12") == Keep()
    assert Keep.parse("1,0,0") == Keep(1, 0, 0)


@pytest.mark.parametrize("text", ["", "7", "7,5", "a,b,c", "0,0,0", "-1,5,5", "1,2,3,4"])
def test_nonsense_is_no_retention(text):
    with pytest.raises(ValueError):  # noqa: PT011  argparse tells it with its own words
        Keep.parse(text)
