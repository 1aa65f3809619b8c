"""Which tables the audit follows.

Every table of the apps below is followed unless it stands in `EXCLUDED_TABLES` with a reason. A test fails when the
portal gets a table that is in neither, so a new library is a decision.
"""

from dataclasses import dataclass

from django.apps import apps

AUDITED_APPS = frozenset(
    {
        *("home", "judging", "submissions", "privacy", "accounts", "utils"),
        *("account", "auth", "mfa"),
        *("wagtailcore", "wagtaildocs", "wagtailimages", "wagtailforms", "wagtailredirects", "wagtailusers", "taggit"),
    }
)

EXCLUDED_TABLES = {
    "utils_auditentry": "the audit itself, which nobody can change",
    "utils_auditlink": "the audit itself, which nobody can change",
    "django_content_type": "written by migrate from the code",
    "django_session": "each visit writes it; signing in and out changes the person's row",
    "django_tasks_database_dbtaskresult": "the queue; what a task writes is recorded",
    "home_cataloguesummary": "counted again from the entries at each change",
    "operations_heartbeat": "signs of life, written every few minutes",
    "judging_certificatecheck": "visits to the public check page, deleted by rule",
    "submissions_presence": "who has a form open, written every half minute",
    "submissions_usefulmark": "visits to public pages, deleted by rule",
    "usersessions_usersession": "each visit writes it; signing in and out changes the person's row",
    "utils_workersign": "signs of life, written every few seconds",
    "wagtailadmin_admin": "holds no rows, only names a permission",
    "wagtailadmin_editingsession": "who has an editor open, written every few seconds",
    "wagtailadmin_formstate": "how the columns of an editor stand",
    "wagtailcore_referenceindex": "found again in what refers to it",
    "wagtailcore_uploadedfile": "files between two steps of an upload; what is kept has a row of its own",
    "wagtailembeds_embed": "answers of other sites, remembered for a while",
    "wagtailimages_rendition": "drawn again from the picture",
    "wagtailsearch_indexentry": "the search index, written again from the pages",
    "wagtailsearch_indexentry_fts": "the search index, written again from the pages",
}

# A row in which nothing but these columns changed is not recorded as changed.
UNRECORDED_COLUMNS = {
    "submissions_partialupload": ("received", "touched_at"),
    "submissions_verificationclaim": ("active_at",),
}


@dataclass(frozen=True)
class AuditedTable:
    """A followed table: its name, its key, its columns, and the columns whose change alone is not recorded."""

    name: str
    key: str
    columns: tuple[str, ...]
    unrecorded: tuple[str, ...]

    @property
    def recorded(self) -> tuple[str, ...]:
        return tuple(column for column in self.columns if column not in self.unrecorded)


def audited_tables() -> list[AuditedTable]:
    """Return the followed tables by name."""
    tables = []
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        followed = meta.app_label in AUDITED_APPS and meta.db_table not in EXCLUDED_TABLES
        if followed and meta.managed and not meta.proxy:
            columns = tuple(field.column for field in meta.local_concrete_fields)
            unrecorded = UNRECORDED_COLUMNS.get(meta.db_table, ())
            tables.append(AuditedTable(meta.db_table, meta.pk.column, columns, unrecorded))
    return sorted(tables, key=lambda table: table.name)
