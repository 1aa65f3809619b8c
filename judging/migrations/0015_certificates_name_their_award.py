"""Every certificate until now is for an award: its kind, edition and submission follow from that."""

from django.db import migrations


def name_the_award(apps, schema_editor):
    for certificate in apps.get_model("judging", "Certificate").objects.select_related("award__level").iterator():
        award = certificate.award
        certificate.edition_id, certificate.kind = award.level.edition_id, award.level.kind
        certificate.subject, certificate.submission_id = f"award:{award.pk}", award.submission_id
        certificate.save(update_fields=["edition", "kind", "subject", "submission"])


def keep_awards_only(apps, schema_editor):
    """Certificates are never deleted, and older code knows those of awards only."""
    others = apps.get_model("judging", "Certificate").objects.exclude(subject__startswith="award:")
    if others.exists():
        raise RuntimeError("Certificates of participants, innovators or judges have no place in the older tables.")


class Migration(migrations.Migration):
    dependencies = [("judging", "0014_certificate_kinds")]

    operations = [migrations.RunPython(name_the_award, keep_awards_only)]
