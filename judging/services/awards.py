from collections import defaultdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from judging.enums import AwardState
from judging.models import Award
from judging.selectors.awards import levels_by_submission, were_all_revoked
from judging.selectors.objections import problems_of_finalising
from judging.selectors.results import awards_of_edition, sealed_run_of
from judging.signals import awards_announced
from submissions.enums import StageKind
from submissions.models import Edition
from submissions.selectors.editions import stage_of


@transaction.atomic
def announce_awards(edition_id: int, *, actor) -> list[Award]:
    """Give the levels of the edition to the places of the sealed ranking, provisionally, and tell the agencies.

    Who gets what is said by `levels_by_submission`. Again: returns the same awards. Raises `not_sealed`, `no_levels`,
    `revoked` where every award of the result was taken back, or `no_objection_period` where the stage in which the
    public may object is missing or over. Sends `awards_announced`.
    """
    edition = lock_edition(edition_id, actor)
    standing = list(awards_of_edition(edition))
    if standing:
        return standing
    run = sealed_run_of(edition)
    if run is None:
        raise ValidationError(_("Awards follow the sealed result, and there is none yet."), code="not_sealed")
    if were_all_revoked(run):
        raise ValidationError(
            _("All awards of this result were revoked and stay so. Only a new result can give them again."),
            code="revoked",
        )
    given = levels_by_submission(run)
    if not given:
        raise ValidationError(_("No award level of this edition covers a ranked entry."), code="no_levels")
    objection = stage_of(edition, StageKind.OBJECTION)
    if objection is None or objection.is_past:
        raise ValidationError(
            _("Set the dates of the objection period in the edition first; it must not be over yet."),
            code="no_objection_period",
        )
    moment = clock.now()
    Award.objects.bulk_create(
        Award(submission_id=submission, level_id=level, run=run, announced_by=actor, announced_at=moment)
        for submission, levels in given.items()
        for level in levels
    )
    awards = list(awards_of_edition(edition))
    _write_to_agencies(edition, awards)
    log(instance=edition, action="judging.announce", user=actor, data={"awards": len(awards)})
    awards_announced.send(sender=Award, edition_id=edition.pk, submission_ids=sorted(given))
    return awards


@transaction.atomic
def finalise_awards(edition_id: int, *, actor) -> list[Award]:
    """Turn provisional awards into final ones once the objection period is over and every objection is answered.

    Again: changes nothing. Raises `not_announced`, or all that `problems_of_finalising` finds.
    """
    edition = lock_edition(edition_id, actor)
    awards = list(awards_of_edition(edition))
    if not awards:
        raise ValidationError(_("No award of this edition is announced yet."), code="not_announced")
    provisional = [award for award in awards if award.state == AwardState.PROVISIONAL]
    problems = problems_of_finalising(edition) if provisional else []
    if problems:
        raise ValidationError(problems)
    for award in provisional:
        award.state, award.finalised_at = AwardState.FINAL, clock.now()
    Award.objects.bulk_update(provisional, ["state", "finalised_at"])
    if provisional:
        log(instance=edition, action="judging.finalise", user=actor, data={"awards": len(provisional)})
    return awards


def lock_edition(edition_id: int, actor) -> Edition:
    """Return the edition with its row locked, so that its awards stay what they are until the transaction ends."""
    edition = Edition.objects.select_for_update().get(pk=edition_id)
    if not actor.has_perm("judging.announce_awards"):
        raise PermissionDenied
    return edition


def _write_to_agencies(edition: Edition, awards: list[Award]) -> None:
    """One mail per submission to each member of its agency, naming all that it got."""
    by_submission = defaultdict(list)
    for award in awards:
        by_submission[award.submission].append(award.level)
    members = defaultdict(list)
    agencies = [submission.innovation.agency_id for submission in by_submission]
    for user in User.objects.filter(memberships__agency__in=agencies, is_active=True).prefetch_related("memberships"):
        for membership in user.memberships.all():
            members[membership.agency_id].append(user)
    objection = stage_of(edition, StageKind.OBJECTION)
    for submission, levels in by_submission.items():
        send_message(
            "awards_announced",
            members[submission.innovation.agency_id],
            about=submission,
            deadline=objection and objection.closes_at,
            edition=edition,
            submission=submission,
            levels=levels,
        )
