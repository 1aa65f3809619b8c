from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views import View


class PictureView(View):
    """Serve the pictures of public pages: renditions made by Wagtail, and nothing else of the private uploads."""

    def get(self, request, name):
        path = f"images/{name}"
        if not default_storage.exists(path):
            raise Http404
        response = FileResponse(default_storage.open(path))
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
