from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from submissions.enums import EditionState, StageKind
from submissions.models import Edition, Extension, Obligation
from submissions.selectors.agencies import members_of
from submissions.selectors.editions import stage_of


@transaction.atomic
def exempt_agency(obligation_id: int, *, actor, reason: str) -> Obligation:
    """Free an agency from its duty in one edition, with the reason. Again with another reason: the reason changes."""
    obligation = _lock_for(actor, obligation_id)
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Say why the agency is exempt."), code="reason_required")})
    obligation.is_exempt, obligation.exemption_reason, obligation.exempted_by = True, reason.strip(), actor
    obligation.full_clean()
    obligation.save(update_fields=["is_exempt", "exemption_reason", "exempted_by"])
    log(obligation, "submissions.exempt_agency", user=actor, data={"reason": obligation.exemption_reason})
    return obligation


@transaction.atomic
def lift_exemption(obligation_id: int, *, actor) -> Obligation:
    """Let an exempt agency owe its innovations again. Without an exemption nothing changes."""
    obligation = _lock_for(actor, obligation_id)
    if obligation.is_exempt:
        lifted = obligation.exemption_reason
        obligation.is_exempt, obligation.exemption_reason, obligation.exempted_by = False, "", None
        obligation.save(update_fields=["is_exempt", "exemption_reason", "exempted_by"])
        log(obligation, "submissions.lift_exemption", user=actor, data={"reason": lifted})
    return obligation


@transaction.atomic
def grant_extension(edition_id: int, agency_id: int, *, actor, closes_at: datetime, reason: str) -> Extension:
    """Let one agency submit until later than the others, and tell its members.

    A second extension replaces the first. Raises `ValidationError` when the edition is not open ("not_open"), the
    moment is not after the end of registration ("too_early"), or no reason is given ("reason_required").
    """
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    edition = Edition.objects.select_for_update().get(pk=edition_id)
    _check_extension(edition, closes_at, reason)
    extension, _created = Extension.objects.update_or_create(
        edition=edition,
        agency_id=agency_id,
        defaults={
            "closes_at": closes_at,
            "reason": reason.strip(),
            "granted_by": actor,
            "granted_at": clock.now(),
        },
    )
    log(
        extension,
        "submissions.grant_extension",
        user=actor,
        data={"reason": extension.reason, "closes_at": closes_at.isoformat()},
    )
    send_message(
        "extension_granted",
        members_of(agency_id),
        about=extension,
        deadline=extension.closes_at,
        edition=edition,
        extension=extension,
    )
    return extension


def _lock_for(actor, obligation_id: int) -> Obligation:
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    return Obligation.objects.select_for_update(of=("self",)).select_related("agency", "edition").get(pk=obligation_id)


def _check_extension(edition: Edition, closes_at: datetime, reason: str) -> None:
    registration = stage_of(edition, StageKind.REGISTRATION)
    problems = {}
    if edition.state != EditionState.OPEN:
        problems["__all__"] = ValidationError(_("The edition is not open."), code="not_open")
    if registration and closes_at <= registration.closes_at:
        problems["closes_at"] = ValidationError(
            _("The extension must end after the registration of all agencies."), code="too_early"
        )
    if not reason.strip():
        problems["reason"] = ValidationError(_("Say why the agency gets more time."), code="reason_required")
    if problems:
        raise ValidationError(problems)
