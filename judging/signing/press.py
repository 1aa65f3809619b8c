"""Signing: the bytes of a PDF and a key in, the same bytes with one more revision out."""

from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko_certvalidator import ValidationContext

from judging.signing.keys import Key
from judging.signing.loops import in_own_thread
from judging.signing.seal import place_of_seal, seal_style

FIELD = "Tanda tangan elektronik"
DIGEST = "sha256"
# ETSI EN 319 142-1 6.3: the store of validation data is in the same revision where possible, so that nothing follows
# the signature; VRI entries, which pyHanko adds only afterwards, are optional there.
VALIDATION_DATA = DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)


def sign(
    pdf: bytes, key: Key, *, at: datetime, check_address: str = "", validation: ValidationContext | None = None
) -> bytes:
    """Return `pdf` with a certification signature that allows no later change; it begins with the bytes of `pdf`.

    The visible seal carries `check_address` as a QR code, if there is one.

    PAdES-B-B, with a time stamper of the key B-T. `validation` finds the data that prove that no certificate was
    revoked (B-LT); where they cannot be had, the signature is made without them. `at` is the time that the portal
    claims. Raises SigningError, or TimestampRequestError when the time stamper does not answer.
    """
    if validation is not None:
        try:
            return _sign(pdf, key, at, check_address, validation)
        except SigningError:  # the chain or what proves it cannot be had now
            pass
    return _sign(pdf, key, at, check_address, None)


def _sign(pdf: bytes, key: Key, at: datetime, check_address: str, validation: ValidationContext | None) -> bytes:
    place = place_of_seal(pdf)
    signer = _SignerAt(
        PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            embed_validation_info=validation is not None,
            validation_context=validation,
            signer_key_usage=set(),
            dss_settings=VALIDATION_DATA,
        ),
        key.signer,
        timestamper=key.timestamper,
        stamp_style=seal_style(key.name, is_test=key.is_test, at=at, check_address=check_address) if place else None,
        new_field_spec=SigFieldSpec(FIELD, box=place, readable_field_name=_said_of(key)),
        at=at,
    )
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    return in_own_thread(lambda: signer.sign_pdf(writer)).getvalue()


def _said_of(key: Key) -> str:
    """Return what a screen reader says of the seal, which is a picture for it."""
    return f"Segel uji oleh {key.name}" if key.is_test else f"Ditandatangani secara elektronik oleh {key.name}"


class _SignerAt(PdfSigner):
    """Signs at a given time, where pyHanko asks the machine's clock."""

    def __init__(self, *args, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args, **kwargs):
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session
