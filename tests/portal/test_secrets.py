import secrets
import subprocess

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

from tests.portal.secrets import Finding, secrets_in

KEY_FILES = (".p12", ".pfx", ".key", ".pem", ".jks", ".kdbx", ".age", ".sqlite3", ".dump")
PICTURES = {".png", ".jpg", ".webp", ".woff2", ".ico", ".pdf", ".icc", ".gz", ".ttf"}


def tracked():
    """The files that a commit would publish."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return [settings.BASE_DIR / name for name in names.split("\0") if name]


def test_no_tracked_file_holds_a_secret():
    files = [path for path in tracked() if path.is_file() and path.suffix not in PICTURES]
    found = {
        (str(path.relative_to(settings.BASE_DIR)), finding.kind)
        for path in files
        for finding in secrets_in(path.read_text(errors="replace"))
    }

    assert len(files) > 1000
    assert found == set()


def test_no_file_of_keys_or_data_is_tracked():
    assert [path.name for path in tracked() if path.name.endswith(KEY_FILES) or path.name == ".env"] == []


def private_key():
    key = generate_private_key(SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


PLANTED = {
    "private key": private_key,
    "key of backups": lambda: f"BACKUP_KEY={pyrage.x25519.Identity.generate()}",
    "key of a cloud": lambda: "access: AKIA" + "".join(secrets.choice("ABCDEFGHIJ234567") for _ in range(16)),
    "token of a service": lambda: f"url = https://ghp_{secrets.token_hex(18)}@github.com/kantor/portal",
    "signed token": lambda: "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0." + secrets.token_urlsafe(32),
    "password in an address": lambda: f"DATABASE_URL=postgres://portal:{secrets.token_hex(4)}@10.0.0.7/portal",
    "value of a secret name": lambda: f'SECRET_KEY = "{secrets.token_urlsafe(64)}"',
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_secret_is_found(kind):
    text = f"# settings of the server\n\n{PLANTED[kind]()}\n"

    assert Finding(3, kind) in secrets_in(text)


@pytest.mark.parametrize(
    "named",
    [
        "METRICS_TOKEN={}",
        "s3_secret_key: {}",
        '"passphrase": "{}"',
        "api-token = '{}'",
        "SIGNING_PKCS11_PIN={}",
        "BACKUP_SIGNING_KEY={}",
    ],
)
def test_a_secret_is_found_under_any_name(named):
    assert secrets_in(named.format(secrets.token_hex(24))) == [Finding(1, "value of a secret name")]


@pytest.mark.parametrize(
    "line",
    [
        "EMAIL_URL=submission://portal:password@mail.example.go.id:587",
        "SECRET_KEY=env.str('SECRET_KEY', validate=validate.Length(min=50))",
        '"reset_password": "innovation_portal.accounts.forms.ForgottenPasswordForm",',
        "password=$(openssl rand -hex 24)",
        "https://inovasi.example.go.id:8443/piagam/",
        "token = signing.dumps([change.pk, side], salt=SALT)",
    ],
)
def test_what_only_speaks_of_secrets_is_none(line):
    assert secrets_in(line) == []
