"""Two people sign, or hand in the same files, at the same moment."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from judging.models import SignedFile
from judging.services.certificates import issue_certificate, render_certificate
from judging.services.signed_uploads import Outcome, take_in_signed
from judging.services.signing import sign_certificate
from judging.signing import sign
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateTemplateFactory
from tests.factories.judging import AwardFactory, ResultRunFactory, VerifiedSubmissionFactory
from tests.factories.signing import Issuer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key(settings, tmp_path):
    issuer = Issuer()
    settings.SIGNING_TRUST = tmp_path / "akar.pem"
    settings.SIGNING_TRUST.write_bytes(issuer.pem)
    return issuer.signing_key()


@pytest.fixture
def secretaries():
    return [UserFactory(roles=[Role.SECRETARIAT]) for _ in range(2)]


@pytest.fixture
def certificate(secretaries):
    run = ResultRunFactory()
    edition = run.round.edition
    CertificateTemplateFactory(edition=edition)
    award = AwardFactory(run=run, level__edition=edition, submission=VerifiedSubmissionFactory(edition=edition))
    return render_certificate(issue_certificate(award.pk, actor=secretaries[0]).pk)


def stored_files() -> int:
    return len(default_storage.listdir(f"certificates/signed/{clock.today().year}")[1])


def test_two_signings_by_the_portal_leave_one_signed_file(certificate, secretaries, key):
    results = at_once(
        *[lambda actor=actor: sign_certificate(certificate.pk, actor=actor, key=key) for actor in secretaries]
    )

    assert results == [SignedFile.objects.get()] * 2
    assert stored_files() == 1


def test_two_uploads_of_the_same_file_keep_it_once(certificate, secretaries, key):
    output = BytesIO()
    with certificate.file.open("rb") as file, zipfile.ZipFile(output, "w") as archive:
        archive.writestr("a.pdf", sign(file.read(), key, at=clock.now()))

    results = at_once(
        *[
            lambda actor=actor: take_in_signed(ContentFile(output.getvalue(), name="a.zip"), actor=actor)
            for actor in secretaries
        ]
    )

    assert sorted(taken.outcome for [taken] in results) == [Outcome.ACCEPTED, Outcome.KNOWN]
    assert SignedFile.objects.count() == 1
    assert stored_files() == 1
