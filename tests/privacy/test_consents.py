"""Taking back a consent is as easy as giving it, and the public page follows."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from home.selectors.publication import public_facts
from innovation_portal.privacy.people import person_by
from innovation_portal.privacy.services.erasing import erase_person
from innovation_portal.utils.hashing import hash_of
from submissions.enums import CataloguePolicy, MembershipRole
from submissions.models import WithdrawnConsent
from submissions.services.consents import give_consent_again, withdraw_consent
from tests.factories.accounts import UserFactory
from tests.factories.judging import VerifiedSubmissionFactory, version_of
from tests.factories.submissions import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    submission = VerifiedSubmissionFactory(edition__catalogue_policy=CataloguePolicy.AFTER_VERIFICATION)
    version = version_of(submission)
    consent = {"code": "publikasi", "text": "Nama boleh tampil.", "accepted_by": "Budi"}
    version.payload["declarations"] = [consent | {"accepted_at": "2026-05-27T02:00:00+00:00"}]
    version.payload["innovators"] = [{"name": "Siti", "role": "Ketua"}, {"name": "Rahma", "role": ""}]
    version.sha256 = hash_of(version.payload)
    version.save()
    for name in ("Siti", "Rahma"):
        submission.innovators.create(name=name)
    return submission


@pytest.fixture
def member(submission):
    return MembershipFactory(agency=submission.innovation.agency, role=MembershipRole.OPERATOR).user


def shown(submission):
    return public_facts([submission.innovation_id])[submission.innovation_id].innovators


def test_a_withdrawn_consent_takes_the_names_off_and_given_again_brings_them_back(submission, member):
    assert shown(submission) == ["Siti", "Rahma"]

    first = withdraw_consent(submission.pk, "publikasi", actor=member)
    assert withdraw_consent(submission.pk, "publikasi", actor=member) == first
    assert shown(submission) == []

    give_consent_again(submission.pk, "publikasi", actor=member)
    assert shown(submission) == ["Siti", "Rahma"]
    assert list(WithdrawnConsent.objects.values_list("text", "withdrawn_by", "given_again_by")) == [
        ("Nama boleh tampil.", member.pk, member.pk)
    ]


def test_an_erased_innovator_is_shown_no_longer_and_the_version_stays(submission, secretary):
    erase_person(person_by(name="siti"), actor=secretary, models={"submissions.Innovator"})

    assert shown(submission) == ["Rahma"]
    assert version_of(submission).payload["innovators"][0]["name"] == "Siti"


def test_others_withdraw_nothing_and_what_was_never_given_is_refused(submission, member):
    with pytest.raises(PermissionDenied):
        withdraw_consent(submission.pk, "publikasi", actor=UserFactory())
    with pytest.raises(ValidationError) as refused:
        withdraw_consent(submission.pk, "publikasi-kontak", actor=member)

    assert refused.value.code == "not_given"
    assert shown(submission) == ["Siti", "Rahma"]


def test_the_page_says_who_gave_it_and_takes_it_back(client, submission, member):
    client.force_login(member)
    address = reverse("submissions:consent-list", args=[submission.pk])
    assert "Nama boleh tampil." in client.get(address).content.decode()

    assert client.post(address, {"code": "publikasi", "action": "withdraw"}).url == address
    assert "Ditarik oleh" in client.get(address).content.decode()
    assert shown(submission) == []
