"""One submission from the first word to its verification, through the pages, with a correction on the way."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import VerificationOutcome
from submissions.models import Section, Submission
from submissions.services.verification import verify_submission
from tests.factories.files import PDF
from tests.factories.submissions import EditionFactory, ObligationFactory, ReasonCodeFactory


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def write_everything(client, agency, edition):
    """Go through the pages as their buttons lead, and return where they end."""
    facts = {
        "title": "Kasa Berbuntut",
        "summary": "Perawat menghitung kasa tanpa ragu.",
        "lineage": "new",
        "started_on": "2020-03-01",
        "category": edition.categories.get().pk,
        "field": "kesehatan",
        "form": "public_service",
        "type": "non_digital",
        "phase": "implementation",
        "goals": ["3"],
        "revision": 0,
    }
    page = client.post(reverse("submissions:submission-start", args=[agency.pk]), facts)
    for section in edition.sections.all():
        assert page.url.endswith(f"/aspek/{section.pk}/")
        answer = {"text": f"Isi {section.title}.", "revision": 0, "action": "next"}
        if section.needs_evidence:
            answer |= {"upload": SimpleUploadedFile("laporan.pdf", PDF), "evidence_title": "Laporan evaluasi"}
        page = client.post(page.url, answer)
    lines = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-name": "Retno", "form-0-role": "Ketua tim"}
    return client.post(page.url, lines).url


def submit(client, review):
    form = client.get(review).context["form"]
    declarations = [key for key, _text in form.fields["declarations"].choices]
    client.post(review, {"opened_at": form["opened_at"].value(), "declarations": declarations})


def test_submission_is_written_approved_returned_corrected_and_verified(agency, operator, approver, verifier):
    edition = EditionFactory(year=2026)
    Section.objects.filter(edition=edition, code="signifikansi").update(needs_evidence=True)
    ObligationFactory(edition=edition, agency=agency)
    reason = ReasonCodeFactory(edition=edition, text="Laporan belum bertanda tangan.")
    writer, head = signed_in(operator), signed_in(approver)

    review = write_everything(writer, agency, edition)
    submission = Submission.objects.get()
    detail = reverse("submissions:submission-detail", args=[submission.pk])
    assert writer.get(review).context["problems"] == []
    writer.post(detail, {"action": "request_approval"})
    submit(head, review)
    verify_submission(
        submission.pk, actor=verifier, outcome=VerificationOutcome.RETURNED, reason_ids=[reason.pk], note="Segera."
    )
    assert "Laporan belum bertanda tangan." in writer.get(detail).content.decode()
    section = edition.sections.get(code="signifikansi")
    page = reverse("submissions:section-edit", args=[submission.pk, section.pk])
    writer.post(page, {"text": "Isi yang diperbaiki.", "revision": 1})
    submit(head, review)
    verify_submission(submission.pk, actor=verifier, outcome=VerificationOutcome.PASSED)

    submission.refresh_from_db()
    assert (submission.status, submission.registration_number) == ("verified", "INV-2026-0001")
    assert [event.action for event in submission.events.order_by("pk")] == [
        "start",
        "request_approval",
        "submit",
        "return",
        "submit",
        "verify",
    ]
    texts = [version.payload["sections"][1]["text"] for version in submission.versions.order_by("number")]
    assert texts == ["Isi Signifikansi.", "Isi yang diperbaiki."]
    kinds = list(OutgoingMessage.objects.filter(recipient=operator).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["submission_submit", "submission_return", "submission_submit", "submission_verify"]
