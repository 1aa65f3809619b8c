from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def name_the_deadline(apps, schema_editor):
    """Say of each turn which deadline it was about: as things stand, that of its agency or of its correction."""
    ReminderTurn = apps.get_model("submissions", "ReminderTurn")
    for turn in ReminderTurn.objects.select_related("reminder__edition", "version__submission"):
        edition = turn.reminder.edition
        deadlines = [
            *edition.stages.filter(kind="registration").values_list("closes_at", flat=True),
            *edition.extensions.filter(agency=turn.agency_id).values_list("closes_at", flat=True),
        ]
        if turn.version and turn.version.submission.correction_due_at:
            deadlines.append(turn.version.submission.correction_due_at)
        turn.deadline_on = timezone.localdate(max(deadlines, default=turn.at))
        turn.save(update_fields=["deadline_on"])


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("submissions", "0010_template_versions"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="reminderturn", name="reminder_once_per_agency"),
        migrations.RemoveConstraint(model_name="reminderturn", name="reminder_once_per_correction"),
        migrations.AddField(
            model_name="reminderturn",
            name="deadline_on",
            field=models.DateField(null=True, verbose_name="day of the deadline"),
        ),
        migrations.RunPython(name_the_deadline, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="reminderturn",
            name="deadline_on",
            field=models.DateField(verbose_name="day of the deadline"),
        ),
        migrations.AddConstraint(
            model_name="reminderturn",
            constraint=models.UniqueConstraint(
                condition=models.Q(("version", None)),
                fields=("reminder", "agency", "deadline_on"),
                name="reminder_once_per_agency_and_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderturn",
            constraint=models.UniqueConstraint(
                condition=models.Q(("version", None), _negated=True),
                fields=("reminder", "version", "deadline_on"),
                name="reminder_once_per_correction_and_deadline",
            ),
        ),
    ]
