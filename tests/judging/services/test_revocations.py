import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from home.models import CatalogueEntry
from home.services.publishing import publish_innovation
from home.services.site import set_up_site
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import AwardState, CertificateState
from judging.models import Award, Certificate
from judging.services.certificates import issue_certificate
from judging.services.revocations import revoke_award
from tests.factories.certificates import CertificateTemplateFactory
from tests.factories.judging import AwardFactory
from tests.factories.submissions import MembershipFactory


@pytest.mark.parametrize("state", [AwardState.PROVISIONAL, AwardState.FINAL])
def test_a_revoked_award_says_who_when_and_why_and_its_agency_is_told(db, secretary, state):
    award = AwardFactory(state=state)
    member = MembershipFactory(agency=award.submission.innovation.agency).user
    MembershipFactory()

    revoke_award(award.pk, actor=secretary, reason="  Data tidak benar. ")

    award.refresh_from_db()
    assert (award.state, award.revoked_by, award.revocation_reason) == (
        AwardState.REVOKED,
        secretary,
        "Data tidak benar.",
    )
    assert award.revoked_at <= clock.now()
    message = OutgoingMessage.objects.get()
    assert (message.kind, message.recipient) == ("award_revoked", member)
    assert "Data tidak benar." in message.body
    entry = ModelLogEntry.objects.get(action="judging.revoke_award")
    assert (entry.user, entry.data) == (secretary, {"reason": "Data tidak benar."})


def test_its_certificate_is_revoked_for_the_same_reason(db, secretary):
    award, other = AwardFactory(), AwardFactory()
    CertificateTemplateFactory(edition=award.level.edition)
    CertificateTemplateFactory(edition=other.level.edition)
    certificates = [issue_certificate(one.pk, actor=secretary) for one in (award, other)]

    revoke_award(award.pk, actor=secretary, reason="Data tidak benar.")

    rows = Certificate.objects.order_by("pk").values_list("pk", "state", "revocation_reason")
    assert list(rows) == [
        (certificates[0].pk, CertificateState.REVOKED, "Data tidak benar."),
        (certificates[1].pk, CertificateState.ISSUED, ""),
    ]


def test_the_catalogue_no_longer_names_it(db, secretary, django_capture_on_commit_callbacks):
    set_up_site()
    award = AwardFactory()
    AwardFactory(run=award.run)
    publish_innovation(award.submission.innovation_id)
    assert award.level.name in CatalogueEntry.objects.get().honour

    with django_capture_on_commit_callbacks(execute=True):
        revoke_award(award.pk, actor=secretary, reason="Data tidak benar.")

    assert CatalogueEntry.objects.get().honour == ""


def test_revoking_needs_a_reason_and_happens_once(db, secretary):
    award = AwardFactory()

    with pytest.raises(ValidationError) as raised:
        revoke_award(award.pk, actor=secretary, reason=" ")
    assert raised.value.code == "reason_required"
    revoke_award(award.pk, actor=secretary, reason="Satu.")
    with pytest.raises(ValidationError) as raised:
        revoke_award(award.pk, actor=secretary, reason="Dua.")

    assert raised.value.code == "stale"
    assert Award.objects.get().revocation_reason == "Satu."


def test_only_the_secretariat_revokes(db, judge, chair, verifier):
    award = AwardFactory()

    for actor in (judge, chair, verifier):
        with pytest.raises(PermissionDenied):
            revoke_award(award.pk, actor=actor, reason="Iri.")

    assert Award.objects.get().state == AwardState.FINAL
