"""Issuing freezes, printing may be repeated, revoking never frees a number. See docs/certificates.md."""

from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from innovation_portal.utils.hashing import hash_of
from judging.enums import CertificateState
from judging.models import Award, Certificate, CertificateTemplate
from judging.pdf import print_certificate
from judging.selectors.certificate_contents import (
    PlannedCertificate,
    hash_of_plan,
    plan_certificates,
    preview_payload,
)
from judging.selectors.certificates import ALL_AWARDS, AwardChoice, awards_without_certificate
from judging.services.certificate_files import has_file, read_emblem, store_file
from judging.services.issue_runs import print_what_is_missing
from submissions.models import Edition


def issue_certificate(award_id: int, *, actor) -> Certificate:
    """Number and freeze the certificate of one final award, mail its agency and have it printed.

    Again: the same valid certificate. After a revocation: a new one with a new number, its replacement.
    Raises ValidationError with code `not_final`, `no_template`, `unprintable` or `too_long`.
    """
    _check_permission(actor)
    edition_id = Award.objects.values_list("level__edition", flat=True).get(pk=award_id)
    with transaction.atomic():
        _lock_numbers(edition_id)
        certificate = Certificate.objects.filter(award=award_id, state=CertificateState.ISSUED).first()
        if certificate is None:
            [plan] = plan_certificates(Award.objects.filter(pk=award_id))
            certificate = _issue(plan, actor=actor)
            _print_after_commit(certificate)
    return certificate


def issue_certificates(
    edition_id: int, *, actor, agreed: str | None = None, choice: AwardChoice = ALL_AWARDS
) -> list[Certificate]:
    """Issue the certificates of the chosen final awards of an edition that never had one, all or none of them.

    `agreed` is the fingerprint of the plan that a person saw (`hash_of_plan`); another plan raises code `stale`.
    A run of `judging.services.issue_runs` prints them in the background, with whatever else has no file.
    Again: issues what is missing and prints what has no file. A revoked certificate is replaced by
    `issue_certificate` only, because somebody has to want it.
    """
    _check_permission(actor)
    with transaction.atomic():
        _lock_numbers(edition_id)
        plans = plan_certificates(awards_without_certificate(edition_id, choice))
        if agreed is not None and agreed != hash_of_plan(plans):
            raise ValidationError(_("Something changed since this preview. Look at the new one."), code="stale")
        certificates = [_issue(plan, actor=actor) for plan in plans]
        print_what_is_missing(edition_id, actor=actor)
    return certificates


def render_certificate(certificate_id: int) -> Certificate:
    """Print the PDF from the frozen payload and store it with its checksum.

    Again: nothing changes while the stored file is there; a file that was lost is printed anew.
    Raises ValidationError with code `emblem_missing`.
    """
    certificate = Certificate.objects.get(pk=certificate_id)
    if has_file(certificate):
        return certificate
    pdf = print_certificate(certificate.payload, emblem=read_emblem(certificate.payload))
    return store_file(certificate_id, pdf)


def revoke_certificate(certificate_id: int, *, actor, reason: str) -> Certificate:
    """Mark a certificate as revoked, for everybody to see on its check page. Raises code `stale` the second time."""
    _check_permission(actor)
    if not reason.strip():
        raise ValidationError(
            _("Say why the certificate is revoked; the check page shows it."), code="reason_required"
        )
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
        if certificate.state != CertificateState.ISSUED:
            raise ValidationError(_("This certificate has been revoked already."), code="stale")
        certificate.state = CertificateState.REVOKED
        certificate.revoked_by, certificate.revoked_at = actor, clock.now()
        certificate.revocation_reason = reason.strip()
        certificate.save(update_fields=["state", "revoked_by", "revoked_at", "revocation_reason"])
        log(instance=certificate, action="judging.revoke_certificate", user=actor, data={"reason": reason.strip()})
        _mail_agency("certificate_revoked", certificate)
    return certificate


def preview_certificate(template_id: int, *, actor) -> bytes:
    """Print a template on the longest names of the registry, marked as an example. Stores nothing."""
    _check_permission(actor)
    payload = preview_payload(CertificateTemplate.objects.select_related("edition").get(pk=template_id))
    return print_certificate(payload, emblem=read_emblem(payload))


def _issue(plan: PlannedCertificate, *, actor) -> Certificate:
    """Create the row as planned. The caller holds the lock on the numbers."""
    if plan.problem:
        raise plan.problem
    certificate = Certificate.objects.create(
        public_id=plan.payload["public_id"],
        number=plan.number,
        series=plan.series,
        sequence=plan.sequence,
        award=plan.award,
        payload=plan.payload,
        payload_hash=hash_of(plan.payload),
        issued_by=actor,
        issued_at=datetime.fromisoformat(plan.payload["issued_at"]),
    )
    log(instance=certificate, action="judging.issue_certificate", user=actor)
    _mail_agency("certificate_issued", certificate)
    return certificate


def _lock_numbers(edition_id: int) -> None:
    """Let one transaction at a time number certificates of an edition, so that the numbers have no gap and no double.

    On SQLite the transaction itself is exclusive; the constraints of `Certificate` stand behind both.
    """
    Edition.objects.select_for_update().get(pk=edition_id)


def _check_permission(actor) -> None:
    if not actor.has_perm("judging.issue_certificate"):
        raise PermissionDenied


def _print_after_commit(certificate: Certificate) -> None:
    # The task is imported late: it calls back into this module.
    from judging.tasks import print_certificate_file

    transaction.on_commit(partial(print_certificate_file.enqueue, certificate.pk))


def _mail_agency(kind: str, certificate: Certificate) -> None:
    members = User.objects.filter(
        memberships__agency__innovations__submissions=certificate.award.submission_id, is_active=True
    )
    send_message(
        kind,
        members.distinct(),
        about=certificate,
        certificate=certificate,
        list_path=reverse("judging:certificates-own"),
    )
