"""The search index of the catalogue, kept in step by the database itself.

PostgreSQL: a generated tsvector column in the Indonesian configuration with a GIN index. SQLite: an FTS5 table over
the rows of `home_catalogueentry`, with triggers. `home/selectors/search.py` is the only reader of both.

SQLite rebuilds a table when a later migration alters it, and loses its triggers: such a migration must drop and
create the index again.
"""

from django.db import migrations

POSTGRESQL = (
    """
    ALTER TABLE home_catalogueentry ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('indonesian', title), 'A') ||
        setweight(to_tsvector('indonesian', summary || ' ' || agency_name || ' ' || region_name), 'B') ||
        setweight(to_tsvector('indonesian', search_text), 'D')
    ) STORED
    """,
    "CREATE INDEX entry_search ON home_catalogueentry USING gin (search_vector)",
)

COLUMNS = "title, summary, agency_name, region_name, search_text"
NEW = "new.page_id, new.title, new.summary, new.agency_name, new.region_name, new.search_text"
OLD = "old.page_id, old.title, old.summary, old.agency_name, old.region_name, old.search_text"
ADD_NEW = f"INSERT INTO home_cataloguesearch (rowid, {COLUMNS}) VALUES ({NEW});"
REMOVE_OLD = f"INSERT INTO home_cataloguesearch (home_cataloguesearch, rowid, {COLUMNS}) VALUES ('delete', {OLD});"
TRIGGERS = {"insert": ADD_NEW, "delete": REMOVE_OLD, "update": REMOVE_OLD + ADD_NEW}

SQLITE = (
    f"""
    CREATE VIRTUAL TABLE home_cataloguesearch USING fts5(
        {COLUMNS}, content='home_catalogueentry', content_rowid='page_id', prefix='3 4',
        tokenize='unicode61 remove_diacritics 2'
    )
    """,
    *(
        f"CREATE TRIGGER home_cataloguesearch_{event} AFTER {event} ON home_catalogueentry BEGIN {steps} END"
        for event, steps in TRIGGERS.items()
    ),
    "INSERT INTO home_cataloguesearch (home_cataloguesearch) VALUES ('rebuild')",
)


def create_index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE home_catalogueentry DROP COLUMN search_vector")
        return
    for event in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER home_cataloguesearch_{event}")
    schema_editor.execute("DROP TABLE home_cataloguesearch")


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial")]
    operations = [migrations.RunPython(create_index, drop_index)]
