import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from innovation_portal.utils import clock
from submissions.selectors.submissions import evidence_visible_to
from submissions.services.evidence import add_file, remove_evidence
from submissions.services.submissions import change_status
from tests.factories.files import PDF
from tests.factories.submissions import InnovationFactory, LinkFactory, MembershipFactory, ReadySubmissionFactory


@pytest.fixture
def draft(agency):
    return ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))


@pytest.fixture
def evidence(draft, operator):
    return add_file(draft.pk, actor=operator, upload=SimpleUploadedFile("laporan.pdf", PDF))


def file_url(evidence):
    return reverse("submissions:evidence-file", args=[evidence.pk])


def test_member_reads_the_file_with_its_own_name(client, operator, evidence):
    client.force_login(operator)

    response = client.get(file_url(evidence))

    assert response.getvalue() == PDF
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="laporan.pdf"' in response["Content-Disposition"]


@pytest.mark.parametrize("role", ["judge", "leader", "secretary", "verifier", "foreign member"])
def test_file_of_a_draft_does_not_exist_for_others(request, client, evidence, role):
    user = MembershipFactory().user if role == "foreign member" else request.getfixturevalue(role)
    client.force_login(user)

    response = client.get(file_url(evidence))

    assert response.status_code == 404


def test_visitor_is_asked_to_sign_in(client, evidence):
    response = client.get(file_url(evidence))

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


def test_secretariat_reads_what_was_submitted_and_nothing_added_since(
    draft, evidence, operator, approver, verifier, secretary, judge
):
    early = LinkFactory(submission=draft, removed_at=clock.now())
    change_status(draft.pk, "submit", actor=approver)
    change_status(draft.pk, "return", actor=verifier, comment="Perbaiki.")
    remove_evidence(evidence.pk, actor=operator)
    later = add_file(draft.pk, actor=operator, upload=SimpleUploadedFile("baru.pdf", PDF))

    assert list(evidence_visible_to(secretary)) == list(evidence_visible_to(verifier)) == [evidence]
    assert set(evidence_visible_to(operator)) == {evidence, early, later}
    assert list(evidence_visible_to(judge)) == []


def test_file_gone_from_the_disk_gives_a_page_that_says_so(client, operator, evidence):
    evidence.file.storage.delete(evidence.file.name)
    client.force_login(operator)

    response = client.get(file_url(evidence))

    assert response.status_code == 404
    assert "laporan.pdf" in response.content.decode()


def test_link_has_no_file_to_open(client, operator, draft):
    client.force_login(operator)

    assert client.get(file_url(LinkFactory(submission=draft))).status_code == 404
