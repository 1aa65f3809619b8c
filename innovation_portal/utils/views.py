from django.http import HttpResponse
from django.views import View


class EmptyView(View):
    """Answer "ok" through the complete middleware stack: the unit of every speed budget (see docs/performance.md).

    Reads the user, so that a signed-in visitor pays here for session and account as on every other page.
    """

    def get(self, request):
        _ = request.user.is_authenticated
        return HttpResponse("ok", content_type="text/plain")
