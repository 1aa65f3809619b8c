from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from judging.back_office.awards import AwardLevelViewSet, AwardViewSet
from judging.back_office.conflicts import CollaborationViewSet, ConflictViewSet
from judging.back_office.objections import ObjectionViewSet
from judging.back_office.results import ResultViewSet
from judging.back_office.rounds import RoundViewSet
from judging.back_office.rubrics import RubricViewSet


class JudgingGroup(ViewSetGroup):
    menu_label = gettext_lazy("Judging")
    menu_name = "judging"
    menu_icon = "tasks"
    menu_order = 300
    items = (
        RoundViewSet(),
        RubricViewSet(),
        ResultViewSet(),
        ConflictViewSet(),
        CollaborationViewSet(),
        AwardLevelViewSet(),
        AwardViewSet(),
        ObjectionViewSet(),
    )


@hooks.register("register_admin_viewset")
def register_judging():
    return JudgingGroup()
