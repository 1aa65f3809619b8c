from io import BytesIO

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from innovation_portal.utils import clock
from judging.enums import RoundKind
from judging.models import Record, RecordFile, Round
from judging.records import Finding, Person, Question, Visit
from judging.selectors.records import contents_of
from judging.services.records import add_record_file, close_record, save_record
from tests.factories.judging import AssignmentFactory, minutes_of, visit_of
from tests.judging.services.test_records import picture


@pytest.fixture
def task(assignment):
    """The own entry of a judge in a round of field visits."""
    Round.objects.filter(pk=assignment.round_id).update(kind=RoundKind.FIELD)
    assignment.round.refresh_from_db()
    return assignment


@pytest.fixture
def target(task):
    return task.round_id, task.version.submission_id


@pytest.fixture
def desk(client, judge):
    client.force_login(judge)
    return client


def address(name, task, *more):
    return reverse(f"judging:record-{name}", args=[task.round_id, task.version_id, *more])


def sent(judge, *, revision=0, action="save", rows=(), **fields):
    data = {"revision": revision, "action": action, "rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return {"first_day": "2026-09-10", "place": "Jati", f"team_{judge.pk}": "te", **data, **fields}


FOUND = {"claim": "Antrean 20 menit", "found": "Diukur 18 menit.", "verdict": "confirms"}


def test_judge_writes_down_a_visit_and_closes_it(desk, judge, task):
    response = desk.post(address("detail", task), sent(judge, rows=[FOUND, {}]))

    assert response.url == address("detail", task)
    record = Record.objects.get()
    visit = contents_of(record, task.round)
    assert (visit.place, visit.visitors) == ("Jati", (Person(judge.pk, judge.name, "te"),))
    assert visit.findings == (Finding(**FOUND),)
    desk.post(address("detail", task), sent(judge, revision=1, action="close", rows=[FOUND]))
    record.refresh_from_db()
    assert record.closed_by == judge
    assert "rows-TOTAL_FORMS" not in desk.get(address("detail", task)).content.decode()


def test_minutes_of_a_presentation_are_written_the_same_way(desk, judge, task):
    Round.objects.update(kind=RoundKind.PRESENTATION)
    row = {"question": "Siapa membayar?", "answer": "APBD."}
    times = {"held_on": "2026-09-03", "began_at": "09:00", "ended_at": "09:20"}
    fields = {**times, "guests": "Sri Rahayu, Kepala", "judges": [judge.pk]}

    desk.post(address("detail", task), sent(judge, action="close", rows=[row], **fields))

    record = Record.objects.get()
    assert contents_of(record, record.round) == minutes_of(
        judge, guests="Sri Rahayu, Kepala", questions=(Question(**row),)
    )
    assert record.closed_at is not None


def test_stale_save_shows_what_the_other_wrote_and_loses_nothing(desk, judge, task, target, secretary):
    save_record(*target, actor=secretary, revision=0, contents=Visit(place="Balai desa Mejobo"))

    response = desk.post(address("detail", task), sent(judge, rows=[{**FOUND, "found": "Kalimat yang diketik."}]))

    page = response.content.decode()
    assert "Balai desa Mejobo" in page
    assert "Kalimat yang diketik." in page
    assert f"{secretary} menyimpan ini" in page
    assert Record.objects.get().contents["place"] == "Balai desa Mejobo"
    shown = response.context["form"]["revision"].value()
    desk.post(address("detail", task), sent(judge, revision=shown, rows=[FOUND]))
    assert Record.objects.get().contents["place"] == "Jati"


def test_what_is_missing_stands_in_the_form_and_the_draft_is_kept(desk, judge, task):
    response = desk.post(address("detail", task), sent(judge, action="close"))

    assert response.context["form"].non_field_errors() == ["Tulis sedikitnya satu temuan."]
    assert Record.objects.get().closed_at is None
    assert response.context["form"]["revision"].value() == "1"


def test_photo_is_added_shown_and_taken_off(desk, judge, task, target):
    data = {"upload": picture(), "caption": "Loket", "alternative_text": "Dua petugas di loket."}
    desk.post(address("file-add", task), data)
    file = RecordFile.objects.get()

    assert 'alt="Dua petugas di loket."' in desk.get(address("detail", task)).content.decode()
    response = desk.get(address("file", task, file.pk))
    assert b"".join(response).startswith(b"\xff\xd8")
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/jpeg", "private, no-store")
    desk.post(address("file", task, file.pk))
    assert desk.get(address("file", task, file.pk)).status_code == 404


def test_refused_photo_loses_no_words_and_says_why_beside_them(desk, judge, task):
    undescribed = desk.post(address("file-add", task), {"upload": picture(), "caption": "Loket “A”"})
    words = {"caption": "Loket", "alternative_text": "Dua petugas."}
    fake = SimpleUploadedFile("a.jpg", b"bukan gambar")
    no_picture = desk.post(address("file-add", task), {"upload": fake, **words})

    assert undescribed.context["file_form"].errors == {
        "alternative_text": ["Tulis apa yang tampak pada gambar, bagi yang tidak dapat melihatnya."]
    }
    assert "Loket “A”" in undescribed.content.decode()
    assert list(no_picture.context["file_form"].errors) == ["upload"]
    assert "Dua petugas." in no_picture.content.decode()
    assert f'action="{address("detail", task)}"' in no_picture.content.decode()
    assert not RecordFile.objects.exists()


def test_closed_record_stands_beside_the_entry_of_its_judge(desk, judge, task, target):
    save_record(*target, actor=judge, revision=0, contents=visit_of(judge))
    sheet = reverse("judging:sheet-detail", args=[task.pk])
    assert "Diukur 18 menit" not in desk.get(sheet).content.decode()

    close_record(*target, actor=judge)

    assert "Diukur 18 menit pada 30 pasien." in desk.get(sheet).content.decode()


def test_record_is_opened_again_with_a_reason(desk, judge, task, target):
    save_record(*target, actor=judge, revision=0, contents=visit_of(judge))
    close_record(*target, actor=judge)

    refused = desk.post(address("reopen", task), {"reason": ""})
    assert list(refused.context["form"].errors) == ["reason"]
    desk.post(address("reopen", task), {"reason": "Nama keliru."})

    assert Record.objects.get().closed_at is None
    assert "Nama keliru." in desk.get(address("detail", task)).content.decode()


@pytest.mark.once
@pytest.mark.django_db
def test_report_holds_findings_and_photos_and_is_the_same_each_time(desk, judge, task, target):
    save_record(*target, actor=judge, revision=0, contents=visit_of(judge))
    add_record_file(*target, actor=judge, upload=picture(), caption="Loket baru", alternative_text="Dua petugas.")
    assert desk.get(address("report", task)).status_code == 404
    close_record(*target, actor=judge)

    content, again = (b"".join(desk.get(address("report", task))) for _ in range(2))

    assert content == again
    document = pypdfium2.PdfDocument(BytesIO(content))
    try:
        text = " ".join("".join(page.get_textpage().get_text_range() for page in document).split())
        pictures = [one for page in document for one in page.get_objects() if isinstance(one, pypdfium2.PdfImage)]
    finally:
        document.close()
    assert "Laporan kunjungan lapangan" in text
    assert f"{judge.name}, Tim Panel Independen (TPI)" in text
    assert "Antrean 20 menit Diukur 18 menit pada 30 pasien. Membenarkan" in text
    assert "Loket baru" in text
    assert len(pictures) == 1


def test_nobody_else_finds_a_record(client, judge, task, target):
    save_record(*target, actor=judge, revision=0, contents=visit_of(judge))
    other = AssignmentFactory(round=task.round, cleared_at=clock.now())
    client.force_login(other.panelist.judge)

    assert client.get(address("detail", task)).status_code == 404
    assert client.post(address("detail", task), sent(judge)).status_code == 404
    rows = client.get(reverse("judging:record-list", args=[task.round_id])).context["rows"]
    assert [row.entry.pk for row in rows] == [other.version_id]


def test_chair_reads_and_does_not_write(client, chair, judge, task, target):
    save_record(*target, actor=judge, revision=0, contents=visit_of(judge))
    client.force_login(chair)

    page = client.get(address("detail", task))
    assert (page.status_code, page.context["is_writable"]) == (200, False)
    assert client.post(address("detail", task), sent(judge, revision=1)).status_code == 403
    assert Record.objects.get().revision == 1
