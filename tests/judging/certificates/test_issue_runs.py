"""The printing of what was issued: stopping it, losing its worker, going on."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import ModelLogEntry

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of_chunks
from innovation_portal.utils.schedule import registered_jobs, run_jobs
from judging.enums import IssueRunState, PrintState
from judging.models import Certificate, IssueRun, PrintItem
from judging.selectors.issue_runs import issue_runs, open_runs
from judging.services.certificates import issue_certificates
from judging.services.issue_runs import (
    _finish_batch,
    _print,
    _take_batch,
    cancel_run,
    resume_run,
    resume_silent_runs,
    work_on_run,
)
from tests.factories.certificates import emblem_png

LONG_AGO = timedelta(minutes=5)
MISSING_PICTURE = "Gambar pada piagam ini tidak ditemukan di penyimpanan, sehingga berkasnya tidak dapat dicetak."


@pytest.fixture
def run(ceremony) -> IssueRun:
    """Three certificates, issued and not printed."""
    for _place in range(3):
        ceremony.award()
    issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)
    return IssueRun.objects.get()


def states(run) -> list[str]:
    return list(run.items.order_by("pk").values_list("state", flat=True))


def files() -> dict[str, str]:
    """Return the checksum of every stored certificate by its name."""
    folder = f"certificates/{clock.today().year}"
    found = {}
    for name in default_storage.listdir(folder)[1]:
        with default_storage.open(f"{folder}/{name}") as file:
            found[name] = hash_of_chunks(file.chunks())
    return found


def promised() -> dict[str, str]:
    return {f"{one.public_id}.pdf": one.file_sha256 for one in Certificate.objects.all()}


def silence(run) -> None:
    """Let the workers of a run not have been heard of for a while."""
    IssueRun.objects.filter(pk=run.pk).update(beat_at=clock.now() - LONG_AGO)
    run.items.filter(state=PrintState.TAKEN).update(taken_at=clock.now() - LONG_AGO)


def test_issuing_starts_a_run_that_prints_everything(ceremony, django_capture_on_commit_callbacks):
    for _place in range(3):
        ceremony.award()

    with django_capture_on_commit_callbacks(execute=True):
        issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)

    run = issue_runs().get()
    assert (run.planned, run.printed, run.failed, run.state) == (3, 3, 0, IssueRunState.FINISHED)
    assert run.started_by == ceremony.secretary
    assert run.finished_at
    assert files() == promised()


def test_issuing_again_starts_no_second_run_for_what_is_on_a_list(ceremony, run):
    issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)

    assert IssueRun.objects.count() == 1
    assert PrintItem.objects.count() == 3


def test_stopped_run_prints_nothing_until_it_goes_on(ceremony, run, django_capture_on_commit_callbacks):
    cancel_run(run.pk, actor=ceremony.secretary)
    work_on_run(run.pk)
    stopped = states(run)

    with django_capture_on_commit_callbacks(execute=True):
        resume_run(run.pk, actor=ceremony.secretary)

    run.refresh_from_db()
    assert stopped == [PrintState.WAITING] * 3
    assert states(run) == [PrintState.PRINTED] * 3
    assert run.state == IssueRunState.FINISHED
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == [1, 2, 3]
    assert list(ModelLogEntry.objects.filter(action__contains="printing").order_by("pk").values_list("action")) == [
        ("judging.cancel_printing",),
        ("judging.resume_printing",),
    ]


def test_batch_that_was_begun_is_finished_although_the_run_was_stopped(ceremony, run, monkeypatch):
    monkeypatch.setattr("judging.services.issue_runs.BATCH_SIZE", 2)
    begun = _take_batch(run.pk, "alive")

    cancel_run(run.pk, actor=ceremony.secretary)
    _finish_batch(run.pk, "alive", _print([item.certificate for item in begun]))
    work_on_run(run.pk)

    run.refresh_from_db()
    assert states(run) == [PrintState.PRINTED, PrintState.PRINTED, PrintState.WAITING]
    assert run.state == IssueRunState.CANCELLED


def test_what_cannot_be_printed_is_named_and_spoils_no_other(ceremony, django_capture_on_commit_callbacks):
    ceremony.award()
    issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)
    ceremony.template.emblem = ContentFile(emblem_png(), name="lambang.png")
    ceremony.template.save()
    emblem = ceremony.template.emblem.name
    ceremony.award()
    default_storage.delete(emblem)
    issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)
    for run in IssueRun.objects.all():
        work_on_run(run.pk)

    failing = open_runs(ceremony.edition.pk).get()
    errors = list(PrintItem.objects.exclude(error="").values_list("certificate__sequence", "state", "error"))
    default_storage.save(emblem, ContentFile(emblem_png()))
    with django_capture_on_commit_callbacks(execute=True):
        resume_run(failing.pk, actor=ceremony.secretary)

    assert (failing.printed, failing.failed, failing.state) == (0, 1, IssueRunState.FINISHED)
    assert errors == [(2, PrintState.FAILED, MISSING_PICTURE)]
    assert files() == promised()
    assert not open_runs(ceremony.edition.pk).exists()


def test_certificate_of_a_batch_fails_alone(ceremony, run):
    broken = run.items.order_by("pk")[1].certificate
    Certificate.objects.filter(pk=broken.pk).update(payload={**broken.payload, "wording": "panjang " * 400})

    work_on_run(run.pk)

    assert states(run) == [PrintState.PRINTED, PrintState.FAILED, PrintState.PRINTED]
    assert run.items.get(certificate=broken).error == "Teksnya terlalu panjang untuk satu halaman."


def test_batch_of_a_killed_worker_is_taken_up_and_its_late_work_is_dropped(
    ceremony, run, django_capture_on_commit_callbacks
):
    _take_batch(run.pk, "killed")
    work_on_run(run.pk)
    while_it_may_live = states(run)
    silence(run)

    with django_capture_on_commit_callbacks(execute=True):
        taken_up = resume_silent_runs()

    before = files()
    _finish_batch(run.pk, "killed", {item.certificate_id: b"late" for item in run.items.all()})
    assert while_it_may_live == [PrintState.TAKEN] * 3
    assert taken_up == 1
    assert states(run) == [PrintState.PRINTED] * 3
    assert files() == before
    assert files() == promised()
    assert resume_silent_runs() == 0


def test_schedule_takes_up_silent_runs(ceremony, run, django_capture_on_commit_callbacks):
    silence(run)

    with django_capture_on_commit_callbacks(execute=True):
        failed = run_jobs([job for job in registered_jobs() if job.name == "printing"])

    run.refresh_from_db()
    assert failed == []
    assert run.state == IssueRunState.FINISHED


def test_run_that_is_printing_is_not_resumed(ceremony, run, django_capture_on_commit_callbacks):
    _take_batch(run.pk, "alive")

    with django_capture_on_commit_callbacks() as callbacks:
        resume_run(run.pk, actor=ceremony.secretary)

    assert callbacks == []
    assert states(run) == [PrintState.TAKEN] * 3


def test_file_that_a_killed_process_left_is_written_over(ceremony, run):
    certificate = run.items.order_by("pk").first().certificate
    default_storage.save(f"certificates/{clock.today().year}/{certificate.public_id}.pdf", ContentFile(b"%PDF-half"))

    work_on_run(run.pk)

    assert files() == promised()


@pytest.mark.parametrize("service", [cancel_run, resume_run])
def test_only_the_secretariat_stops_and_resumes(ceremony, run, service, operator):
    with pytest.raises(PermissionDenied):
        service(run.pk, actor=operator)

    run.refresh_from_db()
    assert run.state == IssueRunState.PRINTING


def test_task_of_a_run_that_is_gone_is_logged_and_ends(db, caplog):
    from judging.tasks import print_issue_run

    print_issue_run.enqueue(404)

    assert [record.getMessage() for record in caplog.records if record.name == "judging.tasks"] == [
        "Run 404 of printing certificates is gone, nothing was printed."
    ]
