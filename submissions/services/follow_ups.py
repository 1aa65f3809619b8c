"""Asking once a year what became of each innovation, and answering."""

from dataclasses import dataclass
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from innovation_portal.utils.files import CheckedUpload, validate_upload
from submissions.follow_up_calendar import usual_dates
from submissions.links import follow_up_token
from submissions.models import FollowUp, FollowUpRound, Innovation
from submissions.rules import works_for
from submissions.selectors.follow_ups import (
    follow_ups_to_remind,
    innovations_to_ask,
    open_rounds,
    people_in_charge,
)
from submissions.signals import innovation_followed
from submissions.validators import validate_link, with_scheme
from submissions.voice_enums import FollowUpOutcome

# Asked at one call; the schedule comes again after minutes.
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Report:
    """What an agency says of an innovation, with evidence by `note` and `link`; a file comes beside it."""

    outcome: FollowUpOutcome
    note: str = ""
    link: str = ""


def ask_owners() -> int:
    """Make this year's round, ask in every open one, and return how many follow-ups were made. Runs by the clock.

    A portal that begins after the usual day of asking asks from the next year on, unless the secretariat makes a
    round.
    Twice or by two processes at once it asks nobody twice.
    """
    today = clock.today()
    dates = usual_dates(today.year)
    if today <= dates["asks_on"]:
        FollowUpRound.objects.get_or_create(year=today.year, defaults=dates)
    return sum(
        _ask(round_, innovation)
        for round_ in open_rounds()
        for innovation in innovations_to_ask(round_).select_related("agency")[:MOST_AT_ONCE]
    )


def remind_owners() -> int:
    """Remind those who have not answered in open rounds; return how many follow-ups it was. Runs by the clock.

    What was missed is sent late, and of two that were missed only one.
    """
    count = 0
    for round_ in open_rounds():
        due, ids = follow_ups_to_remind(round_)
        count += sum(_remind(pk, due) for pk in ids)
    return count


@transaction.atomic
def answer_follow_up(
    follow_up_id: int, *, actor, report: Report, revision: int, upload: File | None = None, is_by_mail: bool = False
) -> FollowUp:
    """Take the answer of a person in charge, or another one in its place; the innovation's state of life follows.

    An `upload` replaces the file of an earlier answer; without one that stays. Raises `stale` when somebody has
    answered since `revision`, `closed` outside the days of the round, and on `link` and `upload` what is wrong with
    them.
    """
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("round", "innovation__agency")
    follow_up = rows.get(pk=follow_up_id)
    agency = follow_up.innovation.agency
    if not works_for(actor, agency.pk) or not actor.has_perm("submissions.report_follow_up", agency):
        raise PermissionDenied
    if not follow_up.round.is_open:
        raise ValidationError(_("Answers to this question are not taken now."), code="closed")
    if follow_up.revision != revision:
        raise ValidationError(_("Somebody has answered meanwhile. Read that answer first."), code="stale")
    link, checked = _checked(report.link, upload)
    follow_up.outcome, follow_up.note, follow_up.link = report.outcome, report.note.strip(), link
    if checked:
        _keep_file(follow_up, checked)
    follow_up.answered_by, follow_up.answered_at, follow_up.is_by_mail = actor, clock.now(), is_by_mail
    follow_up.revision += 1
    follow_up.save()
    log(instance=follow_up, action="submissions.answer_follow_up", user=actor, data={"outcome": str(report.outcome)})
    _confirm(follow_up)
    return follow_up


def _checked(link: str, upload: File | None) -> tuple[str, CheckedUpload | None]:
    problems, checked = {}, None
    link = with_scheme(link.strip())
    try:
        if link:
            validate_link(link)
    except ValidationError as error:
        problems["link"] = error
    try:
        checked = validate_upload(upload) if upload else None
    except ValidationError as error:
        problems["upload"] = error
    if problems:
        raise ValidationError(problems)
    return link, checked


def _keep_file(follow_up: FollowUp, checked: CheckedUpload) -> None:
    if follow_up.file:
        transaction.on_commit(partial(follow_up.file.storage.delete, follow_up.file.name))
    follow_up.file = checked.file
    follow_up.original_name, follow_up.content_type = checked.name, checked.content_type
    follow_up.size, follow_up.sha256 = checked.size, checked.sha256


def _confirm(follow_up: FollowUp) -> None:
    """Let the innovation say what its agency said last, and tell the apps above."""
    state = FollowUpOutcome(follow_up.outcome).life_state
    Innovation.objects.filter(pk=follow_up.innovation_id).update(
        life_state=state, last_confirmed_at=follow_up.answered_at
    )
    innovation_followed.send(sender=Innovation, innovation_id=follow_up.innovation_id)


@transaction.atomic
def _ask(round_: FollowUpRound, innovation: Innovation) -> bool:
    """Ask about one innovation; whoever comes second asks nobody."""
    follow_up, is_new = FollowUp.objects.get_or_create(round=round_, innovation=innovation)
    if is_new:
        _write("follow_up_asked", follow_up)
    return is_new


@transaction.atomic
def _remind(follow_up_id: int, due: int) -> bool:
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("round", "innovation__agency")
    follow_up = rows.get(pk=follow_up_id)
    if follow_up.outcome or follow_up.reminders >= due:
        return False
    follow_up.reminders = due
    follow_up.save(update_fields=["reminders"])
    _write("follow_up_reminder", follow_up)
    return True


def _write(kind: str, follow_up: FollowUp) -> None:
    """Write to each person in charge by a mail with links of their own."""
    for person in people_in_charge(follow_up.innovation.agency_id):
        send_message(
            kind,
            [person],
            about=follow_up,
            follow_up=follow_up,
            agency=follow_up.innovation.agency,
            token=follow_up_token(follow_up.pk, person.pk),
            outcomes=list(FollowUpOutcome),
        )
