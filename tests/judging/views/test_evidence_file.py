from django.core.files.base import ContentFile
from django.urls import reverse

from innovation_portal.utils import clock
from submissions.models import Evidence
from tests.factories.judging import AssignmentFactory
from tests.judging.views.sheets import address, attach


def test_evidence_of_the_version_opens_even_after_its_removal(desk, assignment):
    evidence = attach(assignment)
    evidence.removed_at = clock.now()
    evidence.save()

    response = desk.get(reverse("judging:evidence-file", args=[assignment.pk, evidence.pk]))

    assert b"".join(response.streaming_content) == b"isi bukti"


def test_evidence_that_is_not_in_the_version_or_not_assigned_is_not_found(desk, assignment):
    evidence = attach(assignment)
    later = Evidence.objects.create(
        submission=assignment.version.submission,
        kind="document",
        title="Susulan",
        file=ContentFile(b"baru", name="b.pdf"),
        uploaded_by=evidence.uploaded_by,
    )
    foreign = AssignmentFactory(round=assignment.round, cleared_at=clock.now())
    hidden = attach(foreign)

    for assignment_pk, evidence_pk in (
        (assignment.pk, later.pk),
        (assignment.pk, hidden.pk),
        (foreign.pk, hidden.pk),
    ):
        url = reverse("judging:evidence-file", args=[assignment_pk, evidence_pk])
        assert desk.get(url).status_code == 404


def test_evidence_waits_for_the_declaration(desk, round_, judge):
    assignment = AssignmentFactory(round=round_, panelist__judge=judge)
    evidence = attach(assignment)

    response = desk.get(reverse("judging:evidence-file", args=[assignment.pk, evidence.pk]))

    assert response.url == address("conflict-declare", assignment)


def test_a_deleted_file_is_explained(desk, assignment):
    evidence = attach(assignment)
    evidence.file.storage.delete(evidence.file.name)

    response = desk.get(reverse("judging:evidence-file", args=[assignment.pk, evidence.pk]))

    assert response.status_code == 404
    assert "laporan.pdf" in response.content.decode()
