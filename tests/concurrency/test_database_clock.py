"""Several machines, one database: its clock is theirs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from innovation_portal.utils import clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(minutes=-3)])
def test_a_machine_whose_clock_is_wrong_goes_by_the_clock_of_the_database(ahead, monkeypatch, caplog):
    right = timezone.now  # noqa: TID251  the machine's own clock is what is wrong here
    with monkeypatch.context() as machine:
        machine.setattr("django.utils.timezone.now", lambda: right() + ahead)
        connection.close()
        connection.ensure_connection()
        shown, deviation = clock.now(), clock.deviation()
    connection.close()
    connection.ensure_connection()

    assert abs(shown - right()) < timedelta(seconds=30)
    assert abs(deviation - ahead) < timedelta(seconds=30)
    assert clock.deviation() == timedelta(0)
    assert [record.levelname for record in caplog.records if record.name == clock.__name__] == ["WARNING"] * 2
