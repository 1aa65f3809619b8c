"""How a connection tells the triggers who writes.

PostgreSQL: a comment before each writing statement, which the trigger finds in `current_query()`. It costs no round
trip, and nothing is left behind by a rollback or on a pooled connection. What people typed cannot pass for it, because
the trigger looks at the beginning of the statement only. SQLite: functions that the triggers call.
"""

from innovation_portal.utils.audit.origin import current_origin


def prepare_connection(sender, connection, **kwargs) -> None:
    """Called by Django for each new connection."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("portal_actor", 0, lambda: current_origin().known_actor_id())
        connection.connection.create_function("portal_request", 0, lambda: current_origin().request_id)
    elif _name_the_origin not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _name_the_origin)


def _name_the_origin(execute, sql, params, many, context):
    if isinstance(sql, str) and not sql.startswith("SELECT"):
        origin = current_origin()
        sql = f"/*portal actor={origin.known_actor_id() or ''} request={origin.request_id}*/ {sql}"
    return execute(sql, params, many, context)
