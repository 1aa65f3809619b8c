from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from submissions.back_office.feedback import FeedbackViewSet
from submissions.back_office.follow_ups import FollowUpRoundViewSet
from submissions.back_office.replications import ReplicationViewSet


class VoiceGroup(ViewSetGroup):
    """What the public says, and what became of innovations. Whoever may see one of it only finds that one."""

    menu_label = gettext_lazy("Public voice")
    menu_name = "voice"
    menu_icon = "comment"
    menu_order = 320
    items = (FeedbackViewSet(), FollowUpRoundViewSet(), ReplicationViewSet())


@hooks.register("register_admin_viewset")
def register_voice():
    return VoiceGroup()
