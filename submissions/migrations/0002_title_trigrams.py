"""On PostgreSQL, an index that finds words inside titles, whatever their case. Other databases need none of this."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

CREATE = (
    "CREATE INDEX innovation_title_trigrams ON submissions_innovation "
    "USING gin (upper(title) gin_trgm_ops) WITH (fastupdate = off)"
)
DROP = "DROP INDEX IF EXISTS innovation_title_trigrams"


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_initial")]

    operations = [TrigramExtension(), migrations.RunPython(create_index, drop_index)]
