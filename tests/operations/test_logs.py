"""What a line of the log says, and what it never says."""

import json
import logging

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from innovation_portal.operations.logs import JsonFormatter, LineFormatter, safe_path
from innovation_portal.operations.middleware import RequestIdMiddleware
from innovation_portal.utils.request_ids import current_request, current_task, request_id

PROXY = ("HTTP_X_FORWARDED_PROTO", "https")


def line_of(message, *args, **kwargs):
    record = logging.getLogger("uji").makeRecord("uji", logging.INFO, "", 0, message, args, None, **kwargs)
    return json.loads(JsonFormatter().format(record))


@pytest.fixture
def lines(settings):
    """The lines that requests write while they are written for programs."""
    settings.LOG_FORMAT = "json"
    written, logger = [], logging.getLogger("innovation_portal.requests")
    handler = logging.Handler()
    handler.emit = lambda record: written.append(json.loads(JsonFormatter().format(record)))
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)


def test_a_line_without_a_request_says_what_happened():
    line = line_of("%d surat", 3)

    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "INFO", "logger": "uji", "message": "3 surat"}


def test_addresses_stay_out_of_messages_and_tracebacks():
    try:
        raise ValueError("Key (email)=(siti.aminah@jatengprov.go.id) already exists")
    except ValueError as error:
        told = (type(error), error, error.__traceback__)
        record = logging.makeLogRecord({"msg": "to budi+1@example.id", "exc_info": told})

    line = JsonFormatter().format(record)

    assert ("@" in line, "already exists" in line, json.loads(line)["message"]) == (False, True, "to …")


def failed(said):
    try:
        raise ValueError(said)
    except ValueError as error:
        return type(error), error, error.__traceback__


FORGED = "2026-11-27 10:00:00,000 INFO innovation_portal.accounts Signed in: person 1"


def test_nothing_that_was_sent_begins_a_line_for_people():
    """Whether it came with the message, or with an error that repeats it."""
    facts = {
        "msg": "Refused: %s",
        "args": (f"/admin/\n{FORGED}\r\x1b[2K\u2028",),
        "exc_info": failed(f"a\n{FORGED}\x1b[2K"),
    }
    record = logging.makeLogRecord({"name": "uji", "levelname": "WARNING", "asctime": "", **facts})

    text = LineFormatter("{levelname} {name} {message}", style="{").format(record)

    first, *traceback = text.split("\n")
    assert first == f"WARNING uji Refused: /admin/\\n{FORGED}\\r\\x1b[2K\\u2028"
    assert traceback[0] == "Traceback (most recent call last):"
    assert [line for line in text.splitlines() if line.startswith(FORGED[:10])] == []
    assert f"    {FORGED}\\x1b[2K" in traceback


@pytest.mark.parametrize("formatter", [LineFormatter(), JsonFormatter()], ids=["line", "json"])
def test_a_form_that_is_repeated_whole_is_cut(formatter):
    """An address in it is hidden, also where the cut would go through it, and a long word keeps nobody busy."""
    sent = f"{'a' * 1_000_000} siti@example.id "
    record = logging.makeLogRecord({"msg": sent, "exc_info": failed(sent + "baris\n" * 100_000)})

    text = formatter.format(record)

    assert len(text) < 100_000
    assert "@" not in text


@pytest.mark.django_db
def test_a_request_is_one_line_with_ids_alone(client, secretary, lines):
    client.force_login(secretary)

    response = client.get("/akun/surel/?kata=rahasia")

    [line] = lines
    assert (line.pop("milliseconds") >= 0, line.pop("time") > "2") == (True, True)
    assert line == {
        "level": "INFO",
        "logger": "innovation_portal.requests",
        "message": "answered",
        "request": response["X-Request-Id"],
        "user": secretary.pk,
        "method": "GET",
        "path": "/akun/surel/",
        "view": "accounts:mail-edit",
        "status": 200,
    }


@pytest.mark.django_db
def test_plain_lines_count_no_requests(client, lines, settings):
    settings.LOG_FORMAT = "line"

    client.get("/ok/")

    assert lines == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/tindak-lanjut/eyJpZCI6MX0:abc/", "/tindak-lanjut/…/"),
        ("/masukan/hapus/eyJpZCI6MX0:abc/", "/masukan/hapus/…/"),
        ("/inovasi/?q=siti", "/inovasi/"),
        ("/opd/", "/opd/"),
    ],
)
def test_what_opens_something_by_itself_is_left_out_of_paths(path, expected):
    request = RequestFactory().get(path)
    request.resolver_match = resolve(request.path)

    assert safe_path(request) == expected
    assert line_of("Not Found: %s", request.path, extra={"request": request})["message"] == f"Not Found: {expected}"


@pytest.mark.parametrize(
    ("header", "given", "is_taken"),
    [
        (PROXY, "a1b2c3d4-e5f6", True),
        (PROXY, "kurang", False),
        (PROXY, 'x" onload="alert(1)', False),
        (PROXY, "a" * 65, False),
        (None, "a1b2c3d4-e5f6", False),
    ],
)
def test_the_id_of_a_proxy_is_taken_where_there_is_one(settings, header, given, is_taken):
    settings.SECURE_PROXY_SSL_HEADER = header

    found = RequestIdMiddleware.id_of(RequestFactory().get("/", headers={"X-Request-Id": given}))

    assert (found == given) is is_taken
    assert is_taken or len(found) == 12


@pytest.mark.django_db
def test_a_fault_shows_the_code_by_which_it_is_found(monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("rusak")

    monkeypatch.setattr("innovation_portal.utils.views.EmptyView.get", fail)

    response = Client(raise_request_exception=False).get("/ok/")

    assert response.status_code == 500
    assert f"Kode kejadian: <code>{response['X-Request-Id']}</code>" in response.content.decode()


@pytest.mark.django_db
def test_nothing_of_a_request_stays_when_it_is_over(client):
    client.get("/ok/")

    assert (current_request.get(), request_id()) == (None, "")


def test_lines_of_a_task_carry_its_id():
    from innovation_portal.utils.tasks import deliver_messages

    result = deliver_messages.enqueue([])

    assert result.is_finished
    assert current_task.get() == ""
    token = current_task.set("7f3a")
    assert line_of("terkirim")["task"] == "7f3a"
    current_task.reset(token)
