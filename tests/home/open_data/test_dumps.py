"""The nightly files: when they are made, what stands in them, and how they are fetched."""

import csv
import hashlib
import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from home.models import Dump
from home.open_data.datasets import DATASETS
from home.services import dumps
from home.services.dumps import delete_old_dumps, make_dump, order_dumps
from innovation_portal.utils import clock
from innovation_portal.utils.schedule import registered_jobs, run_jobs
from tests.factories.home import NIGHT, awarded_page, make_all_dumps, published_past_innovation

NAMES = ["inovasi", "opd", "edisi", "penghargaan", "rekognisi", "kepatuhan"]


@pytest.fixture
def enqueued(monkeypatch):
    """The ids that were handed to the worker, who does nothing."""
    ids = []
    monkeypatch.setattr(dumps, "_hand_over", ids.append)
    return ids


def without_moments(row: dict) -> str:
    """A row as text; the interface tells moments to the millisecond, files to the microsecond."""
    return str({name: value for name, value in row.items() if name not in ("diubah", "tahapan")})


def content_of(dump, settings) -> bytes:
    return (settings.MEDIA_ROOT / dump.file.name).read_bytes()


def test_files_are_ordered_once_a_night_from_one_o_clock_on(db, enqueued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for minutes, ordered in ((-6, 0), (0, 12), (2, 0), (24 * 60, 12)):
            with clock.at(NIGHT + timedelta(minutes=minutes)):
                assert order_dumps() == ordered

    assert sorted(enqueued) == list(Dump.objects.order_by("pk").values_list("pk", flat=True))
    assert {(dump.dataset, dump.format) for dump in Dump.objects.filter(day=date(2026, 11, 27))} == {
        (name, format_) for name in NAMES for format_ in ("csv", "json")
    }


def test_a_file_whose_worker_was_killed_is_ordered_again(db, enqueued, django_capture_on_commit_callbacks):
    first, *others = make_all_dumps()
    enqueued.clear()
    Dump.objects.filter(pk=first.pk).update(made_at=None)

    with django_capture_on_commit_callbacks(execute=True):
        for minutes, ordered in ((59, 0), (61, 1), (62, 0)):
            with clock.at(NIGHT + timedelta(minutes=minutes)):
                assert order_dumps() == ordered

    assert enqueued == [first.pk]
    assert len(others) == 11


def test_the_schedule_has_the_files_made_and_old_ones_deleted(past, settings, django_capture_on_commit_callbacks):
    jobs = [job for job in registered_jobs() if job.name in {"open data", "old open data"}]
    for moment in (NIGHT, NIGHT + timedelta(days=15)):
        with clock.at(moment), django_capture_on_commit_callbacks(execute=True):
            assert run_jobs(jobs) == []

    assert set(Dump.objects.values_list("day", "rows", "dataset").filter(dataset="inovasi")) == {
        (date(2026, 12, 12), 1, "inovasi")
    }
    assert len(list((settings.MEDIA_ROOT / "open_data").iterdir())) == Dump.objects.count() == 12


def test_files_are_kept_for_two_weeks(db):
    make_all_dumps()

    for days, deleted in ((14, 0), (15, 12), (15, 0)):
        with clock.at(NIGHT + timedelta(days=days)):
            assert delete_old_dumps() == deleted


def test_a_table_as_csv_and_as_json_holds_the_same(past, settings):
    published_past_innovation(title='Ruang "Jeda",\nkedua', year=2020)
    files = {(dump.dataset, dump.format): dump for dump in make_all_dumps()}

    text = content_of(files["inovasi", "csv"], settings).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    told = json.loads(content_of(files["inovasi", "json"], settings))

    assert (told["himpunan"], told["dibuat"], told["lisensi"]["nama"]) == ("inovasi", NIGHT.isoformat(), "CC BY 4.0")
    assert [row["judul"] for row in rows] == ["Apem Asi", 'Ruang "Jeda",\nkedua']
    assert [list(row) for row in rows] == [list(row) for row in told["data"]]
    assert [(int(row["id"]), row["diubah"], row["tpb"]) for row in rows] == [
        (row["id"], row["diubah"], "") for row in told["data"]
    ]


def test_a_file_holds_the_rows_that_the_interface_tells(told, awarded, past, settings):
    for number in range(3):
        published_past_innovation(title=f"Inovasi {number}", year=2020)
    paths = {name: f"{name}/" for name in NAMES}
    files = {dump.dataset: dump for dump in make_all_dumps() if dump.format == "json"}

    for name, path in paths.items():
        answer = told(path) if name == "kepatuhan" else told(path, batas=2)
        rows = answer["data"]
        while answer["berikutnya"]:
            answer = told(answer["berikutnya"].removeprefix(settings.PORTAL_ADDRESS))
            rows += answer["data"]
        written = json.loads(content_of(files[name], settings))["data"]
        assert sorted(map(without_moments, written)) == sorted(map(without_moments, rows))
        assert files[name].rows == len(rows) > 0


def test_the_worker_makes_what_the_schedule_orders(transactional_db, past, settings, client):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    with clock.at(NIGHT):
        order_dumps()
    assert Dump.objects.filter(made_at__isnull=True).count() == 12
    assert client.get("/data/inovasi.json").status_code == 404

    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)

    assert Dump.objects.filter(made_at__isnull=True).count() == 0
    assert client.get("/data/inovasi.json").status_code == 302


