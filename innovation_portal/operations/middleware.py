import logging
import re
import time
from uuid import uuid4

from django.conf import settings

from innovation_portal.operations.database import answer_without_database, is_database_away
from innovation_portal.operations.logs import safe_path
from innovation_portal.operations.metrics import count_request
from innovation_portal.utils.request_ids import current_request

logger = logging.getLogger(__name__)
request_logger = logging.getLogger("innovation_portal.requests")

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """Give each request an id, which its answer, its log lines and the page of a fault carry, and count it.

    The proxy's id is taken where there is a proxy, so that its log and ours name a request alike. It stands first, so
    that the others have it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = self.id_of(request)
        token, begun = current_request.set(request), time.monotonic()
        try:
            response = self.get_response(request)
            response.headers["X-Request-Id"] = request.id
            seconds = time.monotonic() - begun
            count_request(request, response, seconds)
            if settings.LOG_FORMAT == "json":
                self.log(request, response, seconds)
        finally:
            current_request.reset(token)
        return response

    @staticmethod
    def id_of(request):
        given = request.headers.get("X-Request-Id", "") if settings.SECURE_PROXY_SSL_HEADER else ""
        return given if REQUEST_ID.fullmatch(given) else uuid4().hex[:12]

    @staticmethod
    def log(request, response, seconds):
        match = request.resolver_match
        details = {
            "method": request.method,
            "path": safe_path(request),
            "view": match.view_name if match else "",
            "status": response.status_code,
            "milliseconds": round(seconds * 1000),
        }
        request_logger.info("answered", extra={"details": details})


class DatabaseAwayMiddleware:
    """Answer a view that the database left alone with "come back soon" instead of a fault of the portal.

    What fails outside of views ends in `views.server_error`, which answers the same.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not is_database_away(exception):
            return None
        logger.warning("The database is away (%s): %s", type(exception).__name__, safe_path(request))
        return answer_without_database(request)
