"""What a migration may do while the code of the release before still answers (docs/migrations.md).

Held against every migration behind BASELINE: with the release before running beside it, each of its requests must still
work. What breaks a rule for a reason stands in `exceptions.toml` with that reason.
"""

from collections.abc import Iterator

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from innovation_portal.utils.online import AddIndexOnline

# The last migrations of the newest release; whoever makes a release moves them on.
BASELINE = {"accounts": 5, "utils": 5, "submissions": 36, "judging": 24, "home": 14}
DATA = migrations.RunPython | migrations.RunSQL


def is_held(app: str, name: str) -> bool:
    """Say whether a migration of ours is newer than the baseline."""
    return app in BASELINE and int(name[:4]) > BASELINE[app]


def problems_of(migration: migrations.Migration, before: ProjectState) -> Iterator[str]:
    """Give what the release before would not survive, or what would hold it up; `before`: the state it starts from."""
    state, made = before.clone(), set()
    kinds = {isinstance(operation, DATA) for operation in migration.operations}
    if len(kinds) == 2:
        yield "changes data and tables in one: rows stay locked until both are done"
    for operation in migration.operations:
        yield from _problems(operation, migration.app_label, state, made)
        if isinstance(operation, migrations.CreateModel):
            made.add(operation.name_lower)
        operation.state_forwards(migration.app_label, state)


def _problems(operation: Operation, app: str, state: ProjectState, made: set[str]) -> Iterator[str]:
    name = getattr(operation, "model_name_lower", None)
    if name in made:
        return
    match operation:
        case migrations.RemoveField() | migrations.DeleteModel():
            yield f"{operation.describe()}: the release before still reads it"
        case migrations.RenameField() | migrations.RenameModel() | migrations.AlterModelTable():
            yield f"{operation.describe()}: the release before knows only the old name"
        case migrations.AddField(field=field) if not _can_be_left_out(field):
            yield f"{operation.describe()}: the release before writes rows without it; give it null or db_default"
        case migrations.AlterField():
            was = state.models[app, name].fields[operation.name]
            yield from _tightened(operation, was)
        case migrations.AddConstraint():
            yield f"{operation.describe()}: reads the whole table under a lock, and refuses what the release before writes"
        case migrations.AddIndex() if not isinstance(operation, AddIndexOnline):
            yield f"{operation.describe()}: keeps writers out while it is built; use AddIndexOnline"
        case migrations.RunPython() | migrations.RunSQL() if not operation.reversible:
            yield "cannot be taken back"


def _can_be_left_out(field: models.Field) -> bool:
    return field.null or field.many_to_many or field.generated or field.db_default is not models.NOT_PROVIDED


def _tightened(operation: migrations.AlterField, was: models.Field) -> Iterator[str]:
    field = operation.field
    if was.null and not field.null:
        yield f"{operation.describe()}: the release before may still write it empty"
    if was.get_internal_type() != field.get_internal_type():
        yield f"{operation.describe()}: another type rewrites the table under a lock"
    elif (field.max_length or 0) < (was.max_length or 0) or (was.max_length is None and field.max_length):
        yield f"{operation.describe()}: what is longer stands there already"
    if field.unique and not was.unique:
        yield f"{operation.describe()}: builds an index under a lock, and refuses what the release before writes"
