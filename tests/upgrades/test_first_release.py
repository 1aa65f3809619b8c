"""What was entered in 0.1.0 is there after the upgrade to this code, on both databases.

The kept data are its demonstration of two years: submissions in every state, a judged and sealed round, awards,
certificates, pages, evidence.
"""

import hashlib
import json

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client

from home.models import InnovationPage
from innovation_portal.utils.backup.restoring import restore
from innovation_portal.utils.backup.rows import Table
from innovation_portal.utils.backup.rows import _is_json as is_json
from innovation_portal.utils.backup.rows import _number as number
from judging.models import Certificate
from tests.instances import another_instance
from tests.upgrades.kept import Kept

pytestmark = pytest.mark.django_db(transaction=True)

# Written anew by the commands of an upgrade, or counted by the portal itself.
REWRITTEN = {
    "django_tasks_database.DBTaskResult",
    "home.CatalogueEntry",
    "home.EntryGoal",
    "wagtailcore.ReferenceIndex",
}


def rows_now(label):
    """Return the rows of a table by their keys, as mappings of column to portable value."""
    table = Table(apps.get_model(label))
    rows = (dict(zip(table.columns, json.loads(line), strict=True)) for line in table.lines("default"))
    return {row[table.columns[0]]: row for row in rows}


def says_the_same(one, other, *, is_json):
    """PostgreSQL orders and spaces JSON in its own way."""
    if one == other or not is_json or None in (one, other):
        return one == other
    return json.loads(one, parse_int=number, parse_float=number) == json.loads(
        other, parse_int=number, parse_float=number
    )


def changes_of(kept):
    """Return by table and column how many kept values are another one now, and by table how many rows are gone."""
    changes = {}
    for label, rows in kept.rows.items():
        if label in REWRITTEN:
            continue
        now, key = rows_now(label), kept.manifest.tables[label].columns[0]
        in_json = {field.column for field in Table(apps.get_model(label)).fields if is_json(field)}
        for row in rows:
            found = now.get(row[key])
            if found is None:
                changes[label] = changes.get(label, 0) + 1
                continue
            for column, value in row.items():
                if column in found and not says_the_same(found[column], value, is_json=column in in_json):
                    changes[f"{label}.{column}"] = changes.get(f"{label}.{column}", 0) + 1
    return changes


def digest_of(name):
    with default_storage.open(name) as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


# By column, in how many rows the value is another one; everything else is as it was.
CHANGED = {"wagtailcore.Page.numchild": 1}  # the first page has got more pages below it


def answers(paths):
    client = Client()
    return {path: client.get(path).status_code for path in paths}


def test_everything_of_the_first_release_is_there_after_the_upgrade(settings, tmp_path, key):
    """Restored as it was, brought forward, and through the commands that the changelog asks for."""
    kept = Kept("release-0.1.0")
    path, public = key
    kept.write(tmp_path / "kept.tar.age", [public])
    with another_instance(settings, tmp_path, is_migrated=False):
        manifest = restore(tmp_path / "kept.tar.age", path, say=lambda text: None)
        call_command("set_up_site", verbosity=0)
        call_command("refresh_catalogue", verbosity=0)
        call_command("verify_results", 2025)
        changed = changes_of(kept)
        innovations = [page.url for page in InnovationPage.objects.live().order_by("pk")[:3]]
        certificates = [f"/piagam/{one.public_id}/" for one in Certificate.objects.all()]
        shown = answers(["/", "/inovasi/", *innovations, *certificates])
        intact = [digest_of(one.file.name) == one.file_sha256 for one in Certificate.objects.all()]

    assert changed == CHANGED
    assert (manifest.rows, manifest.files) == (sum(map(len, kept.rows.values())), len(kept.files))
    assert set(shown.values()) == {200}
    assert (len(shown), intact) == (14, [True] * 9)
