import pytest
from django.db import transaction
from django.test import override_settings

from tests.access.world import build_world
from tests.digests import digest_of_tables


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        built = build_world()
        built.media, built.digest = media, digest_of_tables()
        yield built
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _files(world, private_files, settings):
    settings.MEDIA_ROOT = world.media
