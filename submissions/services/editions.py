from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils.emails import send_message, was_written
from innovation_portal.utils.queueing import hand_to_worker
from submissions.enums import EditionState, StageKind
from submissions.models import Agency, Edition, Submission
from submissions.selectors.agencies import members_of_obliged_agencies
from submissions.selectors.editions import stage_of
from submissions.services.obligations import enter_obligations
from submissions.tasks import announce_opening


@transaction.atomic
def open_edition(edition_id: int, *, actor) -> Edition:
    """Open an edition and write down what every obliged active agency owes.

    Opening it again adds the obligations of agencies that have come since, and changes nothing else. Raises
    `ValidationError` (code "incomplete") that names everything an edition still lacks, and "finished" when it is over.
    """
    _lock_entered_without_duty(edition_id)
    edition = _lock_for(actor, edition_id)
    if edition.state == EditionState.FINISHED:
        raise ValidationError(_("This edition is finished and cannot be opened again."), code="finished")
    _check_complete(edition)

    enter_obligations(edition, Agency.objects.filter(is_obliged=True, is_active=True), actor=actor)
    if edition.state == EditionState.PREPARATION:
        edition.state = EditionState.OPEN
        edition.save(update_fields=["state"])
        log(edition, "submissions.open_edition", user=actor)
        hand_to_worker(announce_opening, edition.pk)
    return edition


@transaction.atomic
def announce_edition(edition_id: int) -> list[int]:
    """Write to the members of every agency that owes something; returns the ids of the messages. Runs as a task.

    Again: stores nothing.
    """
    edition = Edition.objects.select_for_update().get(pk=edition_id)
    if was_written("edition_opened", about=edition):
        return []
    registration = stage_of(edition, StageKind.REGISTRATION)
    return send_message(
        "edition_opened",
        members_of_obliged_agencies(edition),
        about=edition,
        deadline=registration and registration.closes_at,
        edition=edition,
        registration=registration,
    )


@transaction.atomic
def finish_edition(edition_id: int, *, actor) -> Edition:
    """End an open edition; nothing is written or submitted in it any more. Finishing it again returns it unchanged."""
    edition = _lock_for(actor, edition_id)
    if edition.state == EditionState.PREPARATION:
        raise ValidationError(_("This edition was never opened."), code="not_open")
    if edition.state == EditionState.OPEN:
        edition.state = EditionState.FINISHED
        edition.save(update_fields=["state"])
        log(edition, "submissions.finish_edition", user=actor)
    return edition


@transaction.atomic
def clone_edition(edition_id: int, *, year: int, actor) -> Edition:
    """Return a new edition in preparation with the rules and template of another one.

    Stages move by whole years (29 February becomes the 28th where it must); categories, sections, declarations, reason
    codes and reminders are copied. Raises `ValidationError` (code "year_taken") when the year has an edition already.
    """
    source = _lock_for(actor, edition_id)
    if Edition.objects.filter(year=year).exists():
        raise ValidationError(_("There is an edition %(year)s already."), code="year_taken", params={"year": year})
    edition, _children = source.copy_cluster(exclude_fields=["id", "state", "last_registration_number", "theme"])
    edition.year = year
    edition.name = source.name.replace(str(source.year), str(year))
    for stage in edition.stages.all():
        stage.opens_at = moved_by_years(stage.opens_at, year - source.year)
        stage.closes_at = moved_by_years(stage.closes_at, year - source.year)
    edition.full_clean()
    edition.save()
    log(edition, "submissions.clone_edition", user=actor, data={"source": source.year})
    return edition


def moved_by_years(moment: datetime, years: int) -> datetime:
    """Return the same local day and hour in another year; 29 February falls back to the 28th."""
    local = timezone.localtime(moment)
    try:
        return local.replace(year=local.year + years)
    except ValueError:
        return local.replace(year=local.year + years, day=28)


def _lock_for(actor, edition_id: int) -> Edition:
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    return Edition.objects.select_for_update().get(pk=edition_id)


def _lock_entered_without_duty(edition_id: int) -> None:
    """Let nobody change what agencies have entered of which the edition asks nothing yet; it is counted when it does.

    Before the edition is locked: who hands in locks the submission first, too.
    """
    entered = Submission.objects.filter(edition=edition_id).exclude(agency__obligations__edition=edition_id)
    list(entered.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))


def _check_complete(edition: Edition) -> None:
    parts = (
        (stage_of(edition, StageKind.REGISTRATION), _("A registration stage with its dates is missing.")),
        (edition.categories.exists(), _("At least one category is missing.")),
        (edition.sections.exists(), _("At least one section of the proposal is missing.")),
        (edition.declarations.exists(), _("At least one declaration is missing.")),
    )
    problems = [ValidationError(text, code="incomplete") for part, text in parts if not part]
    if problems:
        raise ValidationError(problems)
