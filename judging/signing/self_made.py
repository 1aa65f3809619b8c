"""A key for tests and the demonstration. Nobody vouches for it, and its names say so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

from judging.signing.keys import TEST_MARK

LIFETIME = timedelta(days=3650)
KEY_BITS = 2048
SIGNS = dict.fromkeys(
    (
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "encipher_only",
        "decipher_only",
        "key_cert_sign",
        "crl_sign",
        "digital_signature",
        "content_commitment",
    ),
    False,
)


@dataclass(frozen=True)
class SelfMadeKey:
    """A PKCS#12 file with key and chain, and the PEM of the root that issued it."""

    pkcs12: bytes
    root: bytes


def make_test_key(*, passphrase: str, at: datetime) -> SelfMadeKey:
    """Return a new key and its issuer, valid for ten years on both sides of `at`: the demonstration plays earlier."""
    root_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS) for _ in range(2))
    root_name, own_name = _name("Penerbit"), _name("Segel portal")
    issues = {**SIGNS, "key_cert_sign": True, "crl_sign": True}
    root = _certificate(root_name, root_name, root_key.public_key(), at, issues, is_issuer=True).sign(
        root_key, hashes.SHA256()
    )
    signs = {**SIGNS, "digital_signature": True, "content_commitment": True}
    own = _certificate(own_name, root_name, key.public_key(), at, signs, is_issuer=False).sign(
        root_key, hashes.SHA256()
    )
    secret = BestAvailableEncryption(passphrase.encode())
    return SelfMadeKey(
        pkcs12=serialize_key_and_certificates(b"segel-portal", key, own, [root], secret),
        root=root.public_bytes(Encoding.PEM),
    )


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} ({TEST_MARK})")])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: rsa.RSAPublicKey,
    at: datetime,
    usage: dict[str, bool],
    *,
    is_issuer: bool,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - LIFETIME)
        .not_valid_after(at + LIFETIME)
        .add_extension(x509.BasicConstraints(ca=is_issuer, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )
