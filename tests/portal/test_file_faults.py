import errno

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from submissions.services.evidence import add_file
from tests.factories.files import PDF
from tests.factories.submissions import InnovationFactory, ReadySubmissionFactory

ADDRESS = "http://127.0.0.1:1/"


@pytest.fixture
def evidence(agency, operator):
    draft = ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))
    return add_file(draft.pk, actor=operator, upload=SimpleUploadedFile("laporan.pdf", PDF))


@pytest.mark.parametrize(
    "error",
    [
        EndpointConnectionError(endpoint_url=ADDRESS),
        ReadTimeoutError(endpoint_url=ADDRESS),
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EFBIG, "File too large"),
    ],
)
def test_a_storage_that_is_away_or_full_is_said_in_words_and_to_come_back(
    client, operator, evidence, error, monkeypatch, caplog
):
    client.force_login(operator)
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._open", raises(error))

    response = client.get(reverse("submissions:evidence-file", args=[evidence.pk]))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "Berkas sedang tidak dapat disimpan atau dibuka" in response.content.decode()
    assert "Files cannot be stored or opened." in caplog.messages


def test_another_fault_stays_a_fault(client, operator, evidence, monkeypatch):
    client.force_login(operator)
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._open", raises(OSError(errno.EIO, "broken")))

    with pytest.raises(OSError, match="broken"):
        client.get(reverse("submissions:evidence-file", args=[evidence.pk]))


def raises(error):
    def fail(*_arguments):
        raise error

    return fail
