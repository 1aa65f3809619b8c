"""Who entered a submission, what an agency was in an edition, and every change of what it owes."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

import innovation_portal.utils.clock


def copy_from_agencies(apps, schema_editor):
    Agency = apps.get_model("submissions", "Agency")
    Obligation = apps.get_model("submissions", "Obligation")
    Submission = apps.get_model("submissions", "Submission")
    Innovation = apps.get_model("submissions", "Innovation")
    own = Agency.objects.filter(pk=OuterRef("agency"))
    Obligation.objects.update(
        name=Subquery(own.values("name")), kind=Subquery(own.values("kind")), region=Subquery(own.values("region"))
    )
    owner = Innovation.objects.filter(pk=OuterRef("innovation")).values("agency")
    Submission.objects.update(agency=Subquery(owner))


def begin_history(apps, schema_editor):
    """Each obligation begins with its edition's registration, exempt or not as it is now: nothing else was kept."""
    Obligation = apps.get_model("submissions", "Obligation")
    Event = apps.get_model("submissions", "ObligationEvent")
    Stage = apps.get_model("submissions", "Stage")
    opened = Stage.objects.filter(edition=OuterRef("edition"), kind="registration").values("opens_at")
    events = []
    for one in Obligation.objects.annotate(opened_at=Subquery(opened), year=F("edition__year")):
        at = one.opened_at or timezone.make_aware(datetime.datetime(one.year, 1, 1))
        known = {"obligation": one, "required_count": one.required_count, "at": at}
        events.append(Event(**known, step="entered", is_exempt=False))
        if one.is_exempt:
            reason = one.exemption_reason
            events.append(Event(**known, step="exempted", is_exempt=True, reason=reason, actor_id=one.exempted_by_id))
    Event.objects.bulk_create(events)


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0019_word_about_a_replication'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ObligationEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('entered', 'Entered'), ('exempted', 'Exempted'), ('lifted', 'Exemption lifted')], max_length=10, verbose_name='step')),
                ('required_count', models.PositiveSmallIntegerField(verbose_name='innovations owed')),
                ('is_exempt', models.BooleanField(verbose_name='exempt')),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='reason')),
                ('at', models.DateTimeField(default=innovation_portal.utils.clock.now, verbose_name='at')),
            ],
            options={
                'verbose_name': 'change of an obligation',
                'verbose_name_plural': 'changes of obligations',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='obligation',
            name='kind',
            field=models.CharField(choices=[('sekretariat', 'secretariat'), ('biro', 'bureau'), ('inspektorat', 'inspectorate'), ('dinas', 'department (dinas)'), ('badan', 'board (badan)'), ('satuan', 'civil service police unit'), ('rsud', 'regional hospital'), ('rsjd', 'regional mental hospital'), ('provinsi', 'provincial government'), ('kabupaten', 'regency government'), ('kota', 'city government'), ('upp', 'service unit'), ('bumd', 'regional company'), ('lainnya', 'other')], editable=False, max_length=12, null=True, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='obligation',
            name='name',
            field=models.CharField(editable=False, max_length=200, null=True, verbose_name='name in this edition'),
        ),
        migrations.AddField(
            model_name='obligation',
            name='region',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='submissions.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='submission',
            name='agency',
            field=models.ForeignKey(editable=False, help_text='Who entered it; the innovation may belong to another agency by now.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='submissions.agency', verbose_name='agency'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['edition', 'agency'], name='submission_edition_agency'),
        ),
        migrations.AddField(
            model_name='obligationevent',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='obligationevent',
            name='obligation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='submissions.obligation'),
        ),
        migrations.RunPython(copy_from_agencies, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(begin_history, migrations.RunPython.noop, elidable=True),
    ]
