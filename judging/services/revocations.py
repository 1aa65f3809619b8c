from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from judging.enums import AwardState, CertificateState
from judging.models import Award
from judging.services.awards import lock_edition
from judging.services.certificates import revoke_certificate
from judging.signals import award_revoked


@transaction.atomic
def revoke_award(award_id: int, *, actor, reason: str) -> Award:
    """Take an award back, provisional or final, and tell its agency why. Its place stays empty: nobody moves up.

    A valid certificate of it is revoked for the same reason. Raises `reason_required`, and `stale` the second time.
    Sends `award_revoked`.
    """
    award = Award.objects.select_related("level__edition", "submission__innovation__agency").get(pk=award_id)
    lock_edition(award.level.edition_id, actor)
    award.refresh_from_db(fields=["state"])  # another request may have held the lock before
    if not reason.strip():
        raise ValidationError(_("Say why the award is revoked; its agency reads it."), code="reason_required")
    if award.state == AwardState.REVOKED:
        raise ValidationError(_("This award has been revoked already."), code="stale")
    award.state, award.revocation_reason = AwardState.REVOKED, reason.strip()
    award.revoked_by, award.revoked_at = actor, clock.now()
    award.save(update_fields=["state", "revocation_reason", "revoked_by", "revoked_at"])
    for certificate in award.certificates.filter(state=CertificateState.ISSUED):
        revoke_certificate(certificate.pk, actor=actor, reason=award.revocation_reason)
    log(instance=award, action="judging.revoke_award", user=actor, data={"reason": award.revocation_reason})
    members = User.objects.filter(memberships__agency=award.submission.innovation.agency_id, is_active=True)
    send_message("award_revoked", members, about=award, award=award)
    award_revoked.send(sender=Award, award_id=award.pk, submission_id=award.submission_id)
    return award
