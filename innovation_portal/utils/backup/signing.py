"""Who made an archive. Anybody may encrypt to a public key, so the server also signs (Ed25519, RFC 8032).

The manifest is what is signed: it holds the digests of all rows and of the list of files, which holds those
of the files. The public half stands in the key file that opens the archive, in a line `# signer: …`.
"""

import re
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from innovation_portal.utils.backup.errors import BackupError

SIGNER = re.compile(r"^# signer: (\S+)$", re.MULTILINE)


class UnknownOrigin(BackupError):
    pass


def new_signing_key() -> tuple[str, str]:
    """Return the secret for BACKUP_SIGNING_KEY, and the line of a key file that names its public half."""
    key = Ed25519PrivateKey.generate()
    return _text(key.private_bytes_raw()), f"# signer: {_text(key.public_key().public_bytes_raw())}\n"


def own_signing_key() -> Ed25519PrivateKey | None:
    """Return the key of BACKUP_SIGNING_KEY, None where there is none. Raises `BackupError`."""
    if not settings.BACKUP_SIGNING_KEY:
        return None
    try:
        return Ed25519PrivateKey.from_private_bytes(b64decode(settings.BACKUP_SIGNING_KEY, validate=True))
    except ValueError as error:
        raise BackupError("BACKUP_SIGNING_KEY is nothing that manage.py make_backup_key has printed.") from error


def signers_in(key_file: Path) -> list[str]:
    return SIGNER.findall(key_file.read_text())


def check_origin(manifest: bytes, signature: bytes | None, key_file: Path) -> None:
    """Raise `UnknownOrigin` unless a signer of the key file has signed; where it names none, nothing is asked."""
    signers = signers_in(key_file)
    if not signers:
        return
    if signature is None:
        raise UnknownOrigin("The archive is not signed. If you know where it comes from, add --unsigned.")
    if not any(_has_signed(signer, manifest, signature) for signer in signers):
        raise UnknownOrigin(
            "The archive was not signed by the server that the key file names (# signer: …): somebody else made it."
        )


def _has_signed(signer: str, manifest: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(b64decode(signer, validate=True)).verify(signature, manifest)
    except (ValueError, InvalidSignature):
        return False
    return True


def _text(key: bytes) -> str:
    return b64encode(key).decode()
