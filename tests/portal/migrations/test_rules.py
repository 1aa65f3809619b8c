import tomllib
from pathlib import Path

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from innovation_portal.utils.online import AddIndexOnline
from tests.portal.migrations.rules import is_held, problems_of

EXCEPTIONS = tomllib.loads((Path(__file__).parent / "exceptions.toml").read_text())


def test_every_new_migration_lets_the_release_before_go_on():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found = {
        f"{app}.{name}": list(problems_of(migration, loader.project_state((app, name), at_end=False)))
        for (app, name), migration in loader.graph.nodes.items()
        if is_held(app, name)
    }
    with_problems = {name: problems for name, problems in found.items() if problems and name not in EXCEPTIONS}

    assert with_problems == {}, "See docs/migrations.md."


def test_every_exception_has_a_reason_and_a_migration():
    names = {f"{app}.{name}" for app, name in MigrationLoader(None).graph.nodes if is_held(app, name)}

    assert set(EXCEPTIONS) <= names
    assert all(len(reason) > 20 for reason in EXCEPTIONS.values())


def state():
    """A table of two columns, as the release before left it."""
    fields = [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=20, null=True))]
    result = ProjectState()
    result.add_model(ModelState("zoo", "Bird", fields))
    return result


def problems(*operations):
    migration = migrations.Migration("0002_next", "zoo")
    migration.operations = list(operations)
    return [problem.partition(":")[2].strip() or problem for problem in problems_of(migration, state())]


def add(**options):
    return migrations.AddField("bird", "colour", models.CharField(max_length=9, **options))


def alter(field):
    return migrations.AlterField("bird", "name", field)


def index(kind=migrations.AddIndex):
    return kind("bird", models.Index(fields=["name"], name="bird_name"))


KEEPS_OLD_NAME = "the release before knows only the old name"
MISSES_IT = "the release before still reads it"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (add(null=True), []),
        (add(db_default=""), []),
        (add(default=""), ["the release before writes rows without it; give it null or db_default"]),
        (migrations.AddField("bird", "friends", models.ManyToManyField("zoo.Bird")), []),
        (migrations.RemoveField("bird", "name"), [MISSES_IT]),
        (migrations.DeleteModel("bird"), [MISSES_IT]),
        (migrations.RenameField("bird", "name", "title"), [KEEPS_OLD_NAME]),
        (migrations.RenameModel("bird", "animal"), [KEEPS_OLD_NAME]),
        (migrations.AlterModelTable("bird", "birds"), [KEEPS_OLD_NAME]),
        (alter(models.CharField(max_length=40, null=True)), []),
        (alter(models.CharField(max_length=20)), ["the release before may still write it empty"]),
        (alter(models.CharField(max_length=10, null=True)), ["what is longer stands there already"]),
        (alter(models.TextField(null=True)), ["another type rewrites the table under a lock"]),
        (
            alter(models.CharField(max_length=20, null=True, unique=True)),
            ["builds an index under a lock, and refuses what the release before writes"],
        ),
        (index(), ["keeps writers out while it is built; use AddIndexOnline"]),
        (index(AddIndexOnline), []),
        (
            migrations.AddConstraint("bird", models.UniqueConstraint(fields=["name"], name="one_name")),
            ["reads the whole table under a lock, and refuses what the release before writes"],
        ),
        (migrations.RunPython(migrations.RunPython.noop), ["cannot be taken back"]),
        (migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop), []),
    ],
)
def test_each_rule_finds_what_it_forbids(operation, expected):
    assert problems(operation) == expected


def test_a_new_table_may_have_anything():
    create = migrations.CreateModel("Nest", [("id", models.BigAutoField(primary_key=True))])
    fields = (migrations.AddField("nest", "size", models.IntegerField()), migrations.RemoveField("nest", "size"))

    assert problems(create, *fields) == []


def test_data_and_tables_are_changed_apart():
    move = migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)

    assert problems(add(null=True), move) == ["rows stay locked until both are done"]


@pytest.mark.django_db(transaction=True)
def test_an_index_is_built_and_dropped_online_on_every_database():
    before = state()
    with connection.schema_editor() as editor:
        editor.create_model(before.apps.get_model("zoo", "Bird"))
    operation, after = index(AddIndexOnline), before.clone()
    operation.state_forwards("zoo", after)
    try:
        with connection.schema_editor(atomic=False) as editor:
            operation.database_forwards("zoo", editor, before, after)
        built = indexes()
        with connection.schema_editor(atomic=False) as editor:
            operation.database_backwards("zoo", editor, after, before)
        dropped = indexes()
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(before.apps.get_model("zoo", "Bird"))

    assert ("bird_name" in built, "bird_name" in dropped) == (True, False)


def indexes():
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, "zoo_bird")
