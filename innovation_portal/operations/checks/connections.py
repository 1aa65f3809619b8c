"""Services on other machines that are spoken to in the clear, or without knowing who answers (OWASP ASVS, V12.3)."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import connection

CHECKED_BY_NAME = "verify-full"


@register(Tags.security, deploy=True)
def other_machines_are_spoken_to_in_private(app_configs, **kwargs):
    """What stays on this machine, by a socket or the loopback, needs no encryption."""
    return [
        Warning(f"{setting} leads to another machine in the clear.", hint=hint, id="portal.W060")
        for setting, hint in _in_the_clear().items()
    ]


def _in_the_clear() -> dict[str, str]:
    """Return what to write instead, by the setting that has to be mended."""
    found = {}
    if not _is_database_private():
        found["DATABASE_URL"] = f"…?sslmode={CHECKED_BY_NAME}&sslrootcert=system, or the file of your own issuer"
    if _is_open("redis", settings.REDIS_URL):
        found["REDIS_URL"] = "rediss://…"
    if _is_open("http", settings.STORAGES["default"].get("OPTIONS", {}).get("endpoint_url") or ""):
        found["S3_ENDPOINT_URL"] = "https://…"
    if _is_open("http", settings.SIGNING_TSA_URL):
        found["SIGNING_TSA_URL"] = "https://…; the answer is signed, but anybody can hold it back"
    if _is_open("http", settings.SENTRY_DSN):
        found["SENTRY_DSN"] = "https://…"
    if _is_open("tcp", settings.CLAMD_ADDRESS.replace("tcp:", "tcp://", 1)):
        found["CLAMD_ADDRESS"] = "a scanner on this machine, or a tunnel to it: clamd knows no TLS"
    if not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL or is_here(settings.EMAIL_HOST)):
        found["EMAIL_URL"] = "submission://… or smtps://…"
    return found


def _is_open(scheme: str, address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == scheme and not is_here(parts.hostname or "")


def _is_database_private() -> bool:
    database = connection.settings_dict
    if not database["ENGINE"].endswith("postgresql"):
        return True
    options = database["OPTIONS"]
    host = options.get("host") or database["HOST"]
    return is_here(host) or options.get("sslmode") == CHECKED_BY_NAME


def is_here(host: str) -> bool:
    """Say whether a host is this machine: none, a folder of sockets, or an address of the loopback."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
