"""What leaves the portal when something fails: where in the code, and ids."""

import gzip
import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import brotli
import pytest
from django.conf import settings

SECRET = "rahasia"


@pytest.fixture
def collector():
    """A service that collects reports, as a list of what arrived at which path."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            unpack = brotli.decompress if self.headers["Content-Encoding"] == "br" else gzip.decompress
            received.append((self.path, unpack(body).decode()))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server, received
    server.shutdown()
    server.server_close()


def reports_of(address):
    environment = os.environ | {"SENTRY_DSN": address, "DJANGO_SETTINGS_MODULE": "innovation_portal.settings.test"}
    program = [sys.executable, "-m", "tests.operations.failing", SECRET]
    subprocess.run(program, env=environment, cwd=settings.BASE_DIR, check=True)  # noqa: S603


def test_a_report_says_where_it_failed_and_nothing_that_anybody_typed(collector):
    server, received = collector

    reports_of(f"http://kunci@127.0.0.1:{server.server_port}/7")

    assert {path for path, _ in received} == {"/api/7/envelope/"}
    events = [json.loads(text.split("\n")[2]) for _, text in received]
    [fault] = [event for event in events if "exception" in event]
    [logged] = [event for event in events if "exception" not in event]
    [error] = fault["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", "… may not (7)")
    assert error["stacktrace"]["frames"][-1]["function"] == "failing"
    assert (len(fault["tags"].pop("request")), fault["tags"]) == (12, {"path": "/gagal/…/"})
    assert set(fault) == {"event_id", "timestamp", "platform", "level", "release", "exception", "sdk", "tags"}
    assert logged["logentry"] == {"message": "Mail to … failed"}
    for _, text in received:
        assert [word for word in (SECRET, "siti", "budi", "kue") if word in text] == []
