"""The rights of the role with which the portal connects to PostgreSQL: everything it needs, and of the audit no more
than to read and to add.

The owner of the tables runs migrations, the restricted role everything else (docs/audit.md).
"""

from django.db import connection

from innovation_portal.utils.audit.triggers.postgresql import PROTECTED_TABLES


def restriction(role: str, *, schema: str = "public") -> list[str]:
    """Return the SQL by which the owner of the tables lets `role` do what the portal does. It can run again."""
    name, place = (connection.ops.quote_name(text) for text in (role, schema))
    audit = ", ".join(f"{place}.{connection.ops.quote_name(table)}" for table in PROTECTED_TABLES)
    return [
        f"REVOKE CREATE ON SCHEMA {place} FROM PUBLIC",
        f"REVOKE ALL ON SCHEMA {place} FROM {name}",
        f"GRANT USAGE ON SCHEMA {place} TO {name}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {place} FROM PUBLIC, {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {place} TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {place} TO {name}",
        f"REVOKE UPDATE, DELETE ON {audit} FROM {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON {place}.django_migrations FROM {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {place} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {place} GRANT USAGE, SELECT ON SEQUENCES TO {name}",
    ]


def powers_over_audit() -> list[str]:
    """Return what the connected role may do to the audit and should not, in words; nothing where it is restricted.

    Membership counts like the right itself: a member can take on the role.
    """
    table = PROTECTED_TABLES[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role.rolsuper, pg_has_role(table_.relowner, 'MEMBER'),"
            " has_table_privilege(table_.oid, 'UPDATE'), has_table_privilege(table_.oid, 'DELETE'),"
            " has_table_privilege(table_.oid, 'TRUNCATE'), has_table_privilege(table_.oid, 'TRIGGER')"
            " FROM pg_class table_, pg_roles role"
            " WHERE table_.oid = to_regclass(%s) AND role.rolname = current_user",
            [table],
        )
        powers = cursor.fetchone() or ()
    words = ("is a superuser", "owns its tables", "may update", "may delete", "may truncate", "may set triggers")
    return [word for word, has_it in zip(words, powers, strict=False) if has_it]
