"""Mistakes that only the database tells. While it is away nothing is found but that."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.core.checks import Tags, Warning, register
from django.db import DatabaseError, InterfaceError, connection

from innovation_portal.operations.health import missing_migrations
from innovation_portal.operations.heartbeats import last_heartbeat, oldest_waiting_task
from innovation_portal.operations.models import Heartbeat
from innovation_portal.utils import clock

SCHEDULE_WITHIN = timedelta(hours=1)
TASK_WITHIN = timedelta(minutes=10)
CLOCKS_WITHIN = timedelta(minutes=1)


def with_tables(check: Callable[..., list]) -> Callable[..., list]:
    """Find nothing where the database or a table is away: `database_is_ready` says so once for all."""

    @wraps(check)
    def checking(*args, **kwargs):
        try:
            return check(*args, **kwargs)
        except (DatabaseError, InterfaceError):
            return []

    return checking


@register(deploy=True)
def database_is_ready(app_configs, **kwargs):
    try:
        missing = missing_migrations()
    except (DatabaseError, InterfaceError) as error:
        hint = "DATABASE_URL, and whether PostgreSQL runs"
        return [Warning(f"The database does not answer: {str(error).strip()}", hint=hint, id="portal.W040")]
    if not missing:
        return []
    return [
        Warning(
            f"The database lacks {len(missing)} migrations of this release, up to {missing[-1]}.",
            hint="inovasi --owner migrate (docs/operations.md)",
            id="portal.W041",
        )
    ]


@register(deploy=True)
@with_tables
def schedule_runs(app_configs, **kwargs):
    seen = last_heartbeat(Heartbeat.SCHEDULE)
    if seen and clock.now() - seen <= SCHEDULE_WITHIN:
        return []
    since = f"since {seen:%Y-%m-%d %H:%M %Z}" if seen else "yet"
    return [
        Warning(
            f"The schedule has not run {since}: no reminders, no daily mail, no open data.",
            hint="systemctl enable --now inovasi-schedule",
            id="portal.W042",
        )
    ]


@register(deploy=True)
@with_tables
def worker_works(app_configs, **kwargs):
    waiting = oldest_waiting_task()
    if waiting is None or clock.now() - waiting <= TASK_WITHIN:
        return []
    return [
        Warning(
            f"A task has waited since {waiting:%Y-%m-%d %H:%M %Z}: no worker is alive, or too few.",
            hint="systemctl enable --now inovasi-worker@1; journalctl -u 'inovasi-worker@*'",
            id="portal.W043",
        )
    ]


@register(Tags.security, deploy=True)
@with_tables
def clocks_agree(app_configs, **kwargs):
    """The portal goes by the database's clock (`utils.database_clock`), logs and signatures by the machine's."""
    connection.ensure_connection()
    difference = abs(clock.deviation())
    if difference <= CLOCKS_WITHIN:
        return []
    return [
        Warning(
            f"The clock of this machine and that of the database differ by {difference.total_seconds():.0f} seconds.",
            hint="timedatectl set-ntp true, on both",
            id="portal.W044",
        )
    ]
