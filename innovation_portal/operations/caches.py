"""The shared cache, without which the portal goes on."""

import logging
import time
from collections.abc import Callable
from functools import partialmethod
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 1
# A page asks a dozen times; only the first pays for a Redis that does not answer.
LEFT_ALONE_SECONDS = 5


class ForgivingRedisCache(RedisCache):
    """Redis whose errors are warnings: nothing is found and nothing is kept, and the page is served without.

    Sessions then come from the database, pages are made anew, and rate limits count nothing until Redis is back.
    After an error it is left alone for a few seconds, in this thread.
    """

    def __init__(self, server, params):
        patience = {"socket_connect_timeout": TIMEOUT_SECONDS, "socket_timeout": TIMEOUT_SECONDS}
        params["OPTIONS"] = {**patience, "retry": Retry(NoBackoff(), 0), **params.get("OPTIONS", {})}
        super().__init__(server, params)
        self._left_alone_until = 0.0

    def _forgive(self, method: str, otherwise: Callable[..., Any], *args, **kwargs):
        """Call a method of the cache; while Redis is away, return what `otherwise` makes of the same arguments."""
        if time.monotonic() < self._left_alone_until:
            return otherwise(*args, **kwargs)
        try:
            return getattr(super(), method)(*args, **kwargs)
        except RedisError as error:
            self._left_alone_until = time.monotonic() + LEFT_ALONE_SECONDS
            logger.warning("Redis is away, the portal goes on without: %s", error)
            return otherwise(*args, **kwargs)

    get = partialmethod(_forgive, "get", lambda key, default=None, version=None: default)
    get_many = partialmethod(_forgive, "get_many", lambda *args, **kwargs: {})
    set_many = partialmethod(_forgive, "set_many", lambda data, *args, **kwargs: list(data))
    incr = partialmethod(_forgive, "incr", lambda key, delta=1, version=None: delta)
    set = partialmethod(_forgive, "set", lambda *args, **kwargs: None)
    delete_many = partialmethod(_forgive, "delete_many", lambda *args, **kwargs: None)
    add = partialmethod(_forgive, "add", lambda *args, **kwargs: True)
    touch = partialmethod(_forgive, "touch", lambda *args, **kwargs: False)
    delete = partialmethod(_forgive, "delete", lambda *args, **kwargs: False)
    has_key = partialmethod(_forgive, "has_key", lambda *args, **kwargs: False)
    clear = partialmethod(_forgive, "clear", lambda *args, **kwargs: False)
