from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from innovation_portal.accounts.desks import Desk, register_desk
from judging.rules import is_judge

register_desk(
    Desk(
        title=_("Judges' desk"),
        purpose=_("Declare conflicts of interest, read entries and score them."),
        url=reverse_lazy("judging:task-list"),
        icon="scale",
        is_open_to=is_judge,
        order=20,
    )
)
