"""The audit's triggers for PostgreSQL: one per statement, however many rows it writes.

One function for each name of a key compares the rows before and after as JSON, so it knows every column that a table
has at that moment and stays right while migrations change tables. See "CREATE TRIGGER", transition tables, and
"PL/pgSQL trigger functions" in PostgreSQL's manual.
"""

from innovation_portal.utils.audit.tables import AuditedTable
from innovation_portal.utils.hashing import hash_of

RECORD = "portal_audit_by_"
REFUSE = "portal_audit_refuse"

RECORD_FUNCTION = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    origin text[] := regexp_match(left(current_query(), 200), '^/\\*portal actor=(\\d*) request=([\\w.:-]*)\\*/');
    actor bigint := nullif(origin[1], '')::bigint;
    request text := coalesce(origin[2], '');
    unrecorded text[] := coalesce(TG_ARGV, '{{}}');
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO utils_auditentry (at, table_name, row_pk, action, columns, actor_id, request_id, detail)
        SELECT clock_timestamp(), TG_TABLE_NAME, a.{key}, 'insert', '', actor, request, '' FROM rows_after a;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO utils_auditentry (at, table_name, row_pk, action, columns, actor_id, request_id, detail)
        SELECT clock_timestamp(), TG_TABLE_NAME, b.{key}, 'delete', '', actor, request, '' FROM rows_before b;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO utils_auditentry (at, table_name, row_pk, action, columns, actor_id, request_id, detail)
        VALUES (clock_timestamp(), TG_TABLE_NAME, '*', 'delete', '', actor, request, '');
    ELSE
        INSERT INTO utils_auditentry (at, table_name, row_pk, action, columns, actor_id, request_id, detail)
        SELECT clock_timestamp(), TG_TABLE_NAME, pair.key, 'update', changed.columns, actor, request, ''
        FROM (
            SELECT coalesce(a.{key}, b.{key}) AS key, to_jsonb(b) AS before, to_jsonb(a) AS after
            FROM rows_before b FULL JOIN rows_after a ON a.{key} = b.{key}
            OFFSET 0 -- or PostgreSQL makes the JSON of a row again for each of its columns
        ) pair
        CROSS JOIN LATERAL (
            SELECT string_agg(name, ' ' ORDER BY name) AS columns
            FROM jsonb_object_keys(coalesce(pair.after, pair.before)) name
            WHERE pair.before -> name IS DISTINCT FROM pair.after -> name AND name <> ALL (unrecorded)
        ) changed
        WHERE changed.columns IS NOT NULL;
    END IF;
    RETURN NULL;
END
$body$
"""

REFUSE_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {REFUSE}() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'The audit is never changed.' USING ERRCODE = 'insufficient_privilege';
END
$body$
"""

# Transition tables ask for a trigger of its own for each event.
EVENTS = {
    "insert": "AFTER INSERT ON {table} REFERENCING NEW TABLE AS rows_after",
    "update": "AFTER UPDATE ON {table} REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after",
    "delete": "AFTER DELETE ON {table} REFERENCING OLD TABLE AS rows_before",
    "truncate": "AFTER TRUNCATE ON {table}",
}
PROTECTED_TABLES = ("utils_auditentry", "utils_auditlink")


def statements(tables: list[AuditedTable]) -> list[str]:
    """Return the SQL that makes all functions and triggers, where there are none."""
    made = [RECORD_FUNCTION.format(function=RECORD + key, key=key) for key in sorted({table.key for table in tables})]
    for table in tables:
        unrecorded = ", ".join(f"'{column}'" for column in table.unrecorded)
        for event, heading in EVENTS.items():
            when = heading.format(table=f'"{table.name}"')
            call = f"FOR EACH STATEMENT EXECUTE FUNCTION {RECORD}{table.key}({unrecorded})"
            made.append(f"CREATE TRIGGER portal_audit_{event} {when} {call}")
    made.append(REFUSE_FUNCTION)
    for name in PROTECTED_TABLES:
        when = f'BEFORE UPDATE OR DELETE OR TRUNCATE ON "{name}"'
        made.append(f"CREATE TRIGGER portal_audit_refuse {when} FOR EACH STATEMENT EXECUTE FUNCTION {REFUSE}()")
    return made


def is_installed(cursor, wanted: list[str]) -> bool:
    """Say whether exactly these statements have made what is there, and nothing of it was dropped or disabled."""
    cursor.execute(
        "SELECT obj_description(oid, 'pg_proc') FROM pg_proc"
        " WHERE proname = %s AND pronamespace = current_schema()::regnamespace",
        [REFUSE],
    )
    row = cursor.fetchone()
    triggers = sum(statement.startswith("CREATE TRIGGER") for statement in wanted)
    return row == (hash_of(wanted),) and len(_triggers(cursor, "AND tgenabled <> 'D'")) == triggers


def install(cursor, wanted: list[str]) -> None:
    remove(cursor)
    for statement in wanted:
        cursor.execute(statement)
    cursor.execute(f"COMMENT ON FUNCTION {REFUSE}() IS '{hash_of(wanted)}'")


def remove(cursor) -> None:
    for table, trigger in _triggers(cursor):
        cursor.execute(f'DROP TRIGGER "{trigger}" ON {table}')


def survives_migrations() -> bool:
    """Yes: the functions read the columns of a table at the moment of the change."""
    return True


def _triggers(cursor, condition: str = "") -> list[tuple[str, str]]:
    cursor.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"  # noqa: S608  own names
        " WHERE tgname LIKE 'portal\\_audit\\_%' AND NOT tgisinternal"
        f" AND relnamespace = current_schema()::regnamespace {condition}"
    )
    return cursor.fetchall()
