import pytest
from django.conf import settings as current

from innovation_portal.utils.backup.encryption import new_key
from innovation_portal.utils.backup.making import write_archive
from innovation_portal.utils.backup.signing import new_signing_key
from tests.instances import another_instance


@pytest.fixture
def key(tmp_path, settings):
    """A key file whose public key backups are encrypted to, and a place for them."""
    text, public = new_key()
    settings.BACKUP_SIGNING_KEY, signer = new_signing_key()
    path = tmp_path / "key.txt"
    path.write_text(signer + text)
    settings.BACKUP_RECIPIENTS = [public]
    settings.BACKUP_TARGET = str(tmp_path / "backups")
    settings.BACKUP_STATE = tmp_path / "state" / "backup-last.json"
    return path


@pytest.fixture
def archive_now(tmp_path, key):
    """Write an archive of the instance and return its path."""

    def make(say=lambda text: None):
        path = tmp_path / "now.tar.age"
        with path.open("wb") as target:
            write_archive(target, current.BACKUP_RECIPIENTS, say=say)
        return path

    return make


@pytest.fixture
def elsewhere(tmp_path, settings):
    """Another instance, migrated and empty."""
    return lambda: another_instance(settings, tmp_path, is_migrated=True)
