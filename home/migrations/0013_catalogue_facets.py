"""Columns for the further facets, and stems in the search index of SQLite.

SQLite loses the triggers of the index when the table is rebuilt, so it is dropped before and made anew afterwards. What
the new columns hold is written by `manage.py refresh_catalogue`.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models


earlier = import_module("home.migrations.0002_catalogue_search")

COLUMNS = "title, summary, agency_name, region_name, search_text, stems"
NEW = "new.page_id, new.title, new.summary, new.agency_name, new.region_name, new.search_text, new.stems"
OLD = "old.page_id, old.title, old.summary, old.agency_name, old.region_name, old.search_text, old.stems"
ADD_NEW = f"INSERT INTO home_cataloguesearch (rowid, {COLUMNS}) VALUES ({NEW});"
REMOVE_OLD = f"INSERT INTO home_cataloguesearch (home_cataloguesearch, rowid, {COLUMNS}) VALUES ('delete', {OLD});"
TRIGGERS = {"insert": ADD_NEW, "delete": REMOVE_OLD, "update": REMOVE_OLD + ADD_NEW}

SQLITE = (
    f"""
    CREATE VIRTUAL TABLE home_cataloguesearch USING fts5(
        {COLUMNS}, content='home_catalogueentry', content_rowid='page_id', prefix='3 4',
        tokenize='unicode61 remove_diacritics 2'
    )
    """,
    *(
        f"CREATE TRIGGER home_cataloguesearch_{event} AFTER {event} ON home_catalogueentry BEGIN {steps} END"
        for event, steps in TRIGGERS.items()
    ),
    "INSERT INTO home_cataloguesearch (home_cataloguesearch) VALUES ('rebuild')",
)


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)


def create_earlier_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        earlier.create_index(apps, schema_editor)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        earlier.drop_index(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0012_story_blocks'),
        ('submissions', '0011_reminders_by_deadline'),
    ]

    operations = [
        migrations.RunPython(drop_index, create_earlier_index),
        migrations.CreateModel(
            name='CatalogueSummary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('counts', models.JSONField(default=dict, help_text='Entries of the whole catalogue by facet and value.')),
            ],
            options={
                'verbose_name': 'summary of the catalogue',
                'verbose_name_plural': 'summaries of the catalogue',
            },
        ),
        migrations.CreateModel(
            name='EntryGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('goal', models.PositiveSmallIntegerField(choices=[(1, 'No poverty'), (2, 'Zero hunger'), (3, 'Good health and well-being'), (4, 'Quality education'), (5, 'Gender equality'), (6, 'Clean water and sanitation'), (7, 'Affordable and clean energy'), (8, 'Decent work and economic growth'), (9, 'Industry, innovation and infrastructure'), (10, 'Reduced inequalities'), (11, 'Sustainable cities and communities'), (12, 'Responsible consumption and production'), (13, 'Climate action'), (14, 'Life below water'), (15, 'Life on land'), (16, 'Peace, justice and strong institutions'), (17, 'Partnerships for the goals')])),
            ],
            options={
                'verbose_name': 'goal of a catalogue entry',
                'verbose_name_plural': 'goals of catalogue entries',
                'ordering': ['goal'],
            },
        ),
        migrations.RemoveIndex(
            model_name='catalogueentry',
            name='entry_facets',
        ),
        migrations.AddField(
            model_name='catalogueentry',
            name='category',
            field=models.CharField(blank=True, help_text='Name in its edition; years may share one.', max_length=150),
        ),
        migrations.AddField(
            model_name='catalogueentry',
            name='form',
            field=models.CharField(blank=True, choices=[('governance', 'Governance of regional government'), ('public_service', 'Public service'), ('other', "Other, within the region's affairs")], max_length=20),
        ),
        migrations.AddField(
            model_name='catalogueentry',
            name='phase',
            field=models.CharField(blank=True, choices=[('initiative', 'Initiative'), ('trial', 'Trial'), ('implementation', 'Implementation')], max_length=16),
        ),
        migrations.AddField(
            model_name='catalogueentry',
            name='replicates',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='submissions.innovation'),
        ),
        migrations.AddField(
            model_name='catalogueentry',
            name='replication',
            field=models.CharField(blank=True, choices=[('asal', 'Taken over elsewhere'), ('salinan', 'Replicates another one')], max_length=10),
        ),
        migrations.AddField(
            model_name='catalogueentry',
            name='stems',
            field=models.TextField(blank=True, help_text='Stems of its words that are no words themselves; SQLite only.'),
        ),
        migrations.AddField(
            model_name='catalogueentry',
            name='type',
            field=models.CharField(blank=True, choices=[('digital', 'Digital'), ('non_digital', 'Not digital')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='catalogueentry',
            index=models.Index(fields=['field', 'honour_level', 'life_state', 'region', 'year', 'form', 'type', 'phase', 'replication', 'agency', 'category'], name='entry_facets'),
        ),
        migrations.AddField(
            model_name='entrygoal',
            name='entry',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='home.catalogueentry'),
        ),
        migrations.AddIndex(
            model_name='entrygoal',
            index=models.Index(fields=['goal', 'entry'], name='entry_goal'),
        ),
        migrations.AddConstraint(
            model_name='entrygoal',
            constraint=models.UniqueConstraint(fields=('entry', 'goal'), name='goal_once_per_entry'),
        ),
        migrations.RunPython(create_index, drop_index),
    ]
