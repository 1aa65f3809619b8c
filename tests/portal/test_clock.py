from datetime import UTC, datetime

from innovation_portal.utils import clock


def test_clock_answers_the_moment_it_was_moved_to_and_returns():
    moment = datetime(2025, 5, 29, 9, 0, tzinfo=UTC)

    with clock.at(moment):
        inside = clock.now()
        day = clock.today()

    assert inside == moment
    assert day.isoformat() == "2025-05-29"
