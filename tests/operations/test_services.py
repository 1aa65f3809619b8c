"""`manage.py check_services` against things that answer and things that do not."""

import socket
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from innovation_portal.operations.services import trials

pytestmark = pytest.mark.django_db


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_what_answers_is_said_and_nothing_stays(settings, listening):
    settings.SIGNING_TSA_URL = f"http://portal:rahasia@127.0.0.1:{listening}/tsa"
    settings.OIDC_ISSUER = f"http://127.0.0.1:{listening}/realms/kantor"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.example.id", 587

    out = StringIO()
    call_command("check_services", stdout=out)

    lines = out.getvalue().splitlines()
    names = ["database", "mail", "storage", "time stamps", "identity provider"]
    assert [line.split("  ")[0].strip() for line in lines] == names
    assert "rahasia" not in out.getvalue()
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_what_is_away_is_named_without_its_password(settings):
    port = closed_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_PASSWORD = "127.0.0.1", port, "rahasia"
    settings.REDIS_URL = f"redis://:rahasia@127.0.0.1:{port}/0"

    found = {trial.name: trial for trial in trials()}

    assert [name for name, trial in found.items() if trial.problem] == ["mail", "Redis"]
    assert found["Redis"].place == f"redis://127.0.0.1:{port}/0"
    assert "rahasia" not in str(found)
    with pytest.raises(CommandError, match="mail, Redis"):
        call_command("check_services", stdout=StringIO())


@pytest.mark.parametrize(
    ("answer", "problem"), [(b"PONG\0", ""), (b"UNKNOWN COMMAND\0", "OSError: it answers: UNKNOWN COMMAND")]
)
def test_the_virus_scanner_is_greeted(settings, answer, problem):
    with socket.create_server(("127.0.0.1", 0)) as scanner, ThreadPoolExecutor(1) as thread:
        settings.CLAMD_ADDRESS = f"tcp:127.0.0.1:{scanner.getsockname()[1]}"
        greeting = thread.submit(answer_once, scanner, answer)
        found = {trial.name: trial for trial in trials()}["virus scanner"]

    assert greeting.result() == b"zPING\0"
    assert (found.place, found.problem) == (settings.CLAMD_ADDRESS, problem)


def answer_once(server, answer):
    peer, _address = server.accept()
    with peer:
        asked = peer.recv(100)
        peer.sendall(answer)
    return asked
