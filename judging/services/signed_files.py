"""What both ways of signing share: which signatures count, and how a signed file is kept beside the unsigned one."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of_chunks
from judging.enums import CertificateState, SignatureTrust, SigningPlace
from judging.models import Certificate, SignedFile
from judging.signing import KeyUnusable, Signature, UnreadableFile, signatures_of
from judging.signing.configured import configured_trust


def valid_signatures(pdf: bytes) -> list[Signature]:
    """Return the signatures of a file in which every one of them counts.

    Raises ValidationError with code `unreadable`, `no_signature`, `changed`, `revoked_signer`, `unknown_issuer`,
    `test_key` (outside the demonstration) or `trust_unusable`.
    """
    try:
        signatures = signatures_of(pdf, configured_trust(), at=clock.now())
    except KeyUnusable:
        raise ValidationError(
            _("The trusted issuers cannot be read. The operator sees why with manage.py check."),
            code="trust_unusable",
        ) from None
    except UnreadableFile:
        raise ValidationError(
            _("This is no PDF that can be read, or it is locked with a password."), code="unreadable"
        ) from None
    if not signatures:
        raise ValidationError(_("This file carries no electronic signature."), code="no_signature")
    if not (all(one.is_intact for one in signatures) and signatures[-1].is_last_word):
        raise ValidationError(_("This file was changed after it was signed."), code="changed")
    for signature in signatures:
        _check_trust(signature)
    return signatures


def check_can_be_signed(certificate: Certificate) -> None:
    if certificate.state != CertificateState.ISSUED:
        raise ValidationError(_("This certificate has been revoked."), code="revoked")


def store_signed_file(
    certificate_id: int, pdf: bytes, signatures: list[Signature], *, place: SigningPlace, actor
) -> tuple[SignedFile, bool]:
    """Keep a signed file, and say whether it is new. The same file again: the row that is there.

    The caller has examined the signatures. Raises ValidationError with code `revoked`.
    """
    digest = hash_of_chunks([pdf])
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
        check_can_be_signed(certificate)
        known = SignedFile.objects.filter(certificate=certificate, sha256=digest).first()
        if known:
            return known, False
        last = signatures[-1]
        stored = SignedFile.objects.create(
            certificate=certificate,
            file=ContentFile(pdf, name=f"{certificate.public_id}.pdf"),
            sha256=digest,
            place=place,
            signers=[one.signer for one in signatures],
            issuer=last.issuer[:200],
            level=last.level,
            signed_at=last.signed_at,
            is_time_stamped=last.is_time_stamped,
            is_test=any(one.trust == SignatureTrust.TEST for one in signatures),
            validated_at=clock.now(),
            stored_by=actor,
        )
        log(
            instance=certificate,
            action="judging.sign_certificate",
            user=actor,
            data={"signers": stored.signers, "place": place.value},
        )
    return stored, True


def _check_trust(signature: Signature) -> None:
    if signature.trust == SignatureTrust.REVOKED:
        raise ValidationError(
            _("The certificate of %(name)s was revoked by its issuer."),
            code="revoked_signer",
            params={"name": signature.signer},
        )
    if signature.trust == SignatureTrust.UNKNOWN:
        raise ValidationError(
            _("Signed by %(name)s, but the issuer “%(issuer)s” is not among those that the portal trusts."),
            code="unknown_issuer",
            params={"name": signature.signer, "issuer": signature.issuer},
        )
    if signature.trust == SignatureTrust.TEST and not settings.DEMONSTRATION_ALLOWED:
        raise ValidationError(_("Signed with a test key, which is no official signature."), code="test_key")
