"""From here on the database refuses a certificate that does not say what it is for, and two valid ones for it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

KINDS = [
    ("winner", "Winner"),
    ("nominee", "Nominee"),
    ("participant", "Participant"),
    ("innovator", "Innovator"),
    ("judge", "Judge"),
]


class Migration(migrations.Migration):
    dependencies = [("judging", "0015_certificates_name_their_award")]

    operations = [
        migrations.AlterField(
            "certificate",
            "edition",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="submissions.edition",
                verbose_name="edition",
            ),
        ),
        migrations.AlterField(
            "certificate", "kind", models.CharField(choices=KINDS, max_length=12, verbose_name="for")
        ),
        migrations.AlterField("certificate", "subject", models.CharField(editable=False, max_length=40)),
        migrations.AddConstraint(
            "certificate",
            models.UniqueConstraint(
                condition=Q(state="issued"), fields=["edition", "subject"], name="one_valid_certificate_per_subject"
            ),
        ),
        migrations.AddConstraint(
            "certificate",
            models.CheckConstraint(
                condition=Q(award__isnull=False, kind__in=["winner", "nominee"], submission__isnull=False)
                | Q(kind__in=["participant", "innovator"], submission__isnull=False)
                | Q(award__isnull=True, judge__isnull=False, kind="judge", submission__isnull=True),
                name="certificate_names_what_it_is_for",
            ),
        ),
    ]
