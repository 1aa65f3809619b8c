"""Taking over the innovation of another agency: announcing, confirming or declining, and reporting by year."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.emails import send_message
from submissions.models import Agency, Innovation, Replication, ReplicationReport
from submissions.rules import works_for
from submissions.selectors.agencies import members_of
from submissions.selectors.follow_ups import people_in_charge
from submissions.selectors.replications import STANDING, standing_replication
from submissions.selectors.similar import known_innovations
from submissions.signals import innovation_followed
from submissions.voice_enums import ReplicationProgress, ReplicationState


@transaction.atomic
def announce_replication(innovation_id: int, *, actor, agency_id: int, plan: str) -> Replication:
    """Say that the actor's agency takes over an innovation, and ask the agency that it comes from by mail.

    Raises `own` for an own innovation, `exists` while the agency has one that stands, `plan_required`.
    """
    innovation = Innovation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=innovation_id)
    agency = Agency.objects.get(pk=agency_id)
    if not works_for(actor, agency.pk) or not known_innovations().filter(pk=innovation.pk).exists():
        raise PermissionDenied
    if innovation.agency_id == agency.pk:
        raise ValidationError(_("This is an innovation of your own agency."), code="own")
    if not plan.strip():
        raise ValidationError({"plan": ValidationError(_("Say what you take over, and where."), code="plan_required")})
    if standing_replication(innovation, agency):
        raise ValidationError(_("Your agency has announced this already."), code="exists")
    replication = Replication.objects.create(
        innovation=innovation, agency=agency, plan=plan.strip(), announced_by=actor
    )
    log(instance=replication, action="submissions.announce_replication", user=actor)
    send_message(
        "replication_announced",
        people_in_charge(innovation.agency_id),
        about=replication,
        replication=replication,
        origin=innovation.agency,
    )
    return replication


@transaction.atomic
def confirm_replication(replication_id: int, *, actor, revision: int) -> Replication:
    """Say for the agency of origin that it knows of this and agrees; from then on it counts and is public.

    Raises `stale` when something was decided since `revision`, `not_announced` when nothing waits.
    """
    replication = _decidable(replication_id, actor, revision)
    replication.state = ReplicationState.CONFIRMED
    decide(replication, actor, "submissions.confirm_replication")
    return replication


@transaction.atomic
def decline_replication(replication_id: int, *, actor, revision: int, reason: str) -> Replication:
    """Say for the agency of origin that this is none, and why. Raises `reason_required`, and as confirming."""
    replication = _decidable(replication_id, actor, revision)
    replication.reason = the_reason(reason)
    replication.state = ReplicationState.DECLINED
    decide(replication, actor, "submissions.decline_replication")
    return replication


@transaction.atomic
def end_replication(replication_id: int, *, actor, revision: int, reason: str) -> Replication:
    """Take back, for the agency that took over, what it announced or what was confirmed. Its reports stay.

    Raises `reason_required`, `stale`, and `not_standing` for what was declined or taken back.
    """
    replication = _locked(replication_id, actor, revision)
    if not works_for(actor, replication.agency_id):
        raise PermissionDenied
    if replication.state not in STANDING:
        raise ValidationError(_("This no longer stands."), code="not_standing")
    replication.reason = the_reason(reason)
    replication.state = ReplicationState.ENDED
    _keep(replication, actor, "submissions.end_replication")
    return replication


@transaction.atomic
def report_replication(
    replication_id: int, *, actor, year: int, progress: ReplicationProgress, result: str, revision: int
) -> ReplicationReport:
    """Report for the agency that took over how far it has come in a year, or correct what was reported.

    `revision` is that of the year's report that was read, 0 where there was none; raises `stale` when it is another by
    now, `not_confirmed`, `wrong_year` and `result_required`.
    """
    replication = Replication.objects.select_for_update().get(pk=replication_id)
    if not works_for(actor, replication.agency_id):
        raise PermissionDenied
    if replication.state != ReplicationState.CONFIRMED:
        raise ValidationError(_("Reports are written once the agency of origin has confirmed."), code="not_confirmed")
    if not replication.announced_at.year <= year <= clock.today().year:
        raise ValidationError({"year": ValidationError(_("Choose a year since the beginning."), code="wrong_year")})
    if not result.strip():
        raise ValidationError({"result": ValidationError(_("Say what came of it."), code="result_required")})
    report = replication.reports.filter(year=year).first() or ReplicationReport(
        replication=replication, year=year, revision=0
    )
    if report.revision != revision:
        raise ValidationError(_("Somebody has reported meanwhile. Read that first."), code="stale")
    report.progress, report.result = progress, result.strip()
    report.reported_by, report.reported_at = actor, clock.now()
    report.revision += 1
    report.save()
    log(instance=replication, action="submissions.report_replication", user=actor, data={"year": year})
    _tell(replication)
    return report


def locked_replication(replication_id: int, revision: int | None = None) -> Replication:
    """Return the row, locked; raises `stale` when something was decided since `revision`, if that is given."""
    rows = Replication.objects.select_for_update(of=("self",)).select_related("innovation__agency", "agency")
    replication = rows.get(pk=replication_id)
    if revision not in (None, replication.revision):
        raise ValidationError(_("Something was decided meanwhile. Look at it again."), code="stale")
    return replication


def _locked(replication_id: int, actor, revision: int) -> Replication:
    parties = Replication.objects.values_list("agency", "innovation__agency").get(pk=replication_id)
    if not set(parties) & _agencies_of(actor):
        raise PermissionDenied
    return locked_replication(replication_id, revision)


def _agencies_of(actor) -> set[int]:
    return set(actor.memberships.values_list("agency", flat=True))


def _decidable(replication_id: int, actor, revision: int) -> Replication:
    """Return the locked row for a person in charge of its origin. Who works for both agencies decides for neither."""
    replication = _locked(replication_id, actor, revision)
    origin = replication.innovation.agency
    if not works_for(actor, origin.pk) or not actor.has_perm("submissions.report_follow_up", origin):
        raise PermissionDenied
    if works_for(actor, replication.agency_id):
        raise PermissionDenied
    if replication.state != ReplicationState.ANNOUNCED:
        raise ValidationError(_("Nothing waits for your word here."), code="not_announced")
    return replication


def the_reason(text: str) -> str:
    """Return the reason without white space around it; raises `reason_required`."""
    if not text.strip():
        raise ValidationError({"reason": ValidationError(_("Say why."), code="reason_required")})
    return text.strip()


def decide(replication: Replication, actor, action: str) -> None:
    """Keep the decision that its caller has written into the row, and mail the agency that takes over."""
    replication.decided_by, replication.decided_at = actor, clock.now()
    _keep(replication, actor, action)
    send_message("replication_decided", members_of(replication.agency_id), about=replication, replication=replication)


def _keep(replication: Replication, actor, action: str) -> None:
    replication.revision += 1
    replication.save(update_fields=["state", "reason", "decided_by", "decided_at", "is_for_origin", "revision"])
    log(instance=replication, action=action, user=actor, data={"reason": replication.reason})
    _tell(replication)


def _tell(replication: Replication) -> None:
    innovation_followed.send(sender=Innovation, innovation_id=replication.innovation_id)
