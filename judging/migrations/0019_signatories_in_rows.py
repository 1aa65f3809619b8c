"""The one signatory of each template becomes the first of its rows, and backwards the first row the signatory."""

from django.db import migrations


def into_rows(apps, schema_editor):
    Signatory = apps.get_model("judging", "CertificateSignatory")
    for template in apps.get_model("judging", "CertificateTemplate").objects.iterator():
        Signatory.objects.create(
            template=template,
            sort_order=0,
            position=template.signatory_position,
            name=template.signatory_name,
            nip=template.signatory_nip,
        )


def out_of_rows(apps, schema_editor):
    """A second signatory and pictures of signatures have no place in the older table."""
    for template in apps.get_model("judging", "CertificateTemplate").objects.iterator():
        first = template.signatories.order_by("sort_order", "pk").first()
        if first:
            template.signatory_position, template.signatory_name = first.position, first.name
            template.signatory_nip = first.nip
            template.save(update_fields=["signatory_position", "signatory_name", "signatory_nip"])
    apps.get_model("judging", "CertificateSignatory").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("judging", "0018_certificate_pages")]

    operations = [migrations.RunPython(into_rows, out_of_rows)]
