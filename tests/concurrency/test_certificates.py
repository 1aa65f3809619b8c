"""Two people press "issue" at the same moment. Only where rows are locked does this prove anything."""

import pytest
from django.core.files.storage import default_storage

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.models import Certificate
from judging.selectors.certificate_words import CertificateWords
from judging.services.certificates import (
    issue_certificate,
    issue_certificates,
    reissue_certificate,
    render_certificate,
)
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateTemplateFactory
from tests.factories.judging import AwardFactory, AwardLevelFactory, ResultRunFactory, VerifiedSubmissionFactory
from tests.factories.submissions import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def awards():
    run = ResultRunFactory()
    edition = run.round.edition
    CertificateTemplateFactory(edition=edition)
    level = AwardLevelFactory(edition=edition)
    made = []
    for _ in range(4):
        submission = VerifiedSubmissionFactory(edition=edition)
        MembershipFactory(agency=submission.innovation.agency)
        made.append(AwardFactory(run=run, submission=submission, level=level))
    return made


@pytest.fixture
def secretaries():
    return [UserFactory(roles=[Role.SECRETARIAT]) for _ in range(2)]


def test_two_batches_give_each_award_one_certificate_and_numbers_without_a_gap(awards, secretaries):
    edition = awards[0].level.edition

    results = at_once(*[lambda actor=actor: issue_certificates(edition.pk, actor=actor) for actor in secretaries])

    certificates = Certificate.objects.order_by("sequence")
    assert sorted(len(issued) for issued in results) == [0, 4]
    assert [(certificate.award_id, certificate.sequence) for certificate in certificates] == [
        (award.pk, number) for number, award in enumerate(awards, start=1)
    ]
    assert OutgoingMessage.objects.filter(kind="certificate_issued").count() == 4


def test_a_single_certificate_beside_a_batch_leaves_no_gap(awards, secretaries):
    edition = awards[0].level.edition

    at_once(
        lambda: issue_certificates(edition.pk, actor=secretaries[0]),
        lambda: issue_certificate(awards[2].pk, actor=secretaries[1]),
    )

    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4]
    assert set(Certificate.objects.values_list("award", flat=True)) == {award.pk for award in awards}


def test_two_printers_of_one_certificate_leave_one_file(awards, secretaries):
    certificate = issue_certificate(awards[0].pk, actor=secretaries[0])
    default_storage.delete(Certificate.objects.get().file.name)

    first, second = at_once(*[lambda: render_certificate(certificate.pk)] * 2)

    assert first.file_sha256 == second.file_sha256
    assert default_storage.listdir(f"certificates/{clock.today().year}")[1] == [f"{certificate.public_id}.pdf"]


def test_two_corrections_of_one_certificate_make_one_replacement(awards, secretaries):
    certificate = issue_certificate(awards[0].pk, actor=secretaries[0])
    results = at_once(
        *[
            lambda actor=actor, name=name: reissue_certificate(
                certificate.pk, actor=actor, reason="Salah eja.", words=CertificateWords(name, "Sihati", ())
            )
            for actor, name in zip(secretaries, ("RSUD Kelet", "RSUD Kelet Jepara"), strict=True)
        ]
    )

    [refusal] = [result for result in results if not isinstance(result, Certificate)]
    assert refusal.code == "stale"
    assert list(Certificate.objects.order_by("sequence").values_list("sequence", "state")) == [
        (1, "revoked"),
        (2, "issued"),
    ]
    assert OutgoingMessage.objects.filter(kind="certificate_reissued").count() == 1
