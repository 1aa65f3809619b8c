"""The services around the portal, tried one after another by `manage.py check_services`."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit
from uuid import uuid4

import redis
from django.conf import settings
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from innovation_portal.utils.virus_scan import greet_scanner

TIMEOUT_SECONDS = 10
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Trial:
    """One service: its name, where it is without any secret, and what went wrong, "" where it answered."""

    name: str
    place: str
    problem: str


def trials() -> Iterator[Trial]:
    """Connect to every service that the settings name. Nothing is sent, and nothing stays behind."""
    yield _tried("database", _place_of_database(), connection.ensure_connection)
    yield _tried("mail", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}", _greet_mail_server)
    yield _tried("storage", settings.S3_BUCKET or str(settings.MEDIA_ROOT), _write_and_delete)
    if settings.REDIS_URL:
        yield _tried("Redis", _without_secret(settings.REDIS_URL), _ping_redis)
    if settings.SIGNING_TSA_URL:
        yield _tried(
            "time stamps", _without_secret(settings.SIGNING_TSA_URL), partial(_reach, settings.SIGNING_TSA_URL)
        )
    if settings.OIDC_ISSUER:
        yield _tried("identity provider", _without_secret(settings.OIDC_ISSUER), partial(_reach, settings.OIDC_ISSUER))
    if settings.CLAMD_ADDRESS:
        yield _tried("virus scanner", settings.CLAMD_ADDRESS, greet_scanner)


def _tried(name: str, place: str, trial: Callable[[], object]) -> Trial:
    try:
        trial()
    except Exception as error:  # whatever it is, the operator wants to read it
        return Trial(name, place, f"{type(error).__name__}: {error}".strip())
    return Trial(name, place, "")


def _place_of_database() -> str:
    database = settings.DATABASES["default"]
    return f"{database.get('HOST') or 'this machine'}, {database['NAME']}"


def _without_secret(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _greet_mail_server() -> None:
    """Sign in as the worker does; a wrong password shows here and not with the first reminder."""
    server = mail.get_connection(timeout=TIMEOUT_SECONDS)
    server.open()
    server.close()


def _write_and_delete() -> None:
    default_storage.delete(default_storage.save(f"readiness/{uuid4().hex}", ContentFile(b"ok")))


def _ping_redis() -> None:
    with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=TIMEOUT_SECONDS) as client:
        client.ping()


def _reach(address: str) -> None:
    """Open a connection only: each time stamp may be counted and paid."""
    parts = urlsplit(address)
    socket.create_connection((parts.hostname, parts.port or PORTS[parts.scheme]), TIMEOUT_SECONDS).close()
