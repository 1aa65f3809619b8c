"""Electronic signatures in PDF: bytes in, bytes or findings out, no database. See docs/certificates.md."""

from judging.signing.contents import Difference, code_in, difference
from judging.signing.findings import Signature, UnreadableFile, signatures_of
from judging.signing.keys import TEST_MARK, Key, KeyUnusable, pkcs11_key, pkcs12_key, read_trust
from judging.signing.press import sign
from judging.signing.self_made import SelfMadeKey, make_test_key

__all__ = [
    "TEST_MARK",
    "Difference",
    "Key",
    "KeyUnusable",
    "SelfMadeKey",
    "Signature",
    "UnreadableFile",
    "code_in",
    "difference",
    "make_test_key",
    "pkcs11_key",
    "pkcs12_key",
    "read_trust",
    "sign",
    "signatures_of",
]
