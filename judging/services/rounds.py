from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.accounts.role_changes import grant_with_seat
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from judging.enums import RoundState
from judging.models import Panelist, Round, Rubric
from judging.selectors.opening import problems_of_opening
from judging.services.admissions import admit_advanced
from judging.services.locks import lock_round
from submissions.models import EditionCategory


@transaction.atomic
def seat_judge(
    round_id: int,
    *,
    actor,
    judge,
    is_chair: bool = False,
    employer: str = "",
    load_limit: int | None = None,
    categories: Iterable[EditionCategory] = (),
) -> Panelist:
    """Give a person a seat in the panel and the role that goes with it. Again: changes the seat.

    `categories` are what the judge knows well; none stands for all. Who dropped out comes back by this, with what is
    in and without what was taken away.

    A panel has one chair: naming another takes the chair from the first, who stays a judge. Nobody seats themselves,
    so whoever runs a round does not seal its result alone.
    """
    round_ = lock_round(round_id)
    _check_running(round_, actor)
    if judge == actor:
        raise ValidationError(
            _("Nobody gives a seat to themselves. Ask another member of the secretariat."), code="own_seat"
        )
    if is_chair:
        round_.panel.exclude(judge=judge).update(is_chair=False)
    seat, _created = Panelist.objects.update_or_create(
        round=round_,
        judge=judge,
        defaults={
            "is_chair": is_chair,
            "employer": employer.strip(),
            "load_limit": load_limit,
            "left_at": None,
            "left_reason": "",
        },
    )
    seat.categories.set(categories)
    role = Role.CHAIR if is_chair else Role.JUDGE
    grant_with_seat(judge.pk, role, actor=actor, reason=_("Seat in the panel of %(round)s") % {"round": round_})
    log(instance=round_, action="judging.seat", user=actor, data={"judge": judge.name, "is_chair": is_chair})
    return seat


@transaction.atomic
def unseat_judge(panelist_id: int, *, actor) -> None:
    """Take back a seat that has no work on it. Raises `has_work` where there is any."""
    seat = Panelist.objects.select_related("judge").get(pk=panelist_id)
    round_ = lock_round(seat.round_id)
    _check_running(round_, actor)
    if seat.assignments.exists():
        raise ValidationError(
            _("%(judge)s already has entries in this round and keeps the seat. Set the most entries to limit it.")
            % {"judge": seat.judge},
            code="has_work",
        )
    seat.delete()
    log(instance=round_, action="judging.unseat", user=actor, data={"judge": seat.judge.name})


@transaction.atomic
def open_round(round_id: int, *, actor) -> Round:
    """Freeze the rubric, let in what the round before let through, and begin. Again: changes nothing.

    Says all that is missing at once.
    """
    round_ = lock_round(round_id)
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    if round_.state == RoundState.OPEN:
        return round_
    problems = problems_of_opening(round_)
    if problems:
        raise ValidationError(problems)
    admit_advanced(round_, actor=actor)
    Rubric.objects.filter(pk=round_.rubric_id, frozen_at=None).update(frozen_at=clock.now())
    round_.state = RoundState.OPEN
    round_.save(update_fields=["state"])
    log(instance=round_, action="judging.open", user=actor)
    return round_


def _check_running(round_: Round, actor) -> None:
    if not actor.has_perm("judging.run_round"):
        raise PermissionDenied
    if round_.state == RoundState.SEALED:
        raise ValidationError(_("This round is sealed."), code="sealed")
