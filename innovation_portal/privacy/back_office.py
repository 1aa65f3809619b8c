"""Personal data in the back office: look up a person, hand over a copy, erase, refuse, announce the notice."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.privacy.back_office_forms import EraseForm, NoticeForm, PersonForm, RefusalForm, erasable
from innovation_portal.privacy.finding import found_about, samples_of
from innovation_portal.privacy.people import person_of
from innovation_portal.privacy.registry import what_blocks
from innovation_portal.privacy.retention import standing_of_rules
from innovation_portal.privacy.selectors import exports_visible_to, present_notice, waiting_requests
from innovation_portal.privacy.services.erasing import erase_person
from innovation_portal.privacy.services.exports import order_export
from innovation_portal.privacy.services.notices import announce_notice
from innovation_portal.privacy.services.requests import refuse_request
from innovation_portal.privacy.views import text_of_notice
from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.back_office import ActionView

PERMISSION = "privacy.erase_person"


class PrivacyPage(FreshLoginRequired, WagtailAdminTemplateMixin):
    """A page about personal data, for those of the secretariat who have just shown who they are."""

    header_icon = "user"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        home = {"url": reverse("privacy_admin:index"), "label": IndexView.page_title}
        return [*self.breadcrumbs_items, home, {"url": "", "label": self.get_page_title()}]


class IndexView(PrivacyPage, TemplateView):
    page_title = gettext_lazy("Personal data")
    template_name = "privacy/admin/index.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            form=PersonForm(),
            requests=waiting_requests(),
            exports=exports_visible_to(self.request.user),
            notice=present_notice(),
            **kwargs,
        )


class PersonView(PrivacyPage, FormView):
    """What was found about a person. Everything is posted: what is searched for stands in no address and no log."""

    page_title = gettext_lazy("What the portal knows of a person")
    template_name = "privacy/admin/person.html"
    form_class = PersonForm
    http_method_names = ["get", "post"]

    def get(self, request, *args, **kwargs):
        return redirect("privacy_admin:index")

    def form_valid(self, form):
        person = form.person()
        found = found_about(person)
        note_read(self.request.user, ProtectedRead.PERSONAL_DATA, person.user)
        if "export" in self.request.POST and found:
            order_export(person, actor=self.request.user)
            messages.success(self.request, _("The copy is being made. You get a mail when it is ready."))
            return redirect("privacy_admin:index")
        erase = EraseForm(self.request.POST if "erase" in self.request.POST else None, found=found, person=person)
        if erase.is_bound and erase.is_valid() and self.erase(person, erase):
            return redirect("privacy_admin:index")
        if not erase.is_bound:
            log(self.request.user, "privacy.look_up", user=self.request.user, data={"kinds": len(found)})
        return self.render_to_response(
            self.get_context_data(
                form=form,
                person=person,
                found=[(each, samples_of(each.data, person)) for each in found],
                erase=erase,
                blockers=what_blocks(person),
                can_erase=bool(erasable(found)),
            )
        )

    def erase(self, person, form) -> bool:
        data = form.cleaned_data
        try:
            request = erase_person(person, actor=self.request.user, models=data["models"], note=data["note"])
        except ValidationError as error:
            form.add_error(None, error)
            return False
        rows = sum(request.result.values())
        messages.success(
            self.request, ngettext("Erased: %(rows)s row.", "Erased: %(rows)s rows.", rows) % {"rows": rows}
        )
        return True


class RequestView(PrivacyPage, FormView):
    """A person's request: look at what is about them, then erase, or refuse with a reason."""

    page_title = gettext_lazy("Request to be erased")
    template_name = "privacy/admin/request.html"
    form_class = RefusalForm
    success_url = reverse_lazy("privacy_admin:index")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(waiting_requests(), pk=kwargs["pk"])

    def get(self, request, *args, **kwargs):
        note_read(request.user, ProtectedRead.PERSONAL_DATA, self.object)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            refuse_request(self.object.pk, actor=self.request.user, answer=form.cleaned_data["answer"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The request was refused; the person gets a mail with the reason."))
        return redirect(self.success_url)

    def get_context_data(self, **kwargs):
        person = person_of(self.object.user)
        found = [(each, samples_of(each.data, person)) for each in found_about(person)]
        return super().get_context_data(asked=self.object, found=found, blockers=what_blocks(person), **kwargs)


class RetentionView(PrivacyPage, TemplateView):
    page_title = gettext_lazy("How long it is kept")
    header_icon = "time"
    template_name = "privacy/admin/retention.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(rules=standing_of_rules(), **kwargs)


class NoticeView(ActionView):
    permission = "privacy.announce_notice"
    page_title = gettext_lazy("Announce the privacy notice")
    submit_label = gettext_lazy("Announce")
    form_class = NoticeForm
    back_url_name = "privacy_admin:index"
    consequences = (
        gettext_lazy("The notice is kept word for word as it is shown now, as a new version."),
        gettext_lazy("Everybody with an account is asked once to read it, at the next sign-in."),
    )

    def get_initial(self):
        notice = present_notice()
        return {"seen": notice.number if notice else 0}

    def perform(self, change, seen):
        notice = announce_notice(actor=self.request.user, text=text_of_notice(self.request), change=change, seen=seen)
        return _("Version %(number)s was announced.") % {"number": notice.number}


@hooks.register("register_admin_urls")
def register_privacy_urls():
    patterns = [
        path("", IndexView.as_view(), name="index"),
        path("orang/", PersonView.as_view(), name="person"),
        path("permintaan/<int:pk>/", RequestView.as_view(), name="request"),
        path("masa-simpan/", RetentionView.as_view(), name="retention"),
        path("pemberitahuan/", NoticeView.as_view(), name="notice"),
    ]
    return [path("data-pribadi/", include((patterns, "privacy_admin")))]


class PrivacyMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(PERMISSION)


@hooks.register("register_admin_menu_item")
def register_privacy_menu_item():
    return PrivacyMenuItem(
        IndexView.page_title, reverse_lazy("privacy_admin:index"), name="privacy", icon_name="user", order=330
    )