def test_the_newest_address_leads_to_the_file_before_until_the_next_one_is_whole(past, client, enqueued):
    make_all_dumps()
    with clock.at(NIGHT + timedelta(days=1)):
        order_dumps()
        before = client.get("/data/inovasi.json").headers["Location"]
        make_dump(Dump.objects.get(dataset="inovasi", format="json", made_at__isnull=True).pk)
        after = client.get("/data/inovasi.json").headers["Location"]

    assert (before, after) == ("/data/inovasi-2026-11-27.json", "/data/inovasi-2026-11-28.json")


def test_what_stands_in_a_row_of_the_database_is_true_of_the_file(past, settings):
    for dump in make_all_dumps():
        content = content_of(dump, settings)
        assert (dump.size, dump.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        if dump.format == "json":
            assert dump.rows == len(json.loads(content)["data"])
        else:
            assert dump.rows == len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) - 1


def test_no_cell_is_a_formula(site, settings):
    published_past_innovation(title="=HYPERLINK(1)", summary="-2+3", agency__name="@SUM(1)")
    files = {(dump.dataset, dump.format): dump for dump in make_all_dumps()}

    text = content_of(files["inovasi", "csv"], settings).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text, newline=""))

    assert (row["judul"], row["ringkasan"], row["opd"]) == ("'=HYPERLINK(1)", "'-2+3", "'@SUM(1)")


def test_lists_fit_into_cells(awarded, settings):
    files = {(dump.dataset, dump.format): dump for dump in make_all_dumps()}
    rows = {
        name: next(csv.DictReader(io.StringIO(content_of(files[name, "csv"], settings).decode("utf-8-sig"))))
        for name in ("inovasi", "edisi")
    }

    assert rows["inovasi"]["tpb"] == "3"
    assert (rows["edisi"]["kategori"], rows["edisi"]["contoh"]) == ("Pelayanan publik inklusif", "false")
    assert json.loads(rows["edisi"]["tahapan"])[0]["jenis"] == "registration"


def test_a_file_is_made_once_and_half_a_file_is_never_shown(past, settings, client, monkeypatch):
    dump = make_all_dumps()[0]
    before = Dump.objects.values().get(pk=dump.pk)
    make_dump(dump.pk)
    assert Dump.objects.values().get(pk=dump.pk) == before

    def fail(*_anything):
        raise RuntimeError

    Dump.objects.filter(pk=dump.pk).update(made_at=None, file="")
    monkeypatch.setitem(dumps.WRITERS, dump.format, fail)
    with pytest.raises(RuntimeError):
        make_dump(dump.pk)
    assert client.get(dump.get_absolute_url()).status_code == 404
    assert len(list((settings.MEDIA_ROOT / "open_data").iterdir())) == 12


def test_of_two_workers_who_make_the_same_file_one_wins(past, settings, monkeypatch):
    dump = make_all_dumps()[0]
    Dump.objects.filter(pk=dump.pk).update(made_at=None, file="")
    write = dumps.WRITERS[dump.format]

    def overtaken(dataset, target):
        Dump.objects.filter(pk=dump.pk).update(made_at=clock.now(), file="open_data/orang-lain.csv", sha256="0" * 64)
        return write(dataset, target)

    monkeypatch.setitem(dumps.WRITERS, dump.format, overtaken)
    make_dump(dump.pk)

    assert Dump.objects.get(pk=dump.pk).file.name == "open_data/orang-lain.csv"
    assert len(list((settings.MEDIA_ROOT / "open_data").iterdir())) == 12


def test_a_file_is_sent_in_pieces_and_not_again(past, settings, client):
    dump = next(each for each in make_all_dumps() if each.name == "inovasi-2026-11-27.csv")

    response = client.get("/data/inovasi-2026-11-27.csv")

    assert response.streaming
    assert b"".join(response.streaming_content) == content_of(dump, settings)
    assert response.headers["Content-Disposition"] == 'attachment; filename="inovasi-2026-11-27.csv"'
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Length"] == str(dump.size)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Link"].endswith('rel="license"')
    again = client.get("/data/inovasi-2026-11-27.csv", headers={"If-None-Match": f'"{dump.sha256}"'})
    assert (again.status_code, again.content) == (304, b"")


def test_the_newest_file_has_an_address_that_does_not_change(past, client):
    assert client.get("/data/opd.json").status_code == 404
    make_all_dumps()
    make_all_dumps(NIGHT + timedelta(days=1))

    response = client.get("/data/opd.json")

    assert (response.status_code, response.headers["Location"]) == (302, "/data/opd-2026-11-28.json")


@pytest.mark.parametrize("name", ["inovasi-2026-99-99.csv", "inovasi-2026-11-26.csv", "lain-2026-11-27.csv"])
def test_a_file_that_is_not_there_is_not_found(past, client, name):
    make_all_dumps()

    assert client.get(f"/data/{name}").status_code == 404


def test_a_file_that_the_storage_has_lost_is_not_found(past, client, settings):
    dump = make_all_dumps()[0]
    (settings.MEDIA_ROOT / dump.file.name).unlink()

    assert client.get(dump.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_a_table_is_read_with_the_same_queries_whatever_its_length(site, count, django_assert_num_queries):
    for number in range(count):
        awarded_page(2061 + number)
        published_past_innovation()

    for dataset, queries in zip(DATASETS, (1, 1, 3, 2, 1, 3), strict=True):
        with django_assert_num_queries(queries):
            list(dataset.rows())
