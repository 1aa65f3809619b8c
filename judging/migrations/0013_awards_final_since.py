"""Awards that were final before it was noted since when count from the day of this migration."""

from django.db import migrations
from django.utils import timezone


def note_today(apps, schema_editor):
    final = apps.get_model("judging", "Award").objects.filter(state="final", finalised_at=None)
    final.update(finalised_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("judging", "0012_erased_objectors")]

    operations = [migrations.RunPython(note_today, migrations.RunPython.noop)]
