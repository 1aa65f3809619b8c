"""nginx with its configuration of docs/operations, before a portal that is away: what it answers by itself."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess

import pytest
from django.conf import settings

from tests.operations.nginx import NAME, configured
from tests.ports import free_port, wait_for_port
from tests.waiting import wait_until

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ITS_OWN = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": POLICY,
}
SAID_BY_THE_PORTAL = "HTTP/1.1 200 OK\r\n{}Content-Length: 2\r\nConnection: close\r\n\r\nok"


class Nginx:
    """Runs while the block lasts."""

    def __init__(self, folder):
        self.folder, self.http, self.https = folder, free_port(), free_port()
        self.program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")

    def __enter__(self):
        main = configured(self.folder, http=self.http, https=self.https)
        if os.geteuid() == 0:  # whom nginx would become may not read the scratch folder
            main.write_text(f"user root; {main.read_text()}")
        command = [self.program, "-c", str(main), "-p", str(self.folder), "-e", "stderr"]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603  the system's own program
        wait_for_port(self.https, self.process)
        return self

    def __exit__(self, *_exception):
        self.process.terminate()
        self.process.wait(10)

    def secured(self, **options):
        """Open a connection as a browser would; `options` are attributes of its TLS."""
        context = ssl.create_default_context(cafile=self.folder / "cert.pem")
        for name, value in options.items():
            if name == "ciphers":
                context.set_ciphers(value)
            else:
                setattr(context, name, value)
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.https), 5), server_hostname=NAME)

    def ask(self, path, method="GET", *, is_plain=False, body=None, headers=()):
        connection = http.client.HTTPConnection(NAME)
        connection.sock = socket.create_connection(("127.0.0.1", self.http), 5) if is_plain else self.secured()
        connection.request(method, path, body=body, headers=dict(headers))
        response = connection.getresponse()
        response.read()
        connection.close()
        return response


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    static, away = folder / "current/var/static", folder / "current/docs/operations/nginx/away"
    static.mkdir(parents=True)
    (static / "site.css").write_text("body {}")
    (folder / "previous/var/static").mkdir(parents=True)
    (folder / "previous/var/static/before.css").write_text("body {}")
    shutil.copytree(settings.BASE_DIR / "docs/operations/nginx/away", away)
    with Nginx(folder) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "method", "headers", "status"),
    [
        ("/static/site.css", "GET", {}, 200),
        ("/static/before.css", "GET", {}, 200),
        ("/static/nothing.css", "GET", {}, 404),
        ("/static/", "GET", {}, 403),
        ("/static/../../../key.pem", "GET", {}, 400),
        ("/inovasi/", "GET", {}, 503),
        ("/away/away.css", "GET", {}, 200),
        ("/inovasi/", "TRACE", {}, 405),
        ("/inovasi/", "POST", {"Content-Length": str(40 * 1024 * 1024)}, 413),
    ],
)
def test_what_nginx_answers_by_itself_carries_the_headers(nginx, path, method, headers, status):
    response = nginx.ask(path, method, headers=headers)

    assert response.status == status
    assert {name: response.headers.get_all(name) for name in ITS_OWN} == {
        name: [value] for name, value in ITS_OWN.items()
    }


def wait_for_line(log, part):
    """Return the one line of a log that names `part`; nginx writes it after it has answered."""
    [line] = wait_until(lambda: [line for line in log.read_text().splitlines() if part in line])
    return line


def answered_by_a_portal(nginx, address, said):
    """Ask for an address while a portal stands behind nginx, which answers with the headers `said`."""
    with socket.socket(socket.AF_UNIX) as portal, nginx.secured() as connection:
        place = nginx.folder / "web.sock"
        place.unlink(missing_ok=True)
        portal.bind(str(place))
        portal.listen()
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
        asked, _address = portal.accept()
        asked.recv(65536)
        asked.sendall(
            SAID_BY_THE_PORTAL.format("".join(f"{name}: {value}\r\n" for name, value in said.items())).encode()
        )
        asked.close()
        response = http.client.HTTPResponse(connection)
        response.begin()
        response.close()
        place.unlink()
    return response


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (dict.fromkeys(ITS_OWN, "portal"), {name: ["portal"] for name in ITS_OWN}),
        ({}, {name: [value] for name, value in ITS_OWN.items()}),
    ],
    ids=["its own", "none"],
)
def test_what_the_portal_says_of_itself_is_left_alone(nginx, said, expected):
    response = answered_by_a_portal(nginx, "/inovasi/", said)

    assert {name: response.headers.get_all(name) for name in ITS_OWN} == expected


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("/inovasi/?q=air", 301, f"https://{NAME}/inovasi/?q=air"),
        ("/api/v1/inovasi/", 403, None),
        ("/metrik/", 403, None),
    ],
)
def test_in_the_clear_a_person_is_led_on_and_a_program_is_not(nginx, path, status, target):
    response = nginx.ask(path, is_plain=True)

    assert (response.status, response.headers["Location"]) == (status, target)


@pytest.mark.parametrize(
    "options",
    [
        {"maximum_version": ssl.TLSVersion.TLSv1_2, "ciphers": "AES128-GCM-SHA256:@SECLEVEL=0"},
        {"maximum_version": ssl.TLSVersion.TLSv1_2, "ciphers": "ECDHE-RSA-AES128-SHA:@SECLEVEL=0"},
    ],
    ids=["no forward secrecy", "CBC"],
)
def test_weak_connections_are_refused(nginx, options):
    with pytest.raises(ssl.SSLError):
        nginx.secured(**options)


def test_recommended_connections_are_taken(nginx):
    with nginx.secured() as newest, nginx.secured(maximum_version=ssl.TLSVersion.TLSv1_2) as older:
        assert newest.version() == "TLSv1.3"
        assert older.cipher()[0].startswith("ECDHE-RSA-")


@pytest.mark.parametrize("part", ["piagam", "sanggah", "lupa-sandi", "tindak-lanjut", "masukan/hapus"])
def test_the_log_names_the_page_and_not_what_opens_it(nginx, part):
    answered_by_a_portal(nginx, f"/{part}/1a-rahasia/?kode=rahasia", {})

    line = wait_for_line(nginx.folder / "inovasi.log", f"/{part}/")
    assert f'"GET /{part}/..."' in line
    assert "rahasia" not in line
