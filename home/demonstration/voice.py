"""The invented public asks and agencies answer, say what became of their innovations, and take over from others."""

import tomllib
from datetime import timedelta

from home.demonstration.moments import days_ago
from home.demonstration.people import Staff
from home.demonstration.stories import CONTENT
from home.feedback_forms import FeedbackForm
from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from submissions.enums import DataMark
from submissions.models import FollowUp, FollowUpRound, Innovation
from submissions.services.feedback import Writer, answer_feedback, give_feedback, mark_useful
from submissions.services.feedback_moderation import publish_feedback, reject_feedback
from submissions.services.follow_ups import Report, answer_follow_up, ask_owners
from submissions.services.replications import (
    announce_replication,
    confirm_replication,
    decline_replication,
    report_replication,
)
from submissions.voice_enums import FollowUpOutcome

VOICE = CONTENT / "voice.toml"
ASKED_DAYS_AGO, ANSWERED_DAYS_AGO, OPEN_FOR_DAYS = 20, 9, 25


def add_voice(staff: dict[str, Staff], *, editor: User) -> None:
    """Play a year of the public through the services, on invented innovations of finished editions only."""
    contents = tomllib.loads(VOICE.read_text(encoding="utf-8"))
    for title, times in contents["useful"].items():
        _mark(title, times)
    for number, said in enumerate(contents["feedback"]):
        _ask(said, f"contoh-{number}", staff, editor)
    _follow(contents["follow_ups"], staff)
    for taken in contents["replications"]:
        _replicate(taken, staff)


def _innovation(title: str) -> Innovation:
    return Innovation.objects.select_related("agency").get(title=title, data_mark=DataMark.EXAMPLE)


def _mark(title: str, times: int) -> None:
    innovation = _innovation(title)
    for number in range(times):
        with days_ago(2 + number * 3):
            mark_useful(innovation.pk, address=f"contoh-{number}")


def _ask(said: dict, key: str, staff: dict[str, Staff], editor: User) -> None:
    innovation = _innovation(said["title"])
    with days_ago(said["day"] + 1):
        feedback = give_feedback(
            innovation.pk,
            writer=Writer(name=said.get("name", "")),
            kind=said["kind"],
            text=said["text"],
            consent=FeedbackForm.consent_text(),
            form_key=key,
            is_proven=True,
        )
    if said.get("is_waiting"):
        return
    with days_ago(said["day"]):
        if "rejected_because" in said:
            reject_feedback(feedback.pk, actor=editor, revision=0, reason=said["rejected_because"])
            return
        publish_feedback(feedback.pk, actor=editor, revision=0)
    if "answer" in said:
        with days_ago(said["day"] - said["answered_after"]):
            operator = staff[innovation.agency.code].operator
            answer_feedback(feedback.pk, actor=operator, text=said["answer"], seen=0)


def _follow(answers: list[dict], staff: dict[str, Staff]) -> None:
    """Ask about everything in the catalogue, and answer for some of the invented innovations."""
    today = clock.today()
    FollowUpRound.objects.create(
        year=today.year,
        asks_on=today - timedelta(days=ASKED_DAYS_AGO),
        closes_on=today + timedelta(days=OPEN_FOR_DAYS),
    )
    with days_ago(ASKED_DAYS_AGO):
        ask_owners()
    for answer in answers:
        innovation = _innovation(answer["title"])
        follow_up = FollowUp.objects.get(innovation=innovation)
        with days_ago(ANSWERED_DAYS_AGO):
            answer_follow_up(
                follow_up.pk,
                actor=staff[innovation.agency.code].approver,
                report=Report(FollowUpOutcome(answer["outcome"]), answer["note"]),
                revision=0,
                is_by_mail=True,
            )


def _replicate(taken: dict, staff: dict[str, Staff]) -> None:
    innovation, taker = _innovation(taken["title"]), staff[taken["agency"]]
    agency_id = taker.operator.memberships.get().agency_id
    with days_ago(taken["day"]):
        replication = announce_replication(
            innovation.pk, actor=taker.operator, agency_id=agency_id, plan=taken["plan"]
        )
    if "decided_after" not in taken:
        return
    decision = {"actor": staff[innovation.agency.code].approver, "revision": 0}
    with days_ago(taken["day"] - taken["decided_after"]):
        if "declined_because" in taken:
            decline_replication(replication.pk, reason=taken["declined_because"], **decision)
            return
        confirm_replication(replication.pk, **decision)
    with days_ago(ANSWERED_DAYS_AGO):
        report_replication(
            replication.pk,
            actor=taker.operator,
            year=clock.today().year,
            progress=taken["progress"],
            result=taken["result"],
            revision=0,
        )
