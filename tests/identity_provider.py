"""A real identity provider: oidc-provider-mock as a process of its own, behind a proxy that hears and can change."""

import http.client
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.ports import free_port, wait_for_port

PROGRAM = Path(sys.executable).parent / "oidc-provider-mock"
PASSED_ON = {"host", "content-type", "content-length", "authorization", "accept"}
AUTHORIZE, TOKEN, KEYS = "/oauth2/authorize", "/oauth2/token", "/jwks"
SUBJECT = "rani-7"  # as the provider calls the person whom it knows
DESCRIPTION = "/.well-known/openid-configuration"


class IdentityProvider:
    """The provider as people, the portal and an attacker on the line see it.

    `heard` is what was asked of it: method, path, and the fields that were sent. `changed` says by path what becomes
    of the JSON that it answers.
    """

    def __init__(self, port: int):
        self.port = port
        self.proxy = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.issuer = f"http://127.0.0.1:{self.proxy.server_port}"
        self.forget()

    def forget(self) -> None:
        self.heard: list[tuple[str, str, dict]] = []
        self.changed: dict[str, Callable[[dict], dict]] = {}
        self.is_away = False

    def knows(self, subject: str, **claims) -> None:
        """Let the provider say so of a person; a claim that it makes by itself, such as `aud`, is replaced."""
        self._ask("PUT", f"/users/{subject}", json.dumps(claims), "application/json")

    def sign_in(self, address: str, subject: str) -> str:
        """Be the person who signs in at an address of the provider; return where the browser is sent."""
        return self._post_form(address, {"sub": subject})

    def deny(self, address: str) -> str:
        return self._post_form(address, {"action": "deny"})

    def fields_at(self, path: str) -> list[dict]:
        return [fields for _method, heard, fields in self.heard if heard == path]

    def asked(self) -> list[str]:
        return [path for _method, path, _fields in self.heard]

    def _post_form(self, address: str, fields: dict) -> str:
        parts = urlsplit(address)
        form = "application/x-www-form-urlencoded"
        return self._ask("POST", f"{parts.path}?{parts.query}", urlencode(fields), form)["location"]

    def _ask(self, method: str, path: str, body: str, content_type: str) -> http.client.HTTPMessage:
        headers = {"Content-Type": content_type, "Host": urlsplit(self.issuer).netloc}
        status, answered, _body = passed_on(self.port, method, path, body.encode(), headers)
        assert status < 400, (status, path)
        return answered


def passed_on(port: int, method: str, path: str, body: bytes, headers: dict):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def _handler_of(provider: IdentityProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            provider.heard.append((self.command, parts.path, dict(parse_qsl(parts.query) + parse_qsl(body.decode()))))
            headers = {name: value for name, value in self.headers.items() if name.lower() in PASSED_ON}
            status, answered, said = passed_on(provider.port, self.command, self.path, body, headers)
            change = provider.changed.get(parts.path)
            if provider.is_away:
                status, said = 500, b"{}"
            elif change is not None:
                said = json.dumps(change(json.loads(said))).encode()
            self.send_response(status)
            for name in ("Content-Type", "Location"):
                if name in answered:
                    self.send_header(name, answered[name])
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = answer

        def log_message(self, *args):
            """Say nothing between the lines of the tests."""

    return Handler


@contextmanager
def running_provider() -> Iterator[IdentityProvider]:
    port = free_port()
    command = [str(PROGRAM), f"--port={port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_for_port(port, process)
        provider = IdentityProvider(port)
        thread = Thread(target=provider.proxy.serve_forever)
        thread.start()
        try:
            yield provider
        finally:
            provider.proxy.shutdown()
            thread.join()
            provider.proxy.server_close()
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def provider_process():
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(provider_process, settings):
    """The identity provider of the portal, which knows one person."""
    provider_process.forget()
    settings.OIDC_ISSUER = provider_process.issuer
    settings.OIDC_CLIENT_ID = "portal"
    settings.OIDC_CLIENT_SECRET = "kain:uji & lain"
    settings.OIDC_NAME = "SSO Uji"
    provider_process.knows(SUBJECT, email="rani@example.id", email_verified=True)
    return provider_process
