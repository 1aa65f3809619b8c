"""A storage that speaks S3, on a way to it that takes its time."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile

from innovation_portal.utils.file_faults import StorageBusyError, is_file_fault
from innovation_portal.utils.object_storage import SharingS3Storage
from tests.drill.slow_proxy import SlowProxy
from tests.portal.conftest import STORAGE_KEYS

PLACES = 2


@pytest.fixture
def way(server):
    with SlowProxy(int(server.rpartition(":")[2])) as proxy:
        yield proxy


@pytest.fixture
def storage(way):
    made = SharingS3Storage(
        **STORAGE_KEYS,
        endpoint_url=f"http://127.0.0.1:{way.port}",
        bucket_name="uploads",
        places=PLACES,
        patience=0.1,
    )
    yield made
    made.connection.meta.client.close()


def test_a_thread_is_left_when_the_storage_is_slow(storage, way):
    name = storage.save("bukti.txt", ContentFile(b"isi"))
    way.delay = 1
    with ThreadPoolExecutor(PLACES) as readers:
        reading = [readers.submit(storage.exists, name) for _place in range(PLACES)]
        time.sleep(0.2)  # they wait
        with pytest.raises(StorageBusyError) as refused:
            storage.open(name)
        assert not any(reader.done() for reader in reading)
        assert [reader.result() for reader in reading] == [True, True]
    way.delay = 0

    assert is_file_fault(refused.value)
    assert storage.open(name).read() == b"isi"


def test_a_place_is_given_back_by_whoever_failed(storage):
    for _attempt in range(PLACES + 1):
        with pytest.raises(FileNotFoundError):
            storage.open("tidak-ada.txt")


def test_a_file_that_is_open_is_read_without_the_storage(storage, way):
    file = storage.open(storage.save("bukti.txt", ContentFile(b"isi")))
    way.delay = 60

    assert file.read() == b"isi"


def test_everything_else_passes_through(storage):
    name = storage.save("map/bukti.txt", ContentFile(b"isi"))

    assert storage.exists(name)
    assert storage.size(name) == 3
    assert storage.listdir("map") == ([], ["bukti.txt"])
    assert storage.get_modified_time(name)
    storage.delete(name)
    assert not storage.exists(name)
