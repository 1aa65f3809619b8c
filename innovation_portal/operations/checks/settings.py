"""Mistakes in the settings."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connection

SECRET_KEY_LENGTH, SECRET_KEY_SIGNS = 50, 8
# Every second process of SQLite waits for the first one's writes; docs/performance.md measured two.
SQLITE_PROCESSES = 4
NETWORK_FILE_SYSTEMS = {"9p", "afs", "ceph", "cifs", "fuse.glusterfs", "fuse.sshfs", "nfs", "nfs4", "smb3", "smbfs"}
INDONESIAN_ZONES = {"Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"}
MOUNTS = Path("/proc/mounts")


@register(Tags.security, deploy=True)
def secret_key_is_secret(app_configs, **kwargs):
    """Sessions, addresses in mails and tickets of forms are signed with it."""
    key = settings.SECRET_KEY
    if len(key) >= SECRET_KEY_LENGTH and len(set(key)) >= SECRET_KEY_SIGNS:
        return []
    return [
        Error(
            f"SECRET_KEY has fewer than {SECRET_KEY_LENGTH} signs, or fewer than {SECRET_KEY_SIGNS} different ones.",
            hint="python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
            id="portal.E010",
        )
    ]


@register(Tags.security, deploy=True)
def faults_are_not_shown(app_configs, **kwargs):
    if not settings.DEBUG:
        return []
    return [Error("DEBUG shows code and settings to every visitor who meets a fault.", id="portal.E011")]


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs, **kwargs):
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            'ALLOWED_HOSTS holds "*".',
            hint="Anybody could let mails name a foreign host. Name the hosts under which the portal answers.",
            id="portal.E012",
        )
    ]


@register(deploy=True)
def sqlite_is_enough(app_configs, **kwargs):
    """SQLite serves one machine with few processes, from a disk of its own (docs/decisions/0003)."""
    database = connection.settings_dict
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    found = []
    if settings.WEB_CONCURRENCY > SQLITE_PROCESSES:
        found.append(
            Warning(
                f"WEB_CONCURRENCY is {settings.WEB_CONCURRENCY}, and the database is SQLite.",
                hint="Its processes wait for each other's writes. Set DATABASE_URL to PostgreSQL.",
                id="portal.W020",
            )
        )
    kind = file_system_of(Path(database["NAME"]).resolve())
    if kind in NETWORK_FILE_SYSTEMS:
        found.append(
            Warning(
                f"The SQLite database lies on a network disk ({kind}), where its locks do not hold.",
                hint="Set DATABASE_URL to PostgreSQL, or to a file on a disk of this machine.",
                id="portal.W021",
            )
        )
    return found


def file_system_of(path: Path) -> str:
    """Return the kind of the file system that holds a path, "" where the machine does not tell."""
    try:
        lines = [line.split() for line in MOUNTS.read_text().splitlines()]
    except OSError:
        return ""
    holding = [(place, kind) for _device, place, kind, *_rest in lines if path.is_relative_to(place)]
    return max(holding, key=lambda mount: len(mount[0]), default=("", ""))[1]


@register(Tags.security, deploy=True)
def limits_are_shared(app_configs, **kwargs):
    if settings.REDIS_URL or settings.WEB_CONCURRENCY <= 1:
        return []
    return [
        Warning(
            f"REDIS_URL is not set, so each of {settings.WEB_CONCURRENCY} processes counts attempts by itself.",
            hint="Whoever guesses passwords gets that many times the attempts. Set REDIS_URL, or WEB_CONCURRENCY=1.",
            id="portal.W022",
        )
    ]


@register(Tags.security, deploy=True)
def visitors_are_told_apart(app_configs, **kwargs):
    behind_proxy = bool(settings.SECURE_PROXY_SSL_HEADER)
    if not behind_proxy or settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0:
        return []
    return [
        Warning(
            "TRUSTED_PROXY_COUNT is 0 behind a proxy: all visitors have the address of the proxy.",
            hint="Ten wrong passwords of one visitor lock everybody out. Set it to the number of proxies.",
            id="portal.W023",
        )
    ]


@register(deploy=True)
def time_zone_is_that_of_the_office(app_configs, **kwargs):
    if settings.TIME_ZONE in INDONESIAN_ZONES:
        return []
    return [
        Warning(
            f"TIME_ZONE is {settings.TIME_ZONE}; deadlines would be shown and end by it.",
            hint=f"One of {', '.join(sorted(INDONESIAN_ZONES))}.",
            id="portal.W024",
        )
    ]
