"""A storage that speaks S3, on a way to it that takes its time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile

from innovation_portal.utils.file_faults import StorageBusyError, is_file_fault
from innovation_portal.utils.object_storage import SharingS3Storage
from tests.drill.slow_proxy import SlowProxy
from tests.portal.conftest import STORAGE_KEYS
from tests.waiting import wait_until

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


def wait_until_all_places_are_taken(storage):
    wait_until(lambda: storage._free == 0)


def test_a_thread_is_left_when_the_storage_is_slow(storage, way):
    name = storage.save("bukti.txt", ContentFile(b"isi"))
    way.delay = 4
    with ThreadPoolExecutor(PLACES) as readers:
        reading = [readers.submit(storage.exists, name) for _place in range(PLACES)]
        wait_until_all_places_are_taken(storage)
        with pytest.raises(StorageBusyError) as refused:
            storage.open(name)
        assert not any(reader.done() for reader in reading)
        assert [reader.result() for reader in reading] == [True, True]
    way.delay = 0

    assert is_file_fault(refused.value)
    assert storage.open(name).read() == b"isi"


def test_only_the_first_waits_behind_a_storage_that_does_not_answer(storage, way):
    way.delay = 5
    storage.patience = 1
    with ThreadPoolExecutor(PLACES) as readers:
        reading = [readers.submit(storage.exists, "bukti.txt") for _place in range(PLACES)]
        wait_until_all_places_are_taken(storage)
        for _late in range(6):  # if each waited a second, the last would find a place
            with pytest.raises(StorageBusyError):
                storage.exists("bukti.txt")
        way.delay = 0
        assert [reader.result() for reader in reading] == [False, False]


def test_who_waits_gets_the_place_that_becomes_free(storage, way):
    name = storage.save("bukti.txt", ContentFile(b"isi"))
    storage.patience = 20
    way.delay = 0.3
    with ThreadPoolExecutor(2 * PLACES) as readers:
        assert list(readers.map(storage.exists, [name] * 2 * PLACES)) == [True] * 2 * PLACES


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
