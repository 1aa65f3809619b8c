"""What the tests of the judges' pages share: addresses, what a sheet sends, a file in a frozen version."""

from django.core.files.base import ContentFile
from django.urls import reverse

from submissions.models import Evidence

SECRET = "Rahasia"  # stands in every frozen text


def address(name, assignment):
    return reverse(f"judging:{name}", args=[assignment.pk])


def sent(criteria, *choices, revision=0, note="", action="save", comments=("", "")):
    data = {"revision": revision, "note": note, "action": action}
    for criterion, choice, comment in zip(criteria, choices, comments, strict=True):
        data |= {f"mark_{criterion.pk}": choice, f"comment_{criterion.pk}": comment}
    return data


def attach(assignment):
    submission = assignment.version.submission
    evidence = Evidence.objects.create(
        submission=submission,
        kind="document",
        title="Laporan",
        file=ContentFile(b"isi bukti", name="laporan.pdf"),
        original_name="laporan.pdf",
        content_type="application/pdf",
        uploaded_by=submission.created_by,
    )
    payload = assignment.version.payload
    payload["evidence"] = [
        {
            "id": evidence.pk,
            "section": None,
            "kind": "document",
            "title": "Laporan",
            "url": "",
            "file": evidence.file.name,
            "original_name": "laporan.pdf",
            "content_type": "application/pdf",
            "size": 9,
            "sha256": "",
        }
    ]
    assignment.version.save()
    return evidence
