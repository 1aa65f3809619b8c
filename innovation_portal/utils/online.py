"""Operations of migrations that let the portal go on while they run."""

from django.db.migrations import AddIndex


class AddIndexOnline(AddIndex):
    """Build an index without keeping writers out: concurrently on PostgreSQL. Its migration says `atomic = False`.

    Django's own operation of this kind runs on PostgreSQL alone. An index that was not finished is invalid there and
    stays; drop it, then migrate again.
    """

    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            schema_editor.add_index(model, self.index, **_concurrently(schema_editor))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            index = from_state.models[app_label, self.model_name_lower].get_index_by_name(self.index.name)
            schema_editor.remove_index(model, index, **_concurrently(schema_editor))


def _concurrently(schema_editor) -> dict[str, bool]:
    return {"concurrently": True} if schema_editor.connection.vendor == "postgresql" else {}
