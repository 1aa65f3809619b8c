from datetime import date, time
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from judging.enums import ConflictSource, RoundKind, RoundState
from judging.models import ConflictOfInterest, Record, RecordFile, RecordReopening, Round
from judging.records import Finding, Minutes, Visit
from judging.selectors.records import canonical, contents_of, entries_to_read, records_to_read
from judging.services.conflicts import declare_conflict
from judging.services.records import (
    MOST_FILES_EVER,
    add_record_file,
    close_record,
    remove_record_file,
    reopen_record,
    save_record,
)
from tests.factories.accounts import UserFactory
from tests.factories.files import PDF
from tests.factories.judging import (
    AssignmentFactory,
    RecordFactory,
    RecordFileFactory,
    minutes_of,
    visit_of,
)
from tests.factories.submissions import MembershipFactory

REASON = "Nama pengunjung keliru."


@pytest.fixture
def task(assignment):
    """The own entry of a judge in a round of field visits."""
    Round.objects.filter(pk=assignment.round_id).update(kind=RoundKind.FIELD)
    assignment.round.refresh_from_db()
    return assignment


@pytest.fixture
def target(task):
    return task.round_id, task.version.submission_id


def code_of(call):
    with pytest.raises(ValidationError) as raised:
        call()
    return raised.value.error_list[0].code


def picture(name="foto.jpg", *, exif=True):
    content, image = BytesIO(), Image.new("RGB", (32, 24), "navy")
    tags = Image.Exif()
    tags[0x8825] = {1: "S", 2: (IFDRational(6), IFDRational(48), IFDRational(0))}
    tags[0x0110] = "Ponsel Rahasia"
    image.save(content, "JPEG", exif=tags if exif else b"", comment=b"Kudus")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


def test_contents_are_stored_as_json_and_read_back(judge):
    visit, minutes = visit_of(judge), minutes_of(judge, ended_at=None)

    assert Visit.from_json(visit.as_json()) == visit
    assert Minutes.from_json(minutes.as_json()) == minutes
    assert minutes.as_json() == {
        "held_on": "2026-09-03",
        "began_at": "09:00",
        "ended_at": "",
        "guests": "Sri Rahayu, Kepala Puskesmas",
        "judges": [{"judge": judge.pk, "name": judge.name, "team": ""}],
        "questions": [{"question": "Siapa yang membayar?", "answer": "APBD."}],
    }
    assert (Visit.from_json({}), Minutes.from_json({})) == (Visit(), Minutes())


def test_draft_is_saved_and_counted(task, target, judge):
    first = save_record(*target, actor=judge, revision=0, contents=Visit(place="Jati"))
    second = save_record(*target, actor=judge, revision=1, contents=visit_of(judge))

    assert (first.pk, second.revision, second.saved_by) == (second.pk, 2, judge)
    assert contents_of(Record.objects.get(), task.round) == visit_of(judge)


def test_of_two_writers_the_later_is_stale_and_the_same_words_are_not(target, judge, secretary):
    save_record(*target, actor=judge, revision=0, contents=Visit(place="Jati"))

    other = Visit(place="Mejobo")
    assert code_of(lambda: save_record(*target, actor=secretary, revision=0, contents=other)) == "stale"
    assert save_record(*target, actor=secretary, revision=0, contents=Visit(place="Jati")).revision == 1
    assert Record.objects.get().contents["place"] == "Jati"


INCOMPLETE_VISITS = {
    "no day": {"first_day": None},
    "no place": {"place": " "},
    "nobody went": {"visitors": ()},
    "no finding": {"findings": ()},
    "half a finding": {"findings": (Finding("Antrean", "", "confirms"),)},
    "days in the wrong order": {"last_day": date(2026, 9, 9)},
}
INCOMPLETE_MINUTES = {
    "no day": {"held_on": None},
    "no end": {"ended_at": None},
    "it ended before it began": {"ended_at": time(8)},
    "nobody came": {"guests": " "},
    "no judge": {"judges": ()},
}


@pytest.mark.parametrize("missing", INCOMPLETE_VISITS)
def test_incomplete_visit_is_saved_and_not_closed(target, judge, missing):
    save_record(*target, actor=judge, revision=0, contents=visit_of(judge, **INCOMPLETE_VISITS[missing]))

    assert code_of(lambda: close_record(*target, actor=judge)) == "incomplete"
    assert Record.objects.get().closed_at is None


