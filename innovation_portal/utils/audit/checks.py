"""What an operator can forget about the audit. Deployment checks: they must not keep `migrate` from mending it."""

from django.core.checks import Error, Tags, Warning, register
from django.db import connection

from innovation_portal.utils.audit.models import AuditEntry
from innovation_portal.utils.audit.roles import powers_over_audit
from innovation_portal.utils.audit.triggers.installing import triggers_are_installed


def _has_audit(databases) -> bool:
    return bool(databases) and AuditEntry._meta.db_table in connection.introspection.table_names()


@register(Tags.database, deploy=True)
def changes_are_recorded(app_configs, databases, **kwargs):
    if not _has_audit(databases) or triggers_are_installed():
        return []
    return [
        Error(
            "Triggers of the audit are missing or of another version: changes are not recorded.",
            hint="Run manage.py migrate as the owner of the tables; it installs them.",
            id="portal.E020",
        )
    ]


@register(Tags.database, deploy=True)
def audit_is_append_only(app_configs, databases, **kwargs):
    if connection.vendor != "postgresql" or not _has_audit(databases):
        return []
    powers = powers_over_audit()
    if not powers:
        return []
    return [
        Warning(
            f"The database role of the portal could rewrite the audit: it {', '.join(powers)}.",
            hint="Let the portal connect with a role of its own; manage.py restrict_database_role NAME says how.",
            id="portal.W025",
        )
    ]
