"""Issuing freezes, printing may be repeated, revoking never frees a number. See docs/certificates.md."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.queueing import hand_to_worker
from judging.enums import CertificateState
from judging.models import Award, Certificate, CertificateTemplate
from judging.pdf import print_certificate
from judging.selectors.certificate_candidates import (
    Candidate,
    award_candidates,
    candidates_without_certificate,
)
from judging.selectors.certificate_contents import (
    PlannedCertificate,
    check_payload,
    hash_of_plan,
    plan_certificates,
)
from judging.selectors.certificate_samples import Sample, sample_payload
from judging.selectors.certificate_words import CertificateWords, corrected_plan, entitled_candidate, words_of
from judging.services.certificate_files import has_file, store_file
from judging.services.certificate_pictures import pictures_of
from judging.services.issue_runs import print_what_is_missing
from judging.services.issuers import check_may_issue
from submissions.models import Edition


def issue_certificate(award_id: int, *, actor) -> Certificate:
    """Number and freeze the certificate of one final award, mail its agency and have it printed.

    Again: the same valid certificate. After a revocation: a new one with a new number, its replacement.
    Raises ValidationError with code `not_final`, `no_template`, `unprintable` or `too_long`.
    """
    check_may_issue(actor)
    edition_id = Award.objects.values_list("level__edition", flat=True).get(pk=award_id)
    with transaction.atomic():
        _lock_numbers(edition_id)
        [candidate] = award_candidates(Award.objects.filter(pk=award_id))
        return _issue_for(candidate, actor=actor)


def replace_certificate(certificate_id: int, *, actor) -> Certificate:
    """Issue a new certificate in the place of a revoked one, by what the registry and the template say now.

    Again: the same replacement. Raises ValidationError like `issue_certificate`, and with code `not_entitled` when
    nobody has a claim to it any more.
    """
    check_may_issue(actor)
    certificate = Certificate.objects.get(pk=certificate_id)
    with transaction.atomic():
        _lock_numbers(certificate.edition_id)
        return _issue_for(entitled_candidate(certificate), actor=actor)


def issue_certificates(
    edition_id: int,
    *,
    actor,
    agreed: str | None = None,
    kinds: Iterable[str] = (),
    subjects: Iterable[str] = (),
) -> list[Certificate]:
    """Issue all certificates of an edition that were never issued, all or none of them.

    `kinds` and `subjects` (see `Certificate`) narrow it. `agreed` is the fingerprint of the plan that a person saw
    (`hash_of_plan`); another plan raises code `stale`.
    A run of `judging.services.issue_runs` prints them in the background, with whatever else has no file.
    Again: issues what is missing and prints what has no file. A revoked certificate is replaced by
    `replace_certificate` only, because somebody has to want it.
    """
    check_may_issue(actor)
    with transaction.atomic():
        _lock_numbers(edition_id)
        plans = plan_certificates(candidates_without_certificate(edition_id, kinds=kinds, subjects=subjects))
        if agreed is not None and agreed != hash_of_plan(plans):
            raise ValidationError(_("Something changed since this preview. Look at the new one."), code="stale")
        certificates = [_issue(plan, actor=actor) for plan in plans]
        print_what_is_missing(edition_id, actor=actor)
    return certificates


def render_certificate(certificate_id: int) -> Certificate:
    """Print the PDF from the frozen payload and store it with its checksum.

    Again: nothing changes while the stored file is there; a file that was lost is printed anew.
    Raises ValidationError with code `picture_missing`.
    """
    certificate = Certificate.objects.get(pk=certificate_id)
    if has_file(certificate):
        return certificate
    pdf = print_certificate(certificate.payload, pictures=pictures_of([certificate.payload]))
    return store_file(certificate_id, pdf)


def revoke_certificate(certificate_id: int, *, actor, reason: str) -> Certificate:
    """Mark a certificate as revoked, for everybody to see on its check page. Raises code `stale` the second time."""
    check_may_issue(actor)
    if not reason.strip():
        raise ValidationError(
            _("Say why the certificate is revoked; the check page shows it."), code="reason_required"
        )
    with transaction.atomic():
        certificate = _revoke(certificate_id, actor=actor, reason=reason.strip())
        _tell("certificate_revoked", certificate)
    return certificate


def reissue_certificate(certificate_id: int, *, actor, reason: str, words: CertificateWords) -> Certificate:
    """Put another certificate with corrected words and a new number in the place of a valid one, in one act.

    The old one is revoked for the reason and keeps everything; the agency gets one mail. Raises `reason_required`,
    `stale` the second time, `unchanged`, and what `issue_certificate` raises.
    """
    check_may_issue(actor)
    if not reason.strip():
        raise ValidationError(_("Say what was wrong; the check page of the old one shows it."), code="reason_required")
    edition_id = Certificate.objects.values_list("edition", flat=True).get(pk=certificate_id)
    with transaction.atomic():
        _lock_numbers(edition_id)
        old = _revoke(certificate_id, actor=actor, reason=reason.strip())
        if words == words_of(old.payload):
            raise ValidationError(_("Nothing differs from the certificate as it is."), code="unchanged")
        certificate = _issue(corrected_plan(old, words), actor=actor, replaced=old)
        _print_after_commit(certificate)
    return certificate


def preview_certificate(template: CertificateTemplate, *, actor, sample: str = Sample.LONGEST) -> bytes:
    """Print a template, saved or not, on real names, marked as an example. Stores nothing.

    Raises ValidationError when it could not be printed: code `unprintable`, `too_long` or `picture_missing`.
    """
    check_may_issue(actor)
    payload = sample_payload(template, sample)
    check_payload(payload)
    return print_certificate(payload, pictures=pictures_of([payload], template))


def _issue_for(candidate: Candidate, *, actor) -> Certificate:
    """Return the valid certificate of the candidate, a new one when there is none. The caller holds the lock."""
    valid = Certificate.objects.filter(
        edition=candidate.edition, subject=candidate.subject, state=CertificateState.ISSUED
    )
    certificate = valid.first()
    if certificate is None:
        [plan] = plan_certificates([candidate])
        certificate = _issue(plan, actor=actor)
        _print_after_commit(certificate)
    return certificate


def _issue(plan: PlannedCertificate, *, actor, replaced: Certificate | None = None) -> Certificate:
    """Create the row as planned and mail whom it is for. The caller holds the lock on the numbers."""
    if plan.problem:
        raise plan.problem
    certificate = Certificate.objects.create(
        public_id=plan.payload["public_id"],
        number=plan.number,
        series=plan.series,
        sequence=plan.sequence,
        edition=plan.candidate.edition,
        kind=plan.candidate.kind,
        subject=plan.candidate.subject,
        award=plan.candidate.award,
        submission=plan.candidate.submission,
        judge=plan.candidate.judge,
        payload=plan.payload,
        payload_hash=hash_of(plan.payload),
        issued_by=actor,
        issued_at=datetime.fromisoformat(plan.payload["issued_at"]),
    )
    log(instance=certificate, action="judging.issue_certificate", user=actor)
    if replaced:
        _tell("certificate_reissued", certificate, replaced=replaced)
    else:
        _tell("certificate_issued", certificate)
    return certificate


def _revoke(certificate_id: int, *, actor, reason: str) -> Certificate:
    certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
    if certificate.state != CertificateState.ISSUED:
        raise ValidationError(_("This certificate has been revoked already."), code="stale")
    certificate.state = CertificateState.REVOKED
    certificate.revoked_by, certificate.revoked_at = actor, clock.now()
    certificate.revocation_reason = reason
    certificate.save(update_fields=["state", "revoked_by", "revoked_at", "revocation_reason"])
    log(instance=certificate, action="judging.revoke_certificate", user=actor, data={"reason": reason})
    return certificate


def _lock_numbers(edition_id: int) -> None:
    """Let one transaction at a time number certificates of an edition, so that the numbers have no gap and no double.

    On SQLite the transaction itself is exclusive; the constraints of `Certificate` stand behind both.
    """
    Edition.objects.select_for_update().get(pk=edition_id)


def _print_after_commit(certificate: Certificate) -> None:
    # The task is imported late: it calls back into this module.
    from judging.tasks import print_certificate_file

    hand_to_worker(print_certificate_file, certificate.pk)


def _tell(kind: str, certificate: Certificate, **context) -> None:
    """Mail the judge whose certificate it is, or the agency's people."""
    if certificate.judge_id:
        recipients, page = User.objects.filter(pk=certificate.judge_id, is_active=True), "certificates-of-judge"
    else:
        recipients = User.objects.filter(
            memberships__agency__innovations__submissions=certificate.submission_id, is_active=True
        )
        page = "certificates-own"
    send_message(
        kind,
        recipients.distinct(),
        about=certificate,
        certificate=certificate,
        list_path=reverse(f"judging:{page}"),
        **context,
    )
