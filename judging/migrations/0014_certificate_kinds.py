"""Certificates for more than awards: what each row is for, empty until the next migration writes it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("winner", "Winner"),
    ("nominee", "Nominee"),
    ("participant", "Participant"),
    ("innovator", "Innovator"),
    ("judge", "Judge"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("judging", "0013_awards_final_since"),
        ("submissions", "0011_reminders_by_deadline"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("certificate", "one_valid_certificate_per_award"),
        migrations.AlterField(
            "certificate",
            "award",
            models.ForeignKey(
                help_text="What falls with it: also certificates of innovators, unless all innovators get one.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="judging.award",
            ),
        ),
        migrations.AddField(
            "certificate",
            "edition",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="submissions.edition",
                verbose_name="edition",
            ),
        ),
        migrations.AddField(
            "certificate", "kind", models.CharField(choices=KINDS, default="", max_length=12, verbose_name="for")
        ),
        migrations.AddField(
            "certificate", "subject", models.CharField(default="", editable=False, max_length=40)
        ),
        migrations.AddField(
            "certificate",
            "submission",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="submissions.submission",
            ),
        ),
        migrations.AddField(
            "certificate",
            "judge",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "certificatetemplate",
            "covers_all_innovators",
            models.BooleanField(
                default=False,
                help_text="Only for innovators. Otherwise those of a submission with a final award.",
                verbose_name="innovators of all verified submissions",
            ),
        ),
        migrations.AlterField(
            "certificatetemplate", "kind", models.CharField(choices=KINDS, max_length=12, verbose_name="for")
        ),
        migrations.AlterField(
            "certificatetemplate",
            "wording",
            models.TextField(
                default="atas inovasi pelayanan publik yang terbukti bermanfaat, dapat ditiru, dan terus dijalankan.",
                help_text=(
                    "Stands under award and title. Fields: {edition} and {year}; {innovation} and {agency}, but for "
                    "judges; {award} for winners and nominees; {role} for innovators and judges."
                ),
                max_length=300,
                verbose_name="wording",
            ),
        ),
    ]
