import logging

from innovation_portal.operations.database import answer_without_database, is_database_away

logger = logging.getLogger(__name__)


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
        logger.warning("The database is away (%s): %s", type(exception).__name__, request.path)
        return answer_without_database(request)
