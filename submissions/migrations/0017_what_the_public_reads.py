from django.db import migrations, models

from innovation_portal.utils.contacts import without_personal_data



def hide_what_leads_to_a_person(apps, schema_editor):
    for feedback in apps.get_model("submissions", "Feedback").objects.filter(state="published").iterator():
        feedback.public_text = without_personal_data(feedback.text)
        feedback.save(update_fields=["public_text"])


class Migration(migrations.Migration):
    dependencies = [("submissions", "0016_replications")]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="public_text",
            field=models.TextField(
                blank=True,
                default="",
                editable=False,
                help_text="What the public reads of the text: without what leads to a person.",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(hide_what_leads_to_a_person, migrations.RunPython.noop, elidable=True),
    ]
