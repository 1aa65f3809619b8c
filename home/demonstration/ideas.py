"""People of three agencies propose something to their own house: it waits, became a draft, or was set aside."""

import tomllib

from home.demonstration.moments import days_ago
from home.demonstration.people import Staff, join
from home.demonstration.stories import CONTENT
from innovation_portal.accounts.models import User
from submissions.models import Agency, Edition
from submissions.services.ideas import IdeaText, adopt_idea, hand_in_idea, set_idea_aside, support_idea

IDEAS = CONTENT / "ideas.toml"
JOINED_DAYS_AGO = 40


def add_ideas(edition: Edition, staff: dict[str, Staff]) -> None:
    """Play the ideas of the last weeks through the services; `edition` takes what became a draft."""
    for told in tomllib.loads(IDEAS.read_text(encoding="utf-8"))["agencies"]:
        agency, approver = Agency.objects.get(code=told["code"]), staff[told["code"]].approver
        with days_ago(JOINED_DAYS_AGO):
            colleagues = join(agency, told["colleagues"], actor=approver)
        for idea in told["ideas"]:
            _propose(agency, edition, idea, colleagues=colleagues, approver=approver)


def _propose(agency: Agency, edition: Edition, told: dict, *, colleagues: list[User], approver: User) -> None:
    fields = ("title", "problem", "proposal", "benefit")
    text = IdeaText(**{name: told[name] for name in fields}, field=told.get("field", ""))
    with days_ago(told["day"]):
        idea = hand_in_idea(agency.pk, actor=colleagues[told["author"]], text=text)
    with days_ago(told["day"] - 1):
        for number in told["supporters"]:
            support_idea(idea.pk, actor=colleagues[number])
    decision = {"actor": approver, "revision": 0}
    if "reason" in told:
        with days_ago(told["day"] - told["set_aside_after"]):
            set_idea_aside(idea.pk, reason=told["reason"], **decision)
    if "adopted_as" in told:
        group = edition.groups.first()
        with days_ago(told["day"] - told["adopted_after"]):
            adopt_idea(idea.pk, edition_id=edition.pk, title=told["adopted_as"], group_id=group.pk, **decision)
