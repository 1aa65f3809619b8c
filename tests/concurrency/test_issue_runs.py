"""Several workers on one run, and two runs at once: nothing is printed twice, nothing is left."""

import pytest
from django.core.files.storage import default_storage

from innovation_portal.utils import clock
from judging.enums import IssueRunState, PrintState
from judging.models import Certificate, IssueRun, PrintItem
from judging.services import issue_runs
from judging.services.certificates import issue_certificates
from judging.services.issue_runs import work_on_run
from tests.concurrency.racing import at_once
from tests.judging.certificates.conftest import Ceremony

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def kept_tasks(settings):
    """Tasks wait for a worker, so that nothing is printed before the race."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(issue_runs, "BATCH_SIZE", 2)


def run_of(awards: int) -> IssueRun:
    ceremony = Ceremony()
    for _place in range(awards):
        ceremony.award()
    issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)
    return IssueRun.objects.get(edition=ceremony.edition)


def assert_all_is_printed_once():
    assert set(PrintItem.objects.values_list("state", flat=True)) == {PrintState.PRINTED}
    assert set(IssueRun.objects.values_list("state", flat=True)) == {IssueRunState.FINISHED}
    stored = default_storage.listdir(f"certificates/{clock.today().year}")[1]
    assert sorted(stored) == sorted(f"{one.public_id}.pdf" for one in Certificate.objects.all())


def test_three_workers_share_a_run_and_print_nothing_twice(monkeypatch):
    run = run_of(9)
    printed = []
    print_batch = issue_runs._print
    monkeypatch.setattr(
        issue_runs, "_print", lambda batch: printed.extend(one.pk for one in batch) or print_batch(batch)
    )

    at_once(*[lambda: work_on_run(run.pk)] * 3)

    assert sorted(printed) == sorted(run.items.values_list("certificate", flat=True))
    assert len(set(run.items.values_list("taken_by", flat=True))) > 1
    assert_all_is_printed_once()


def test_two_runs_at_once_do_not_disturb_each_other():
    runs = [run_of(4), run_of(5)]

    at_once(*[lambda run=run: work_on_run(run.pk) for run in runs for _worker in range(2)])

    assert [run.items.count() for run in runs] == [4, 5]
    assert_all_is_printed_once()
    for run in runs:
        sequences = Certificate.objects.filter(award__level__edition=run.edition).values_list("sequence", flat=True)
        assert sorted(sequences) == list(range(1, run.items.count() + 1))
