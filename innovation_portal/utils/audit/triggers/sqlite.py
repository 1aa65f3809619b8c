"""The audit's triggers for SQLite: one per row, which is all that SQLite knows.

They call functions that Django's connection brings (`connections.py`). A program without them, such as the shell
`sqlite3`, is refused with "no such function: portal_actor" and changes nothing.
"""

from innovation_portal.utils.audit.tables import AuditedTable

ENTRY = "INSERT INTO utils_auditentry (at, table_name, row_pk, action, columns, actor_id, request_id, detail)"
NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
INSTALLED = "FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'portal\\_audit\\_%' ESCAPE '\\'"
PROTECTED_TABLES = ("utils_auditentry", "utils_auditlink")


def statements(tables: list[AuditedTable]) -> list[str]:
    """Return the SQL that makes all triggers, where there are none."""
    made = []
    for table in tables:
        made.append(_trigger(table, "insert", row="NEW"))
        made.append(_trigger(table, "delete", row="OLD"))
        if table.recorded:
            made.append(_trigger(table, "update", row="NEW"))
    for name in PROTECTED_TABLES:
        for event in ("update", "delete"):
            refusal = "SELECT RAISE(ABORT, 'The audit is never changed.')"
            made.append(f'CREATE TRIGGER portal_audit_{name}_{event} BEFORE {event} ON "{name}" BEGIN {refusal}; END')
    return made


def _trigger(table: AuditedTable, event: str, *, row: str) -> str:
    columns, condition = "''", ""
    if event == "update":
        changed = [f'OLD."{column}" IS NOT NEW."{column}"' for column in table.recorded]
        names = " || ".join(
            f"CASE WHEN {difference} THEN '{column} ' ELSE '' END"
            for column, difference in sorted(zip(table.recorded, changed, strict=True))
        )
        columns, condition = f"rtrim({names})", f"WHEN {' OR '.join(changed)}"
    values = (
        f"{NOW}, '{table.name}', {row}.\"{table.key}\", '{event}', {columns}, portal_actor(), portal_request(), ''"
    )
    heading = f'CREATE TRIGGER portal_audit_{table.name}_{event} AFTER {event} ON "{table.name}"'
    return f"{heading} {condition} BEGIN {ENTRY} VALUES ({values}); END"


def is_installed(cursor, wanted: list[str]) -> bool:
    """Say whether exactly these triggers are there; SQLite keeps the text of each."""
    cursor.execute(f"SELECT sql {INSTALLED}")
    return {sql for (sql,) in cursor.fetchall()} == set(wanted)


def install(cursor, wanted: list[str]) -> None:
    remove(cursor)
    for statement in wanted:
        cursor.execute(statement)


def remove(cursor) -> None:
    cursor.execute(f"SELECT name {INSTALLED}")
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}"')


def survives_migrations() -> bool:
    """No: a migration makes tables anew and drops columns that a trigger names."""
    return False
