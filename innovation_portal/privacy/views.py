from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView
from wagtail.log_actions import log
from wagtail.models import Page

from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.privacy.enums import ExportState
from innovation_portal.privacy.finding import found_about
from innovation_portal.privacy.forms import ErasureForm, ReadForm
from innovation_portal.privacy.middleware import NOTICE_DUE
from innovation_portal.privacy.notice_texts import own_words, words_of
from innovation_portal.privacy.people import person_of
from innovation_portal.privacy.selectors import (
    acknowledgements_of,
    exports_visible_to,
    own_export,
    present_notice,
    requests_of,
)
from innovation_portal.privacy.services.exports import order_export
from innovation_portal.privacy.services.notices import acknowledge_notice
from innovation_portal.privacy.services.requests import ask_to_be_erased, take_back_request

SLUG = "privasi"


def page_of_editors() -> Page | None:
    """Return the page that editors wrote in place of the portal's own words, where there is one."""
    return Page.objects.live().public().filter(slug=SLUG).first()


def text_of_notice(request) -> str:
    """Return the words of the notice as it is shown now."""
    page = page_of_editors()
    return own_words() if page is None else words_of(page.specific.serve(request).rendered_content)


class NoticeView(View):
    """The privacy notice: what editors wrote at this address, else the portal's own words."""

    def get(self, request):
        page = page_of_editors()
        if page is not None:
            return page.specific.serve(request)
        return render(request, "privacy/notice.html", {"notice": present_notice()})


class NoticeReadView(LoginRequiredMixin, View):
    """Asks a person once to read the present version, and leads on to where they were going."""

    def get(self, request):
        return self.answer(request, request.GET.get("next", ""))

    def post(self, request):
        form = ReadForm(request.POST)
        notice = present_notice()
        if not form.is_valid() or notice is None or form.cleaned_data["number"] != notice.number:
            return self.answer(request, request.POST.get("next", ""))
        acknowledge_notice(notice.number, actor=request.user)
        request.session.pop(NOTICE_DUE, None)
        return redirect(self.onward(form.cleaned_data["next"]))

    def answer(self, request, onward):
        context = {"notice": present_notice(), "next": onward, "page": page_of_editors()}
        return render(request, "privacy/read.html", context)

    def onward(self, address):
        is_ours = url_has_allowed_host_and_scheme(address, {self.request.get_host()}, self.request.is_secure())
        # Without a slash it would be taken for the name of an address.
        return address if is_ours and address.startswith("/") else reverse("accounts:landing")


class OwnDataView(LoginRequiredMixin, FormView):
    """What the portal knows of the person who is signed in: a copy of it, and the wish to be erased."""

    form_class = ErasureForm
    template_name = "privacy/own_data.html"

    def form_valid(self, form):
        ask_to_be_erased(actor=self.request.user, reason=form.cleaned_data["reason"])
        messages.success(self.request, _("The secretariat has your request and decides about it."))
        return redirect("privacy:own-data")

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            found=found_about(person_of(user)),
            export=own_export(user),
            requests=requests_of(user),
            acknowledgements=acknowledgements_of(user),
            **kwargs,
        )


class ExportOrderView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request):
        order_export(person_of(request.user), actor=request.user)
        messages.success(request, _("Your copy is being made. You get a mail when it is ready."))
        return redirect("privacy:own-data")


@method_decorator(never_cache, name="dispatch")
class ExportDownloadView(FreshLoginRequired, LoginRequiredMixin, View):
    """Hands over a copy to who ordered it. By a button and not by an address, because it is noted."""

    http_method_names = ["post"]

    def address_to_come_back(self):
        """The page with the button: a file would leave the person on the page that asked for the password."""
        export = self.export()
        return reverse("privacy:own-data" if export.user_id == export.owner_id else "privacy_admin:index")

    def export(self):
        return get_object_or_404(
            exports_visible_to(self.request.user), key=self.kwargs["key"], state=ExportState.READY
        )

    def post(self, request, key):
        export = self.export()
        log(export, "privacy.download_export", user=request.user)
        name = f"data-pribadi-{export.made_at:%Y-%m-%d}.zip"
        return FileResponse(export.file.open(), as_attachment=True, filename=name, content_type="application/zip")


class ErasureTakeBackView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request):
        take_back_request(actor=request.user)
        messages.success(request, _("Your request was taken back. Nothing was erased."))
        return redirect("privacy:own-data")
