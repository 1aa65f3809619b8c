"""Signing by the portal's own key. See docs/certificates.md."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import ValidationContext

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of_chunks
from innovation_portal.utils.queueing import hand_to_worker
from judging.enums import SigningPlace
from judging.models import Certificate, SignedFile
from judging.selectors.signatures import certificates_to_sign
from judging.services.certificates import render_certificate
from judging.services.issuers import check_may_issue
from judging.services.signed_files import check_can_be_signed, store_signed_file, valid_signatures
from judging.signing import Key, KeyUnusable, sign
from judging.signing.configured import configured_key, configured_trust

logger = logging.getLogger(__name__)


def sign_certificates(edition_id: int, *, actor) -> int:
    """Have the valid certificates of an edition signed in the background; return how many have to be.

    Again: what is missing only, also what an interrupted run left. Raises ValidationError with code `key_unusable`.
    """
    check_may_issue(actor)
    try:
        with configured_key() as key:
            waiting = certificates_to_sign(edition_id, with_test_key=key.is_test).values_list("pk", flat=True)
    except KeyUnusable:
        raise key_unusable() from None
    with transaction.atomic():
        Certificate.objects.filter(edition=edition_id).exclude(signing_refusal="").update(signing_refusal="")
        for certificate_id in waiting:
            _sign_after_commit(certificate_id, actor)
    return len(waiting)


def sign_in_background(certificate_id: int, *, actor) -> None:
    """Sign one certificate, or keep why that could not be done, for the page where signing was begun."""
    try:
        sign_certificate(certificate_id, actor=actor)
    except ValidationError as refusal:
        logger.warning("Certificate %s was not signed: %s", certificate_id, refusal.messages[0])
        Certificate.objects.filter(pk=certificate_id).update(signing_refusal=refusal.messages[0][:250])


def sign_certificate(certificate_id: int, *, actor, key: Key | None = None) -> SignedFile:
    """Sign one certificate with `key`, else with the portal's, and keep the signed file beside the unsigned one.

    Again: the file that is there. Raises ValidationError with code `revoked`, `key_unusable`, `file_changed`,
    `signing_failed`, or one of `valid_signatures`, by which the new signature is examined before it is kept.
    """
    check_may_issue(actor)
    if key is not None:
        return _sign(certificate_id, key, actor)
    try:
        with configured_key() as own:
            return _sign(certificate_id, own, actor)
    except KeyUnusable:
        raise key_unusable() from None


def key_unusable() -> ValidationError:
    return ValidationError(
        _("The portal's signing key cannot be used. The operator sees why with manage.py check."),
        code="key_unusable",
    )


def _sign(certificate_id: int, key: Key, actor) -> SignedFile:
    certificate = Certificate.objects.get(pk=certificate_id)
    check_can_be_signed(certificate)
    if signed := _signed_by_portal(certificate, key):
        return signed
    try:
        pdf = sign(
            _unsigned(certificate),
            key,
            at=clock.now(),
            check_address=certificate.payload["check_address"],
            validation=_validation(key),
        )
    except (SigningError, TimestampRequestError, OSError) as error:
        raise ValidationError(
            _("The signature could not be made: the key or the time stamping service did not answer. Try again."),
            code="signing_failed",
        ) from error
    signatures = valid_signatures(pdf)
    with transaction.atomic():
        # Two signings of one page differ in their bytes, so the second asks again under the lock.
        Certificate.objects.select_for_update().get(pk=certificate_id)
        signed = _signed_by_portal(certificate, key)
        return signed or store_signed_file(certificate_id, pdf, signatures, place=SigningPlace.PORTAL, actor=actor)[0]


def _signed_by_portal(certificate: Certificate, key: Key) -> SignedFile | None:
    return certificate.signed_files.filter(place=SigningPlace.PORTAL, is_test=key.is_test).first()


def _unsigned(certificate: Certificate) -> bytes:
    """Return the printed page; never sign one that is no longer what was printed."""
    certificate = render_certificate(certificate.pk)
    with certificate.file.open("rb") as file:
        pdf = file.read()
    if hash_of_chunks([pdf]) != certificate.file_sha256:
        raise ValidationError(
            _("The stored file of this certificate is not the one that was printed."), code="file_changed"
        )
    return pdf


def _validation(key: Key) -> ValidationContext | None:
    """What asks the issuers for the data of long-term validation; without a proved time they prove little."""
    if key.is_test or key.timestamper is None:
        return None
    return ValidationContext(trust_roots=list(configured_trust()), allow_fetching=True)


def _sign_after_commit(certificate_id: int, actor) -> None:
    # The task is imported late: it calls back into this module.
    from judging.tasks import sign_certificate_file

    hand_to_worker(sign_certificate_file, certificate_id, actor.pk)
