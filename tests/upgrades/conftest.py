import pytest

from innovation_portal.utils.backup.encryption import new_key


@pytest.fixture
def key(tmp_path):
    """A key file, and the public key that stands in it."""
    text, public = new_key()
    path = tmp_path / "key.txt"
    path.write_text(text)
    return path, public
