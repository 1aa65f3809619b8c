from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse

NOTICE_DUE = "privacy_notice_due"  # in the session of who signed in and has not read the present notice
DESKS = ("/opd/", "/juri/", "/pantau/", "/admin/")
LANDING = "/akun/"


class NoticeMiddleware:
    """Lead who has not read the present privacy notice to it, and from there to where they were going.

    Only pages that are opened, at the desks: public pages, forms that are sent and parts of pages go through.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_page = request.method == "GET" and "HX-Request" not in request.headers
        is_desk = request.path.startswith(DESKS) or request.path == LANDING
        if is_page and is_desk and request.session.get(NOTICE_DUE):
            return redirect(f"{reverse('privacy:notice-read')}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)
