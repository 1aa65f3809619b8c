"""A body without a length and without an end: nobody reads it, and the connection ends."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.ports import free_port, wait_for_port

CHUNK = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
TOO_MUCH = 64 * 1024 * 1024


@pytest.fixture(scope="module")
def portal():
    """Start the application server as production does, and give the port; no page of it asks the database."""
    port = free_port()
    program = str(Path(sys.executable).with_name("gunicorn"))
    command = [program, "--config=innovation_portal/gunicorn.py", "innovation_portal.wsgi"]
    changes = {"DJANGO_SETTINGS_MODULE": "innovation_portal.settings.test", "PORT": str(port), "WEB_CONCURRENCY": "1"}
    server = subprocess.Popen(  # noqa: S603
        command, env=os.environ | changes | {"LOG_LEVEL": "CRITICAL"}, cwd=settings.BASE_DIR
    )
    try:
        wait_for_port(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def send_without_end(line) -> int:
    """Send until the other side refuses, and return how many bytes went out; the most is TOO_MUCH."""
    sent = 0
    while sent < TOO_MUCH:
        try:
            line.sendall(CHUNK)
        except (BrokenPipeError, ConnectionResetError):
            break
        sent += len(CHUNK)
    return sent


@pytest.mark.once
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_an_endless_stream_is_refused_and_cut_off(portal, kind):
    with socket.create_connection(("127.0.0.1", portal), timeout=30) as line:
        head = f"POST /masuk/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: {kind}\r\n"
        line.sendall(f"{head}\r\n".encode())
        assert send_without_end(line) < TOO_MUCH
    with socket.create_connection(("127.0.0.1", portal), timeout=30) as other:
        other.sendall(b"GET /ok/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert other.recv(20).startswith(b"HTTP/1.1 200")
