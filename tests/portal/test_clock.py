from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from innovation_portal.utils import clock

own_time = timezone.now  # noqa: TID251  what is tested is where it differs


@pytest.fixture
def own_clock():
    yield
    clock.follow(own_time())


def test_clock_answers_the_moment_it_was_moved_to_and_returns():
    moment = datetime(2025, 5, 29, 9, 0, tzinfo=UTC)

    with clock.at(moment):
        inside = clock.now()
        day = clock.today()

    assert inside == moment
    assert day.isoformat() == "2025-05-29"


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (timedelta(hours=1), timedelta(hours=1)),
        (timedelta(minutes=-3), timedelta(minutes=-3)),
        (timedelta(seconds=1), timedelta(0)),
    ],
)
def test_clock_follows_another_one_when_they_differ(own_clock, ahead, expected):
    clock.follow(own_time() - ahead)

    assert abs(clock.deviation() - expected) < timedelta(seconds=1)
    assert abs(own_time() - clock.now() - expected) < timedelta(seconds=1)
