from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from home.benchmark.duty import DutySizes
from home.benchmark.duty_measuring import duty_files, duty_pages, duty_work
from home.benchmark.measuring import measure
from innovation_portal.utils import clock
from submissions.enums import EditionState
from submissions.models import Agency, ComplianceDay, Edition, Obligation, ObligationEvent, Submission
from submissions.selectors.compliance import compliance_totals
from submissions.selectors.history import history_of

AGENCIES = 15


def test_more_agencies_enter_as_much_each():
    assert DutySizes() == DutySizes(agencies=1_500, editions=10, submissions=25_000)
    assert DutySizes.of(15_000) == DutySizes(agencies=15_000, editions=10, submissions=250_000)


@pytest.mark.django_db
def test_duty_of_the_benchmark_has_the_rows_it_promises_and_a_history_that_agrees(capsys):
    call_command("load_duty_benchmark", agencies=AGENCIES)

    assert capsys.readouterr().out == f"Loaded {DutySizes.of(AGENCIES)}.\n"
    assert Agency.objects.count() == AGENCIES
    assert Obligation.objects.count() == ObligationEvent.objects.count() == 10 * AGENCIES
    assert 220 <= Submission.objects.count() <= 280
    states = Counter(Edition.objects.values_list("state", flat=True))
    assert states == {EditionState.FINISHED: 9, EditionState.OPEN: 1}
    for edition in Edition.objects.all():
        assert history_of(edition).at(clock.now()).states == compliance_totals(edition)


@pytest.mark.django_db
def test_duty_of_the_benchmark_refuses_a_database_that_is_in_use(agency):
    with pytest.raises(CommandError, match="empty database"):
        call_command("load_duty_benchmark", agencies=AGENCIES)

    assert list(Agency.objects.all()) == [agency]


@pytest.mark.django_db(transaction=True)
def test_pages_of_leadership_answer_and_keeping_days_leaves_nothing_behind(live_server):
    call_command("load_duty_benchmark", agencies=AGENCIES, verbosity=0)
    host = live_server.url.removeprefix("http://")

    visits = [*duty_pages(), *duty_files()]
    rows = [measure(visit, host, rounds=2) for visit in visits]
    work = list(duty_work())

    assert [row.name for row in rows] == [visit.name for visit in visits]
    assert all(0 < row.queries < 40 for row in rows)
    assert [count for _name, count, _seconds in work][1:3] == [1, 0]
    assert work[3][1] > 0
    assert not ComplianceDay.objects.exists()
