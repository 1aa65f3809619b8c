"""The key that signs, wherever it lies, and the roots whose signers are trusted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import x509
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import PKCS11SignatureConfig, TokenCriteria
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11SigningContext
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper

# Stands in the names of a self-made key and its issuer, so that every reader of the file sees what it is worth.
TEST_MARK = "UJI, bukan tanda tangan resmi"
PEM_ENDINGS = (".pem", ".crt", ".cer")


class KeyUnusable(ValueError):
    """The key or the roots cannot be read; the message says which and why, without any secret."""


@dataclass(frozen=True)
class Key:
    """What signs, and who adds the time to it; without a time stamper the time is the one that the portal says."""

    signer: Signer
    timestamper: TimeStamper | None = None

    @property
    def name(self) -> str:
        return name_of(self.signer.signing_cert)

    @property
    def is_test(self) -> bool:
        return is_marked_as_test(self.signer.signing_cert)


def name_of(certificate: x509.Certificate) -> str:
    """Return whom a certificate names: the common name, else everything that it says."""
    return str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)


def is_marked_as_test(certificate: x509.Certificate) -> bool:
    return any(TEST_MARK in name.human_friendly for name in (certificate.subject, certificate.issuer))


def pkcs12_key(content: bytes, passphrase: str, *, timestamper: TimeStamper | None = None) -> Key:
    """Return the key of a PKCS#12 file. Raises KeyUnusable when it or its passphrase is wrong."""
    try:
        signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=passphrase.encode() or None)
    except (ValueError, TypeError) as error:
        raise KeyUnusable("The PKCS#12 file cannot be opened: it is damaged, or the passphrase is wrong.") from error
    return Key(signer, timestamper)


@contextmanager
def pkcs11_key(
    library: str, *, token: str, label: str, pin: str, timestamper: TimeStamper | None = None
) -> Iterator[Key]:
    """Open a session with a token and give its key, which never leaves it. Raises KeyUnusable."""
    config = PKCS11SignatureConfig(library, cert_label=label, token_criteria=TokenCriteria(label=token), user_pin=pin)
    try:
        with PKCS11SigningContext(config) as signer:
            # Loads the certificate now, so that a wrong label is told before anything is signed.
            yield Key(_loaded(signer), timestamper)
    except (SigningError, PKCS11Error, OSError) as error:
        raise KeyUnusable(f"The PKCS#11 token cannot be used: {error}") from error


def _loaded(signer: Signer) -> Signer:
    if signer.signing_cert is None:
        raise SigningError("it has no certificate of this label")
    return signer


def read_trust(path: Path) -> tuple[x509.Certificate, ...]:
    """Return the root certificates of a PEM file, or of all PEM files in a folder. Raises KeyUnusable."""
    files = sorted(file for file in path.iterdir() if file.suffix in PEM_ENDINGS) if path.is_dir() else [path]
    try:
        roots = tuple(load_certs_from_pemder([str(file) for file in files]))
    except (OSError, ValueError) as error:
        raise KeyUnusable(f"The certificates in {path} cannot be read.") from error
    if not roots:
        raise KeyUnusable(f"There is no certificate in {path}.")
    return roots
