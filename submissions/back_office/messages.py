"""Mail that went out: read it, and send again what failed."""

from django.db.models import Count, Min
from django.template.defaultfilters import linebreaksbr
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import InspectView
from wagtail.admin.widgets.button import HeaderButton

from innovation_portal.accounts.fresh_login import FreshLoginForExport
from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet, ReadOnlyPolicy
from innovation_portal.utils.emails import failed_messages, send_again, send_failed_again, without_ways_in
from innovation_portal.utils.formats import short_moment
from innovation_portal.utils.models import OutgoingMessage
from submissions.back_office.announcements import AnnouncementView


class ResendView(ActionView):
    model = OutgoingMessage
    permission = "utils.view_outgoingmessage"
    page_title = gettext_lazy("Send again")
    submit_label = gettext_lazy("Send again")
    back_url_name = "outgoing_messages:index"

    def perform(self):
        send_again(self.object.pk)
        return _("The mail to %(address)s is on its way again.") % {"address": self.object.shown_address}


class ResendFailedView(ActionView):
    permission = "utils.view_outgoingmessage"
    page_title = gettext_lazy("Send all failed mails again")
    submit_label = gettext_lazy("Send again")
    back_url_name = "outgoing_messages:index"

    @property
    def consequences(self):
        failed = failed_messages().aggregate(count=Count("pk"), oldest=Min("created_at"))
        if not failed["count"]:
            return [_("No mail has failed.")]
        return [
            ngettext(
                "%(count)s mail could not be delivered; it was written on %(oldest)s.",
                "%(count)s mails could not be delivered; the oldest was written on %(oldest)s.",
                failed["count"],
            )
            % {"count": failed["count"], "oldest": short_moment(failed["oldest"])},
            _("Each is tried for a day again. What their texts say may be over by now: a deadline, for example."),
        ]

    def perform(self):
        count = send_failed_again()
        return ngettext("%(count)s mail is on its way again.", "%(count)s mails are on their way again.", count) % {
            "count": count
        }


class MessageIndexView(FreshLoginForExport, PortalIndexView):
    @property
    def header_buttons(self):
        url = reverse("outgoing_messages:resend-failed")
        buttons = [*super().header_buttons, HeaderButton(ResendFailedView.page_title, url=url, icon_name="resubmit")]
        if self.request.user.has_perm(AnnouncementView.permission):
            url = reverse("outgoing_messages:write")
            buttons = [*buttons, HeaderButton(AnnouncementView.page_title, url=url, icon_name="mail")]
        return buttons


class MessageInspectView(InspectView):
    """Shows a mail without the addresses at which its reader, and nobody else, sets a password, answers or deletes."""

    def get(self, request, *args, **kwargs):
        note_read(request.user, ProtectedRead.MAIL, self.object)
        return super().get(request, *args, **kwargs)

    def get_address_display_value(self):
        return self.object.shown_address

    def get_error_display_value(self):
        return self.object.shown_error

    def get_body_display_value(self):
        return linebreaksbr(without_ways_in(self.object.body))

    def get_created_at_display_value(self):
        return short_moment(self.object.created_at)

    def get_next_attempt_at_display_value(self):
        is_tried_again = self.object.state == OutgoingMessage.State.QUEUED and self.object.next_attempt_at
        return short_moment(self.object.next_attempt_at) if is_tried_again else "–"

    def get_sent_at_display_value(self):
        return short_moment(self.object.sent_at) if self.object.sent_at else _("Not yet")

    def get_state_display_value(self):
        return self.object.state_in_words

    def get_digest_display_value(self):
        digest = self.object.digest
        if digest is None:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', reverse("outgoing_messages:inspect", args=[digest.pk]), digest.subject
        )

    @property
    def header_more_buttons(self):
        url = reverse("outgoing_messages:resend", args=[self.object.pk])
        return [HeaderButton(_("Send again"), url=url, icon_name="resubmit")]


class MessageViewSet(PortalViewSet):
    model = OutgoingMessage
    name = "pesan"
    url_namespace = "outgoing_messages"
    icon = "mail"
    menu_order = 140
    add_to_admin_menu = True
    permission_policy = ReadOnlyPolicy(OutgoingMessage)
    index_view_class = MessageIndexView
    inspect_view_enabled = True
    inspect_view_class = MessageInspectView
    inspect_view_fields = [
        "subject",
        "address",
        "body",
        "state",
        "digest",
        "attempts",
        "error",
        "next_attempt_at",
        "created_at",
        "sent_at",
    ]
    form_fields = []
    list_display = [
        "subject",
        Column("shown_address", label=gettext_lazy("Address")),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="state_in_words",
            primary=lambda message: message.state != OutgoingMessage.State.FAILED,
        ),
        Column(
            "created_at",
            label=gettext_lazy("Created"),
            sort_key="created_at",
            accessor=lambda message: short_moment(message.created_at),
        ),
    ]
    list_filter = ["state", "kind"]
    list_export = ["created_at", "sent_at", "shown_address", "subject", "state", "shown_error"]
    export_headings = {"shown_address": gettext_lazy("Address"), "shown_error": gettext_lazy("Error")}
    search_fields = ["subject", "recipient__email", "recipient__name"]

    def get_urlpatterns(self):
        kept = {"index", "index_results", "inspect"}
        patterns = [pattern for pattern in super().get_urlpatterns() if pattern.name in kept]
        return [
            *patterns,
            path("<int:pk>/kirim-ulang/", ResendView.as_view(), name="resend"),
            path("kirim-ulang-yang-gagal/", ResendFailedView.as_view(), name="resend-failed"),
            path("tulis/", AnnouncementView.as_view(), name="write"),
        ]


@hooks.register("register_admin_viewset")
def register_messages():
    return MessageViewSet()
