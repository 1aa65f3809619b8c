"""The same piece and the same end arrive twice at once, as when a browser sends again what was on its way."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from submissions.models import Evidence, PartialUpload
from submissions.services.uploads import add_piece, finish_upload, start_upload
from tests.concurrency.racing import at_once
from tests.factories.files import PDF
from tests.factories.submissions import MembershipFactory, ReadySubmissionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft():
    return ReadySubmissionFactory()


@pytest.fixture
def operator(draft):
    return MembershipFactory(agency=draft.innovation.agency).user


@pytest.fixture
def start(draft, operator):
    section = draft.edition.sections.first()
    return partial(
        start_upload, draft.pk, section.pk, actor=operator, name="a.pdf", size=len(PDF), fingerprint="a.pdf/1"
    )


def test_one_file_is_begun_once(start):
    results = at_once(start, start, start)

    assert {upload.pk for upload in results} == {PartialUpload.objects.get().pk}


def test_the_same_piece_is_written_once(start, operator):
    upload = start()

    def send():
        return add_piece(upload.pk, actor=operator, offset=0, piece=SimpleUploadedFile("blob", PDF))

    results = at_once(send, send)

    codes = sorted(result.code if isinstance(result, ValidationError) else "done" for result in results)
    assert codes == ["done", "wrong_offset"]
    assert upload.path.read_bytes() == PDF


def test_the_same_end_makes_one_piece_of_evidence(start, operator):
    upload = start()
    add_piece(upload.pk, actor=operator, offset=0, piece=SimpleUploadedFile("blob", PDF))
    finish = partial(finish_upload, upload.pk, actor=operator)

    results = at_once(finish, finish, finish)

    assert results == [Evidence.objects.get()] * 3
