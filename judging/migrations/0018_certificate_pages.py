"""A template gets an orientation, a language, a letterhead and its signatories as rows."""

import django.db.models.deletion
import judging.models.certificate_templates
import judging.models.certificates
import judging.validators
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('judging', '0017_certificate_checks'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='certificatetemplate',
            name='language',
            field=models.CharField(choices=[('id', 'Indonesian'), ('en', 'English')], default='id', help_text='Of the fixed words on the page. Title and wording stay as they are written here.', max_length=2, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='certificatetemplate',
            name='orientation',
            field=models.CharField(choices=[('landscape', 'Landscape'), ('portrait', 'Portrait')], default='landscape', max_length=10, verbose_name='orientation'),
        ),
        migrations.AddField(
            model_name='certificatetemplate',
            name='uses_letterhead',
            field=models.BooleanField(default=True, help_text='Otherwise issuer and edition stand at the head, and only an emblem that is uploaded here.', verbose_name='with emblem and letterhead of the settings'),
        ),
        migrations.AlterField(
            model_name='certificatetemplate',
            name='emblem',
            field=models.ImageField(blank=True, help_text='A PNG of at most 1 MB, upright. Empty: that of the letterhead.', max_length=120, upload_to=judging.models.certificates.emblem_path, validators=[judging.validators.validate_emblem], verbose_name='emblem'),
        ),
        migrations.CreateModel(
            name='CertificateSignatory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('position', models.TextField(help_text='A new line here is a new line on paper.', max_length=150, verbose_name='position')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('nip', models.CharField(blank=True, max_length=25, verbose_name='NIP')),
                ('signature', models.ImageField(blank=True, help_text='A PNG of at most 500 kB, best on a clear ground. It is no electronic signature.', max_length=120, upload_to=judging.models.certificate_templates.signature_path, validators=[judging.validators.validate_signature], verbose_name='picture of the signature')),
                ('template', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatories', to='judging.certificatetemplate')),
            ],
            options={
                'verbose_name': 'signatory',
                'verbose_name_plural': 'signatories',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Letterhead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('emblem', models.ImageField(blank=True, help_text='A PNG of at most 1 MB, upright. Without one the place stays empty.', max_length=120, upload_to=judging.models.certificates.emblem_path, validators=[judging.validators.validate_emblem], verbose_name='emblem')),
                ('lines', models.TextField(blank=True, help_text='At most four, the first in bold: government, unit, address. Empty: issuer and edition.', max_length=300, validators=[judging.validators.validate_letterhead], verbose_name='lines of the letterhead')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'letterhead of certificates',
                'verbose_name_plural': 'letterheads of certificates',
            },
        ),
    ]
