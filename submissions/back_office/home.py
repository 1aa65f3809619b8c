"""What waits for this person, on the first page of the back office."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.ui.components import Component

from innovation_portal.utils.emails import failed_messages
from innovation_portal.utils.formats import countdown
from submissions.enums import EditionState, StageKind
from submissions.selectors.compliance import IN_DEBT
from submissions.selectors.editions import current_edition, stage_of
from submissions.selectors.verification import free_to_verify


@dataclass(frozen=True)
class Waiting:
    text: str
    url: str
    note: str = ""


class WaitingPanel(Component):
    template_name = "submissions/admin/waiting.html"
    order = 10

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {"waiting": [*_to_verify(user), *_in_arrears(user), *_of_apps_above(user), *_failed_mail(user)]}


def _to_verify(user) -> Iterator[Waiting]:
    count = free_to_verify(user).count() if user.has_perm("submissions.verify_submission") else 0
    if count:
        text = ngettext(
            "%(count)s submission waits for verification", "%(count)s submissions wait for verification", count
        )
        yield Waiting(text % {"count": count}, reverse("verification:index"))


def _in_arrears(user) -> Iterator[Waiting]:
    edition = current_edition() if user.has_perm("submissions.run_edition") else None
    registration = edition and stage_of(edition, StageKind.REGISTRATION)
    if registration is None or edition.state != EditionState.OPEN or not registration.is_open:
        return
    count = edition.obligations.filter(IN_DEBT).count()
    if count:
        text = ngettext("%(count)s agency has not submitted yet", "%(count)s agencies have not submitted yet", count)
        yield Waiting(text % {"count": count}, reverse("compliance_report"), countdown(registration.closes_at))


def _of_apps_above(user) -> Iterator[Waiting]:
    for what_waits in hooks.get_hooks("what_waits"):
        yield from (Waiting(text, url) for text, url in what_waits(user))


def _failed_mail(user) -> Iterator[Waiting]:
    if not user.has_perm("submissions.run_edition"):
        return
    count = failed_messages().count()
    if count:
        text = ngettext("%(count)s mail could not be delivered", "%(count)s mails could not be delivered", count)
        yield Waiting(text % {"count": count}, f"{reverse('outgoing_messages:index')}?state=failed")


@hooks.register("construct_homepage_panels")
def add_waiting(request, panels):
    if any(map(request.user.has_perm, ("submissions.verify_submission", "submissions.moderate_feedback"))):
        panels.append(WaitingPanel())
