import sys

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.defaults import server_error as answer_server_error
from prometheus_client import CONTENT_TYPE_LATEST

from innovation_portal.operations.database import RETRY_AFTER_SECONDS, answer_without_database, is_database_away
from innovation_portal.operations.health import readiness
from innovation_portal.operations.metrics import written_metrics


@method_decorator(never_cache, name="dispatch")
class ReadinessView(View):
    """Tell a load balancer whether to send visitors here: 200, or 503 with the names of what fails.

    Public, so it says no more than the names. What only slows the portal down is named and keeps it in service.
    """

    def get(self, request):
        found = readiness()
        answer = {"ready": not found.failing, "failing": found.failing, "limping": found.limping}
        if not found.failing:
            return JsonResponse(answer)
        return JsonResponse(answer, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


@method_decorator(never_cache, name="dispatch")
class MetricsView(View):
    """Answer Prometheus, which shows METRICS_TOKEN; to everybody else the address does not exist."""

    def get(self, request):
        given = request.headers.get("Authorization", "").encode()
        wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
        if not settings.METRICS_TOKEN or not constant_time_compare(given, wanted):
            raise Http404
        return HttpResponse(written_metrics(), content_type=CONTENT_TYPE_LATEST)


def server_error(request):
    """The handler of errors outside of views, called while the error is being handled."""
    if is_database_away(sys.exception()):
        return answer_without_database(request)
    return answer_server_error(request)
