import pytest

from innovation_portal.accounts.roles import Role
from judging.services.certificates import issue_certificate
from submissions.enums import MembershipRole
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateTemplateFactory
from tests.factories.judging import AwardFactory, AwardLevelFactory, ResultRunFactory, VerifiedSubmissionFactory
from tests.factories.signing import PASSPHRASE, Issuer
from tests.factories.submissions import AgencyFactory, InnovationFactory, MembershipFactory


class Ceremony:
    """An edition with a sealed result, a template for winners, and as many final awards as a test asks for."""

    def __init__(self):
        self.run = ResultRunFactory()
        self.edition = self.run.round.edition
        self.level = AwardLevelFactory(edition=self.edition, name="Terbaik I")
        self.template = CertificateTemplateFactory(edition=self.edition)
        self.secretary = UserFactory(roles=[Role.SECRETARIAT])

    def award(self, *, agency=None, level=None, version=None, **changes):
        agency = agency or AgencyFactory()
        if not agency.memberships.exists():
            MembershipFactory(agency=agency, role=MembershipRole.APPROVER)
        submission = VerifiedSubmissionFactory(
            edition=self.edition,
            innovation=InnovationFactory(agency=agency),
            **{f"version__{key}": value for key, value in (version or {}).items()},
        )
        return AwardFactory(run=self.run, submission=submission, level=level or self.level, **changes)

    def certificate(self, **changes):
        """Issued, not printed: tests of pages do not need the file."""
        return issue_certificate(self.award(**changes).pk, actor=self.secretary)


@pytest.fixture(scope="session")
def authority():
    return Issuer()


@pytest.fixture
def official(authority, settings, tmp_path):
    """The key of an official whose issuer the portal trusts."""
    settings.SIGNING_TRUST = tmp_path / "akar.pem"
    settings.SIGNING_TRUST.write_bytes(authority.pem)
    return authority.signing_key()


@pytest.fixture
def own_key(official, authority, settings, tmp_path):
    """The portal's own key, as the settings name it."""
    settings.SIGNING_PKCS12, settings.SIGNING_PKCS12_PASSPHRASE = tmp_path / "segel.p12", PASSPHRASE
    settings.SIGNING_PKCS12.write_bytes(authority.pkcs12("Biro Organisasi"))


@pytest.fixture
def ceremony(db):
    return Ceremony()
