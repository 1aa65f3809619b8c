from django.http import HttpResponse
from django.urls import URLPattern, path, re_path

from home.api.documents import openapi_document
from home.api.door import open_to_programs
from home.api.operations import PlainRenderer, api
from home.api.problems import problem_response

OWN_ROOT = "api-root"


def openapi(request):
    return HttpResponse(
        PlainRenderer().render(request, openapi_document(), response_status=200), content_type="application/json"
    )


def unknown(request):
    return problem_response(404)


def _opened(pattern: URLPattern) -> URLPattern:
    return URLPattern(pattern.pattern, open_to_programs(pattern.callback), pattern.default_args, pattern.name)


patterns, _app, _namespace = api.urls
app_name = "api"
urlpatterns = [
    # Ninja's root has no page: who comes there is told so like anywhere else.
    *(_opened(pattern) for pattern in patterns if pattern.name != OWN_ROOT),
    path("openapi.json", open_to_programs(openapi), name="openapi"),
    # Without a slash at the end Django first tries the address with one.
    re_path(r"^(?:.*/)?$", open_to_programs(unknown), name="unknown"),
]