@pytest.mark.parametrize("missing", INCOMPLETE_MINUTES)
def test_incomplete_minutes_are_saved_and_not_closed(task, target, judge, missing):
    Round.objects.update(kind=RoundKind.PRESENTATION)
    save_record(*target, actor=judge, revision=0, contents=minutes_of(judge, **INCOMPLETE_MINUTES[missing]))

    assert code_of(lambda: close_record(*target, actor=judge)) == "incomplete"
    save_record(*target, actor=judge, revision=1, contents=minutes_of(judge))
    assert close_record(*target, actor=judge).closed_by == judge


@pytest.fixture
def closed(target, judge):
    save_record(*target, actor=judge, revision=0, contents=visit_of(judge))
    return close_record(*target, actor=judge)


def test_closed_record_stays_as_it_is(closed, target, judge, secretary):
    moment = closed.closed_at

    assert close_record(*target, actor=secretary).closed_at == moment
    assert code_of(lambda: save_record(*target, actor=judge, revision=1, contents=Visit())) == "closed"
    add = {"actor": judge, "upload": picture(), "caption": "", "alternative_text": "Loket."}
    assert code_of(lambda: add_record_file(*target, **add)) == "closed"
    assert contents_of(Record.objects.get(), closed.round) == visit_of(judge)


def test_reopening_needs_a_reason_and_keeps_how_it_was(closed, target, judge, secretary):
    assert code_of(lambda: reopen_record(*target, actor=secretary, reason=" ")) == "reason_required"
    before = canonical(Record.objects.get())

    reopen_record(*target, actor=secretary, reason=f" {REASON} ")
    reopen_record(*target, actor=secretary, reason="Lagi.")

    record, reopening = Record.objects.get(), RecordReopening.objects.get()
    assert (record.closed_at, record.closed_by, record.revision) == (None, None, 2)
    assert (reopening.reason, reopening.kept, reopening.reopened_by) == (REASON, before, secretary)
    assert (reopening.closed_by, reopening.closed_at) == (judge, closed.closed_at)


def test_photo_is_encoded_anew_without_what_the_camera_noted(target, judge):
    upload = picture()
    assert b"Ponsel Rahasia" in upload.read()

    file = add_record_file(*target, actor=judge, upload=upload, caption="Loket", alternative_text="Petugas di loket.")

    with file.file.open("rb") as handle:
        content = handle.read()
    assert b"Ponsel Rahasia" not in content
    assert b"Kudus" not in content
    stored = Image.open(BytesIO(content))
    assert (stored.size, dict(stored.getexif()), file.size) == ((32, 24), {}, len(content))
    assert (file.caption, file.alternative_text, file.file.name.startswith("records/")) == (
        *("Loket", "Petugas di loket.", True),
    )


def test_photo_needs_words_and_a_visit_takes_pictures_only(task, target, judge):
    pdf = SimpleUploadedFile("paparan.pdf", PDF, content_type="application/pdf")

    def add(upload, text=""):
        return add_record_file(*target, actor=judge, upload=upload, caption="", alternative_text=text)

    assert code_of(lambda: add(picture(), " ")) == "no_description"
    assert code_of(lambda: add(pdf)) == "no_picture"
    assert not RecordFile.objects.exists()
    Round.objects.update(kind=RoundKind.PRESENTATION)
    assert add(pdf).caption == "paparan.pdf"


def test_removed_photo_stays_in_the_database_and_leaves_the_contents(target, judge):
    file = add_record_file(*target, actor=judge, upload=picture(), caption="", alternative_text="Loket.")
    assert [one["sha256"] for one in canonical(Record.objects.get())["files"]] == [file.sha256]

    remove_record_file(file.pk, actor=judge)

    assert remove_record_file(file.pk, actor=judge).removed_at is not None
    assert canonical(Record.objects.get())["files"] == []


def test_removing_files_makes_no_room_without_end(target, judge):
    def add():
        return add_record_file(*target, actor=judge, upload=picture(), caption="", alternative_text="Loket.")

    file = add()
    RecordFileFactory.create_batch(MOST_FILES_EVER - 1, record=file.record, removed_at=clock.now())
    remove_record_file(file.pk, actor=judge)

    assert code_of(add) == "too_many"
    assert RecordFile.objects.count() == MOST_FILES_EVER


