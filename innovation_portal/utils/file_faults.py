"""When files can neither be stored nor opened: the storage is away or too slow, or the disk is full."""

import errno
import logging

from botocore.exceptions import ConnectionError as StorageConnectionError
from botocore.exceptions import HTTPClientError
from django.shortcuts import render

logger = logging.getLogger(__name__)

RETRY_AFTER = 60  # seconds
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class StorageBusyError(Exception):
    """As many threads of this process wait for the storage as may."""


class FileFaultMiddleware:
    """Answer 503 with a page that says what is certain: nothing of this step was kept, all the rest is there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not is_file_fault(exception):
            return None
        logger.error("Files cannot be stored or opened.", exc_info=exception)
        response = render(request, "portal/files_away.html", status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response


def is_file_fault(error: BaseException) -> bool:
    """Say whether the storage did not answer in time, or a disk or quota is full."""
    is_away = isinstance(error, (StorageConnectionError, HTTPClientError, StorageBusyError))
    return is_away or (isinstance(error, OSError) and error.errno in FULL)
