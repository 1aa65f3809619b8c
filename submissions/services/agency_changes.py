"""What becomes of agencies: new names, mergers, ends. Finished editions keep the figures that they had."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from innovation_portal.utils.formats import full_date
from submissions.enums import AgencyChangeKind, EditionState, ObligationStep
from submissions.models import Agency, AgencyChange, Edition, Innovation, Membership, Obligation, Submission
from submissions.models.standing import keep_standing
from submissions.services.obligations import make_exempt
from submissions.signals import agency_changed, innovation_followed

EXEMPTION_REASON_LENGTH = Obligation._meta.get_field("exemption_reason").max_length


@transaction.atomic
def rename_agency(agency_id: int, *, actor, name: str, on: date, document: str) -> AgencyChange:
    """Give an agency its new name since a day. Finished editions and what was frozen keep the old one.

    The name that it has already changes nothing and raises `same_name`; also raises `name_taken` and what
    `_check_regulation` refuses.
    """
    [agency] = _lock_for(actor, agency_id)
    name = " ".join(name.split())
    _check_regulation(on, document)
    if name == agency.name:
        raise ValidationError({"name": ValidationError(_("This is its name already."), code="same_name")})
    if Agency.objects.filter(region=agency.region_id, name__iexact=name).exclude(pk=agency.pk).exists():
        message = _("Another agency of the region has this name. If the two become one, merge them.")
        raise ValidationError({"name": ValidationError(message, code="name_taken")})
    change = _keep(agency, AgencyChangeKind.RENAMED, on, document, actor)
    agency.name = name
    agency.full_clean()
    agency.save(update_fields=["name"])
    _tell(agency, agency.innovations.values_list("pk", flat=True))
    log(agency, "submissions.rename_agency", user=actor, data={"from": change.old_name, "document": change.document})
    return change


@transaction.atomic
def merge_agency(agency_id: int, *, actor, successor_id: int, on: date, document: str) -> AgencyChange:
    """End an agency and let another one go on with its innovations, its people and what it has entered this year.

    In editions not finished it owes nothing any more, and what it entered counts for the successor from now on.
    Raises `same_agency`, `ended` where either has ended, and what `_check_regulation` refuses.
    """
    if agency_id == successor_id:
        message = _("An agency cannot be merged into itself.")
        raise ValidationError({"successor": ValidationError(message, code="same_agency")})
    agency, successor = _lock_for(actor, agency_id, successor_id)
    _check_regulation(on, document)
    _check_active(agency, successor)
    change = _keep(agency, AgencyChangeKind.MERGED, on, document, actor, successor=successor)
    entered = Submission.objects.filter(agency=agency).exclude(edition__state=EditionState.FINISHED)
    change.submissions.set(entered)
    entered.update(agency=successor)
    for edition in Edition.objects.exclude(state=EditionState.FINISHED).order_by("pk"):
        keep_standing(edition, [agency.pk, successor.pk])
    moved = list(Innovation.objects.filter(agency=agency).values_list("pk", flat=True))
    Innovation.objects.filter(pk__in=moved).update(agency=successor)
    _move_people(agency, successor)
    with translation.override(settings.LANGUAGE_CODE):
        values = {"successor": successor.name, "day": full_date(on), "document": change.document}
        reason = _("Merged into %(successor)s since %(day)s (%(document)s).") % values
    _end(agency, reason, actor)
    _tell(successor, moved)
    log(agency, "submissions.merge_agency", user=actor, data={"into": successor.name, "document": change.document})
    return change


@transaction.atomic
def close_agency(agency_id: int, *, actor, on: date, document: str) -> AgencyChange:
    """End an agency that nobody goes on with: in editions not finished it owes nothing any more.

    Raises `ended` when it has, and what `_check_regulation` refuses.
    """
    [agency] = _lock_for(actor, agency_id)
    _check_regulation(on, document)
    _check_active(agency)
    change = _keep(agency, AgencyChangeKind.CLOSED, on, document, actor)
    with translation.override(settings.LANGUAGE_CODE):
        reason = _("Closed since %(day)s (%(document)s).") % {"day": full_date(on), "document": change.document}
    _end(agency, reason, actor)
    log(agency, "submissions.close_agency", user=actor, data={"document": change.document})
    return change


def _lock_for(actor, *agency_ids: int) -> list[Agency]:
    """Return the agencies as asked for, locked in the order of their ids: no two mergers wait for each other.

    The lock lets through what only names an agency, as an extension does: it holds the edition, which a merger names.
    """
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    rows = Agency.objects.select_for_update(no_key=True).order_by("pk")
    locked = {agency.pk: agency for agency in rows.filter(pk__in=agency_ids)}
    return [locked[pk] for pk in agency_ids]


def _check_regulation(on: date, document: str) -> None:
    """Refuse a day that has not come ("future") and a change without its regulation ("document_required")."""
    problems = {}
    if on > clock.today():
        message = _("This day has not come. Enter the change when it is in force.")
        problems["on"] = ValidationError(message, code="future")
    if not document.strip():
        problems["document"] = ValidationError(_("Name the regulation that says so."), code="document_required")
    if problems:
        raise ValidationError(problems)


def _check_active(*agencies: Agency) -> None:
    for agency in agencies:
        if not agency.is_active:
            values = {"agency": agency.name}
            raise ValidationError(_("%(agency)s has ended already."), code="ended", params=values)


def _keep(agency: Agency, kind: AgencyChangeKind, on: date, document: str, actor, **fields) -> AgencyChange:
    change = AgencyChange(
        agency=agency,
        kind=kind,
        on=on,
        old_name=agency.name,
        document=" ".join(document.split()),
        actor=actor,
        at=clock.now(),
        **fields,
    )
    change.full_clean()
    change.save()
    return change


def _end(agency: Agency, reason: str, actor) -> None:
    agency.is_active = False
    agency.save(update_fields=["is_active"])
    for obligation in _duties_in_force(agency).filter(is_exempt=False):
        make_exempt(obligation, ObligationStep.ENDED, reason[:EXEMPTION_REASON_LENGTH], actor=actor)


def _duties_in_force(agency: Agency) -> QuerySet[Obligation]:
    return Obligation.objects.filter(agency=agency).exclude(edition__state=EditionState.FINISHED)


def _move_people(agency: Agency, successor: Agency) -> None:
    """Bring the members along, each with the same part; who works for the successor already keeps that one."""
    there = set(successor.memberships.values_list("user", flat=True))
    Membership.objects.filter(agency=agency).exclude(user__in=there).update(agency=successor)
    Membership.objects.filter(agency=agency).delete()


def _tell(agency: Agency, innovation_ids: Iterable[int]) -> None:
    """Send the news of the agency and of each innovation, whose pages and entries name it."""
    agency_changed.send(sender=Agency, agency_id=agency.pk)
    for innovation_id in innovation_ids:
        innovation_followed.send(sender=Innovation, innovation_id=innovation_id)
