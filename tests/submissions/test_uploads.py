"""Files that arrive in pieces: where to go on, what is refused, and what is left behind."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from innovation_portal.utils import clock
from submissions.models import Evidence, PartialUpload
from submissions.services.evidence import MOST_PIECES
from submissions.services.submissions import change_status
from submissions.services.uploads import (
    MOST_OPEN,
    PIECE_MOST_BYTES,
    add_piece,
    arrived_of,
    finish_upload,
    start_upload,
)
from tests.factories.files import LONG_PDF as PDF
from tests.factories.submissions import (
    EditionFactory,
    InnovationFactory,
    LinkFactory,
    MembershipFactory,
    ReadySubmissionFactory,
)

EXECUTABLE = b"MZ\x90\x00" + b"\x00" * 1000


@pytest.fixture
def draft(agency):
    return ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))


@pytest.fixture
def section(draft):
    return draft.edition.sections.first()


@pytest.fixture
def start(draft, section, operator):
    def begin(name="laporan.pdf", size=None, *, actor=operator, title="", mark="1"):
        size = len(PDF) if size is None else size
        fingerprint = f"{name}/{size}/{mark}"
        return start_upload(
            draft.pk, section.pk, actor=actor, name=name, size=size, fingerprint=fingerprint, title=title
        )

    return begin


@pytest.fixture
def send(operator):
    def piece(upload, content, offset, *, actor=operator):
        return add_piece(upload.pk, actor=actor, offset=offset, piece=SimpleUploadedFile("blob", content))

    return piece


def code_of(act, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


@pytest.fixture(autouse=True)
def _commits(django_capture_on_commit_callbacks):
    """What waits for the commit is done, as it is outside of tests."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


def folder(settings) -> list[str]:
    return sorted(path.name for path in settings.PARTIAL_UPLOADS_ROOT.glob("*"))


def test_pieces_become_the_evidence_that_one_file_would(start, send, operator, section):
    upload = start(title=" Waktu tunggu ")

    send(upload, PDF[:400], 0)
    send(upload, PDF[400:], 400)
    evidence = finish_upload(upload.pk, actor=operator)

    assert (evidence.title, evidence.original_name, evidence.section) == ("Waktu tunggu", "laporan.pdf", section)
    assert (evidence.content_type, evidence.size, evidence.uploaded_by) == ("application/pdf", len(PDF), operator)
    with evidence.file.open() as stored:
        assert stored.read() == PDF


def test_the_same_file_goes_on_where_it_stopped(start, send):
    first = start()
    send(first, PDF[:400], 0)

    again = start(title="Judul yang diganti")

    assert (again.pk, again.received, again.title) == (first.pk, 400, "Judul yang diganti")


@pytest.mark.parametrize("change", [{"mark": "2"}, {"size": len(PDF) + 1}, {"name": "lain.pdf"}])
def test_another_file_begins_at_its_beginning(start, send, change):
    first = start()
    send(first, PDF[:400], 0)

    other = start(**change)

    assert other.pk != first.pk
    assert other.received == 0


@pytest.mark.parametrize("offset", [0, 399, 401, 10_000])
def test_piece_that_does_not_follow_is_refused_and_nothing_written(start, send, offset):
    upload = start()
    send(upload, PDF[:400], 0)

    assert code_of(send, upload, PDF[400:500], offset) == "wrong_offset"

    upload.refresh_from_db()
    assert (upload.received, upload.path.read_bytes()) == (400, PDF[:400])


def test_piece_whose_row_was_lost_is_written_again(start, send):
    upload = start()
    send(upload, PDF[:400], 0)
    PartialUpload.objects.update(received=0)  # the answer of the database never came, the bytes did

    send(upload, PDF[:300], 0)

    assert upload.path.read_bytes() == PDF[:300]


def test_upload_whose_bytes_went_away_begins_again(start, send, operator):
    upload = start()
    send(upload, PDF[:400], 0)
    upload.path.unlink()

    assert arrived_of(PartialUpload.objects.get()) == 0
    assert code_of(send, upload, PDF[400:], 400) == "wrong_offset"
    send(upload, PDF, 0)
    assert finish_upload(upload.pk, actor=operator).size == len(PDF)


