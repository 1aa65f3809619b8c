import pytest
from django.core.management import call_command

from home.benchmark.measuring import measure, visits


@pytest.mark.django_db(transaction=True)
def test_pages_of_the_benchmark_answer(live_server):
    call_command("load_benchmark", share=0.002, verbosity=0)
    host = live_server.url.removeprefix("http://")

    rows = [measure(visit, host, rounds=2) for visit in visits()]

    assert [row.name for row in rows] == [visit.name for visit in visits()]
    assert all(0 < row.queries < 60 and row.median <= row.p95 for row in rows)
