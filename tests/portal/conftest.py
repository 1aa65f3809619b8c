import boto3
import pytest
from moto.server import ThreadedMotoServer

STORAGE_KEYS = {"region_name": "us-east-1", "access_key": "portal", "secret_key": "portal"}


@pytest.fixture
def server():
    """The address of a server with buckets for uploads of two instances and for backups."""
    running = ThreadedMotoServer(port=0, verbose=False)
    running.start()
    address = "http://{}:{}".format(*running.get_host_and_port())
    storage = boto3.resource("s3", "us-east-1", endpoint_url=address, aws_access_key_id="a", aws_secret_access_key="a")
    buckets = [storage.create_bucket(Bucket=name) for name in ("uploads", "elsewhere", "backups")]
    yield address
    for bucket in buckets:  # all servers of a process share them
        bucket.objects.delete()
        bucket.delete()
    storage.meta.client.close()
    running.stop()
