"""The addresses that the browser sends a file to, piece by piece."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from submissions.models import Evidence, PartialUpload
from tests.factories.files import LONG_PDF as PDF
from tests.factories.submissions import InnovationFactory, ReadySubmissionFactory

EXECUTABLE = b"MZ\x90\x00" + b"\x00" * 1000


@pytest.fixture
def draft(agency):
    return ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))


@pytest.fixture
def section(draft):
    return draft.edition.sections.first()


@pytest.fixture
def post(client, draft, section, operator):
    client.force_login(operator)

    def ask(page="", /, address="", **data):
        return client.post(address or reverse(f"submissions:{page}", args=[draft.pk, section.pk]), data).json()

    return ask


def blob(content):
    return SimpleUploadedFile("blob", content)


def test_browser_starts_asks_goes_on_and_finishes(client, post):
    begun = post("upload-start", name="laporan.pdf", size=len(PDF), fingerprint="a", title="Laporan")
    assert begun["received"] == 0

    assert post(address=begun["pieces"], offset=0, piece=blob(PDF[:400])) == {"received": 400}
    assert client.get(begun["pieces"]).json() == {"received": 400}
    assert post(address=begun["pieces"], offset=400, piece=blob(PDF[400:])) == {"received": len(PDF)}

    finished = post(address=begun["finish"])
    assert finished == {"evidence": Evidence.objects.get(title="Laporan").pk}
    assert post(address=begun["finish"]) == finished


def test_refusals_are_answered_with_their_reason(post):
    begun = post("upload-start", name="laporan.pdf", size=len(EXECUTABLE), fingerprint="a")

    answers = [
        post("upload-start", name="besar.pdf", size=20_000_000, fingerprint="b"),
        post("upload-start", name="laporan.pdf", size=-1, fingerprint="b"),
        post(address=begun["pieces"], offset=7, piece=blob(b"0")),
        post(address=begun["pieces"], offset=0),
        post(address=begun["finish"]),
        post(address=begun["pieces"], offset=0, piece=blob(EXECUTABLE)),
        post(address=begun["finish"]),
    ]

    codes = [answer.get("code") for answer in answers]
    assert codes == ["too_large", "invalid", "wrong_offset", "invalid", "incomplete", None, "wrong_type"]
    assert all(answer["problem"] for answer in answers if "code" in answer)


def test_upload_of_a_colleague_does_not_exist(client, post, approver):
    begun = post("upload-start", name="laporan.pdf", size=len(PDF), fingerprint="a")
    client.force_login(approver)

    answers = [
        client.get(begun["pieces"]),
        client.post(begun["pieces"], {"offset": 0, "piece": blob(PDF)}),
        client.post(begun["finish"]),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert PartialUpload.objects.get().received == 0


def test_upload_is_not_found_under_another_submission(client, post, draft, agency):
    begun = post("upload-start", name="laporan.pdf", size=len(PDF), fingerprint="a")
    other = ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))

    answer = client.get(begun["pieces"].replace(f"/usulan/{draft.pk}/", f"/usulan/{other.pk}/"))

    assert answer.status_code == 404
