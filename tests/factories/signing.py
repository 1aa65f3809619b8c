"""Issuers, keys and a time stamper of the tests: real cryptography, invented people."""

from datetime import timedelta

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from innovation_portal.utils import clock
from judging.signing import Key, pkcs12_key

PASSPHRASE = "rahasia-uji"
OFFICIAL = "Dr. Ir. Nama Penanda Tangan, M.Sc."
USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


class Issuer:
    """A certification authority that issues keys, revokes them and runs a time stamper."""

    def __init__(self, name: str = "Penyelenggara Sertifikasi"):
        self.name = _name(name)
        self.key = _new_key()
        self.certificate = self._certificate(self.name, self.key, ("key_cert_sign", "crl_sign"), is_issuer=True)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def root(self) -> asn1_x509.Certificate:
        return _asn1(self.certificate)

    def issue(self, name: str = OFFICIAL, *, days: int = 365) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        key = _new_key()
        return key, self._certificate(_name(name), key, ("digital_signature", "content_commitment"), days=days)

    def pkcs12(self, name: str = OFFICIAL, **changes) -> bytes:
        key, certificate = self.issue(name, **changes)
        secret = BestAvailableEncryption(PASSPHRASE.encode())
        return serialize_key_and_certificates(b"uji", key, certificate, [self.certificate], secret)

    def signing_key(self, name: str = OFFICIAL, *, time_stamper=None, **changes) -> Key:
        return pkcs12_key(self.pkcs12(name, **changes), PASSPHRASE, timestamper=time_stamper)

    def time_stamper(self, *, at) -> DummyTimeStamper:
        """The far edge: answers as a time stamping service would, in this process."""
        key = _new_key()
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        certificate = _asn1(self._certificate(_name("Penanda Waktu"), key, ("digital_signature",), purpose=purpose))
        store = SimpleCertificateStore()
        store.register_multiple([self.root])
        private = asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
        return DummyTimeStamper(certificate, private, certs_to_embed=store, fixed_dt=at)

    def revocations(self, *revoked: int) -> bytes:
        """Return the list of revoked serial numbers as DER."""
        now = clock.now()
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.name)
            .last_update(now - timedelta(days=1))
            .next_update(now + timedelta(days=7))
        )
        for serial in revoked:
            one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now - timedelta(hours=1))
            builder = builder.add_revoked_certificate(one.build())
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _certificate(self, name, key, usages, *, is_issuer=False, days=365, purpose=None) -> x509.Certificate:
        now = clock.now()
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=365))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=is_issuer, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**{usage: usage in usages for usage in USAGES}), critical=True)
        )
        if not is_issuer:
            place = x509.UniformResourceIdentifier("http://127.0.0.1:9/pencabutan.crl")
            point = x509.DistributionPoint([place], relative_name=None, reasons=None, crl_issuer=None)
            builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        if purpose:
            builder = builder.add_extension(purpose, critical=True)
        return builder.sign(self.key, hashes.SHA256())


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
