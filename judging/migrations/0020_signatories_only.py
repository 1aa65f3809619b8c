"""The fields of the one signatory go; going back they are empty until the migration before fills them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("judging", "0019_signatories_in_rows")]

    operations = [
        migrations.AlterField(
            "certificatetemplate",
            "signatory_position",
            models.TextField(
                default="",
                help_text="A new line here is a new line on paper.",
                max_length=150,
                verbose_name="position of the signatory",
            ),
        ),
        migrations.AlterField(
            "certificatetemplate",
            "signatory_name",
            models.CharField(default="", max_length=150, verbose_name="name of the signatory"),
        ),
        migrations.RemoveField("certificatetemplate", "signatory_position"),
        migrations.RemoveField("certificatetemplate", "signatory_name"),
        migrations.RemoveField("certificatetemplate", "signatory_nip"),
    ]