@pytest.mark.parametrize(
    ("name", "size", "code"),
    [
        ("besar.pdf", 10 * 1024 * 1024 + 1, "too_large"),
        ("kosong.pdf", 0, "empty"),
        ("program.exe", 100, "wrong_type"),
        ("tanpa-akhiran", 100, "wrong_type"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_it_is_sent(start, name, size, code):
    assert code_of(start, name, size) == code
    assert not PartialUpload.objects.exists()


def test_more_than_announced_is_refused(start, send):
    upload = start(size=500)
    send(upload, PDF[:400], 0)

    assert code_of(send, upload, PDF[:101], 400) == "too_large"
    assert upload.path.read_bytes() == PDF[:400]


def test_piece_above_its_limit_and_empty_piece_are_refused(start, send):
    upload = start(size=PIECE_MOST_BYTES * 3)

    assert code_of(send, upload, b"0" * (PIECE_MOST_BYTES + 1), 0) == "too_large"
    assert code_of(send, upload, b"", 0) == "empty"
    assert arrived_of(upload) == 0


def test_renamed_program_is_refused_at_the_end_and_thrown_away(start, send, operator, settings):
    upload = start(size=len(EXECUTABLE))
    send(upload, EXECUTABLE, 0)

    assert code_of(finish_upload, upload.pk, actor=operator) == "wrong_type"

    assert not Evidence.objects.exists()
    assert not PartialUpload.objects.exists()


def test_file_that_has_not_arrived_whole_waits(start, send, operator):
    upload = start()
    send(upload, PDF[:400], 0)

    assert code_of(finish_upload, upload.pk, actor=operator) == "incomplete"

    send(upload, PDF[400:], 400)
    assert finish_upload(upload.pk, actor=operator).size == len(PDF)


def test_finishing_twice_gives_the_same_evidence(start, send, operator, approver, draft):
    upload = start()
    send(upload, PDF, 0)

    first = finish_upload(upload.pk, actor=operator)
    change_status(draft.pk, "submit", actor=approver)
    again = finish_upload(upload.pk, actor=operator)

    assert again == first == Evidence.objects.get()
    assert code_of(send, upload, PDF, 0) == "locked"


def test_finished_file_takes_no_more_pieces_and_is_sent_anew_when_chosen_again(start, send, operator):
    upload = start()
    send(upload, PDF, 0)
    finish_upload(upload.pk, actor=operator)

    assert code_of(send, upload, PDF, len(PDF)) == "wrong_offset"
    assert start().received == 0


def test_upload_of_somebody_else_is_left_alone(start, send, operator, approver, secretary):
    upload = start()
    send(upload, PDF[:400], 0)

    for actor in (approver, secretary, MembershipFactory().user):
        with pytest.raises(PermissionDenied):
            send(upload, PDF[400:], 400, actor=actor)
        with pytest.raises(PermissionDenied):
            finish_upload(upload.pk, actor=actor)

    assert arrived_of(PartialUpload.objects.get()) == 400
    assert start(actor=approver).received == 0


@pytest.mark.parametrize("role", ["secretary", "judge", "foreign member"])
def test_only_members_start_an_upload(request, start, role):
    actor = MembershipFactory().user if role == "foreign member" else request.getfixturevalue(role)

    with pytest.raises(PermissionDenied):
        start(actor=actor)

    assert not PartialUpload.objects.exists()


def test_locked_submission_takes_nothing_and_what_came_is_kept_for_its_correction(
    start, send, draft, operator, approver, verifier
):
    upload = start()
    send(upload, PDF[:400], 0)
    change_status(draft.pk, "submit", actor=approver)

    assert code_of(start, "lain.pdf") == "locked"
    assert code_of(send, upload, PDF[400:], 400) == "locked"
    assert code_of(finish_upload, upload.pk, actor=operator) == "locked"

    change_status(draft.pk, "return", actor=verifier, comment="Lampirkan laporan.")
    send(upload, PDF[400:], 400)
    assert finish_upload(upload.pk, actor=operator).size == len(PDF)


def test_draft_that_is_full_keeps_the_file_until_there_is_room(start, send, draft, operator):
    LinkFactory.create_batch(MOST_PIECES, submission=draft)
    upload = start()
    send(upload, PDF, 0)

    assert code_of(finish_upload, upload.pk, actor=operator) == "too_many"
    draft.evidence.filter(pk=draft.evidence.first().pk).update(removed_at=clock.now())

    assert finish_upload(upload.pk, actor=operator).size == len(PDF)


def test_section_of_another_edition_takes_no_upload(draft, operator):
    foreign = EditionFactory().sections.first()

    with pytest.raises(foreign.DoesNotExist):
        start_upload(draft.pk, foreign.pk, actor=operator, name="a.pdf", size=9, fingerprint="a")


def test_one_person_has_so_many_open_and_the_oldest_give_way(start, approver):
    others = start(actor=approver)
    moment = clock.now()
    uploads = []
    for number in range(MOST_OPEN + 2):
        with clock.at(moment + timedelta(minutes=number)):
            uploads.append(start(mark=str(number)))

    assert set(PartialUpload.objects.exclude(pk=others.pk)) == set(uploads[2:])
    assert PartialUpload.objects.filter(pk=others.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_abandoned_is_removed_when_the_next_one_starts(start, send, operator, settings):
    moment = clock.now()
    with clock.at(moment - timedelta(hours=25)):
        for mark in ("lupa", "selesai"):
            send(start(mark=mark), PDF if mark == "selesai" else PDF[:400], 0)
        finish_upload(PartialUpload.objects.first().pk, actor=operator)
    with clock.at(moment - timedelta(hours=23)):
        kept = start(mark="baru")
        send(kept, PDF[:400], 0)

    latest = start(mark="lain")

    assert set(PartialUpload.objects.all()) == {kept, latest}
    assert folder(settings) == [kept.key.hex]
    assert Evidence.objects.get().size == len(PDF)


@pytest.mark.django_db(transaction=True)
def test_nothing_stays_of_a_file_that_was_attached_or_refused(start, send, operator, settings):
    for content in (PDF, EXECUTABLE):
        upload = start(size=len(content))
        send(upload, content, 0)
        assert folder(settings) == [upload.key.hex]
        if content is PDF:
            finish_upload(upload.pk, actor=operator)
        else:
            assert code_of(finish_upload, upload.pk, actor=operator) == "wrong_type"
        assert folder(settings) == []


def test_pieces_lie_where_nobody_else_reads(start, send, settings):
    upload = start()
    send(upload, PDF[:400], 0)

    assert not upload.path.is_relative_to(settings.MEDIA_ROOT)
    assert upload.path.stat().st_mode & 0o077 == 0
    assert "laporan" not in upload.path.name


def test_database_refuses_what_must_never_be(start):
    upload = start(size=500)

    for change in ({"received": 501}, {"evidence": LinkFactory(submission=upload.submission)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PartialUpload.objects.update(**change)
    upload.pk, upload.key = None, "0" * 32
    with pytest.raises(IntegrityError), transaction.atomic():
        upload.save(force_insert=True)
