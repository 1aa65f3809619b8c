"""What `manage.py check --deploy` finds of the mistakes that are made on the way of docs/operations.md.

What keeps visitors' data in danger is an error, and the portal does not start with it; the rest warns. Further checks
stand in the modules `checks` of the apps whose things they look at.
"""

from innovation_portal.operations.checks import connections, files, settings, state

__all__ = ["connections", "files", "settings", "state"]
