from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery


def note_latest_changes(apps, schema_editor):
    """Write down of every obligation what submissions.models.standing keeps from now on."""
    Submission = apps.get_model("submissions", "Submission")
    own = Submission.objects.filter(edition=OuterRef("edition"), agency=OuterRef("agency")).order_by()
    latest = own.values("agency").annotate(latest=Max("updated_at")).values("latest")
    apps.get_model("submissions", "Obligation").objects.update(last_activity=Subquery(latest))


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0034_obligation_events_by_time'),
    ]

    operations = [
        migrations.AddField(
            model_name='obligation',
            name='last_activity',
            field=models.DateTimeField(editable=False, help_text='When a submission changed last, its draft too; empty without one.', null=True),
        ),
        migrations.RunPython(note_latest_changes, migrations.RunPython.noop, elidable=True),
    ]
