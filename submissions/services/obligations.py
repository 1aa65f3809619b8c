from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from innovation_portal.utils.files import validate_upload
from innovation_portal.utils.formats import full_date
from innovation_portal.utils.stored_files import stored
from submissions.enums import EditionState, ObligationStep, StageKind
from submissions.models import Agency, Edition, ExemptionDocument, Extension, Obligation, ObligationEvent
from submissions.models.standing import keep_standing
from submissions.selectors.agencies import members_of
from submissions.selectors.editions import stage_of
from submissions.selectors.eligibility import allowance_of

EXEMPTION = ["is_exempt", "exemption_reason", "exempted_by", "exemption_document"]


@transaction.atomic
def enter_obligations(edition: Edition, agencies: QuerySet[Agency], *, actor) -> list[Obligation]:
    """Write down what each of the agencies owes in the edition, as they are now; those that stand there stay.

    One that was founded after registration opened is exempt at once: it could not use the time that the others had
    (docs/decisions/0019-years-that-are-not-whole.md). The caller holds the lock of the edition.
    """
    prefetch_related_objects([edition], "agency_quotas")
    registration = stage_of(edition, StageKind.REGISTRATION)
    opened_on = registration and timezone.localdate(registration.opens_at)
    entered = Obligation.objects.bulk_create(
        Obligation(
            edition=edition,
            agency=agency,
            name=agency.name,
            kind=agency.kind,
            region_id=agency.region_id,
            required_count=allowance_of(edition, agency).minimum,
        )
        for agency in agencies.exclude(obligations__edition=edition)
    )
    ObligationEvent.objects.bulk_create(_event_of(one, ObligationStep.ENTERED, actor) for one in entered)
    keep_standing(edition, [one.agency_id for one in entered])
    for one in entered:
        founded_on = one.agency.founded_on
        if opened_on and founded_on and founded_on > opened_on:
            # Kept for ever, so it is written in the language of the office.
            with translation.override(settings.LANGUAGE_CODE):
                reason = _("Founded on %(day)s, after registration opened.") % {"day": full_date(founded_on)}
            make_exempt(one, ObligationStep.EXEMPTED, reason)
    return entered


def make_exempt(
    obligation: Obligation,
    step: ObligationStep,
    reason: str,
    *,
    actor=None,
    document: ExemptionDocument | None = None,
) -> None:
    """Make an obligation exempt and keep the event; without an actor it is a rule of the portal."""
    obligation.is_exempt, obligation.exemption_reason, obligation.exempted_by = True, reason, actor
    obligation.exemption_document = document
    obligation.full_clean()
    obligation.save(update_fields=EXEMPTION)
    _event_of(obligation, step, actor, reason).save()


@transaction.atomic
def exempt_agency(obligation_id: int, *, actor, reason: str, document: File | None = None) -> Obligation:
    """Free an agency from its duty in one edition, with the reason and the paper that says so, where there is one.

    Again with another reason: the reason changes, and the paper stays unless another one comes. Raises
    `reason_required`, and on the field `document` what `validate_upload` says of the file.
    """
    obligation = _lock_for(actor, obligation_id)
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Say why the agency is exempt."), code="reason_required")})
    kept = _store_document(document) if document else obligation.exemption_document
    make_exempt(obligation, ObligationStep.EXEMPTED, reason.strip(), actor=actor, document=kept)
    data = {"reason": obligation.exemption_reason, "document": str(kept or "")}
    log(obligation, "submissions.exempt_agency", user=actor, data=data)
    return obligation


@transaction.atomic
def lift_exemption(obligation_id: int, *, actor) -> Obligation:
    """Let an exempt agency owe its innovations again. Without an exemption nothing changes."""
    obligation = _lock_for(actor, obligation_id)
    if obligation.is_exempt:
        lifted = obligation.exemption_reason
        obligation.is_exempt, obligation.exemption_reason, obligation.exempted_by = False, "", None
        obligation.exemption_document = None  # the event of the exemption keeps it
        obligation.save(update_fields=EXEMPTION)
        _event_of(obligation, ObligationStep.LIFTED, actor).save()
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


def _event_of(obligation: Obligation, step: ObligationStep, actor, reason: str = "") -> ObligationEvent:
    return ObligationEvent(
        obligation=obligation,
        actor=actor,
        step=step,
        required_count=obligation.required_count,
        is_exempt=obligation.is_exempt,
        reason=reason,
        document=obligation.exemption_document,
        at=clock.now(),
    )


def _store_document(upload: File) -> ExemptionDocument:
    try:
        facts = validate_upload(upload)
    except ValidationError as error:
        raise ValidationError({"document": error}) from error
    return ExemptionDocument.objects.create(
        **stored(facts),
    )


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