def test_judge_of_another_entry_and_the_chair_do_not_write(task, target, chair):
    other = AssignmentFactory(round=task.round, cleared_at=clock.now()).panelist.judge

    for actor in (other, chair, UserFactory()):
        for call in (
            lambda actor=actor: save_record(*target, actor=actor, revision=0, contents=Visit()),
            lambda actor=actor: close_record(*target, actor=actor),
            lambda actor=actor: reopen_record(*target, actor=actor, reason=REASON),
        ):
            with pytest.raises(PermissionDenied):
                call()
    assert not Record.objects.exists()


def test_nothing_is_written_after_the_seal_or_in_a_desk_round(task, target, judge):
    Round.objects.update(state=RoundState.SEALED)
    assert code_of(lambda: save_record(*target, actor=judge, revision=0, contents=Visit())) == "sealed"
    Round.objects.update(state=RoundState.OPEN, kind=RoundKind.DESK)
    assert code_of(lambda: save_record(*target, actor=judge, revision=0, contents=Visit())) == "no_records"
    assert not Record.objects.exists()


def readable(user, round_):
    return {entry.submission_id: entry.can_write for entry in entries_to_read(user, round_)}


def test_who_reads_and_who_writes(task, judge, chair, secretary):
    own, other = task.version.submission_id, AssignmentFactory(round=task.round).version.submission_id

    assert readable(judge, task.round) == {own: True}
    assert readable(chair, task.round) == {own: False, other: False}
    assert readable(secretary, task.round) == {own: True, other: True}
    assert readable(UserFactory(), task.round) == {}


def test_judge_reads_nothing_before_the_code_of_conduct_and_the_declaration(task, judge):
    task.panelist.agreed_at, task.panelist.agreed_text = None, ""
    task.panelist.save()
    assert readable(judge, task.round) == {}
    task.panelist.agreed_at, task.panelist.agreed_text = clock.now(), "Kode etik."
    task.panelist.save()
    task.cleared_at = None
    task.save()
    assert readable(judge, task.round) == {}


def test_whoever_has_a_conflict_sees_neither_minutes_nor_findings(task, judge, chair, secretary):
    submission = task.version.submission
    declare_conflict(task.pk, actor=judge, reason="Kakak.")
    assert readable(judge, task.round) == {}
    for person in (chair, secretary):
        ConflictOfInterest.objects.create(
            judge=person, submission=submission, source=ConflictSource.SECRETARIAT, reason="Kakak."
        )
        assert readable(person, task.round) == {}


def test_conflict_that_was_lifted_closes_nothing(task, chair, secretary):
    ConflictOfInterest.objects.create(
        judge=chair,
        submission=task.version.submission,
        source=ConflictSource.AUTOMATIC,
        reason="Nama yang sama.",
        lifted_by=secretary,
        lifted_at=clock.now(),
        lifting_reason="Orang lain.",
    )

    assert set(readable(chair, task.round)) == {task.version.submission_id}


def test_chair_employed_by_the_agency_and_secretary_who_works_there_read_nothing(task, chair, secretary):
    agency = task.version.submission.innovation.agency
    task.round.panel.filter(judge=chair).update(employer=agency.name)
    MembershipFactory(user=secretary, agency=agency)

    assert (readable(chair, task.round), readable(secretary, task.round)) == ({}, {})


def test_hash_changes_with_whatever_a_record_says(closed, judge):
    before = hash_of(canonical(closed))
    RecordFileFactory(record=closed)

    assert hash_of(canonical(Record.objects.get())) != before


def test_database_asks_for_the_words_of_a_picture_and_for_who_closed(closed):
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordFileFactory(record=closed, alternative_text="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.update(closed_by=None)


def test_queries_of_the_list_do_not_grow(task, secretary, django_assert_num_queries):
    records_to_read(secretary, task.round)
    for _number in range(2):
        entry = AssignmentFactory(round=task.round).version.submission
        RecordFileFactory(record=RecordFactory(round=task.round, submission=entry))
        with django_assert_num_queries(4):
            assert any(row.record for row in records_to_read(secretary, task.round))


def test_judge_who_left_the_panel_reads_nothing(task, judge):
    task.panelist.left_at, task.panelist.left_reason = clock.now(), "Sakit."
    task.panelist.save()
    assert readable(judge, task.round) == {}
