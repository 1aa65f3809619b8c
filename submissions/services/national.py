"""Proposing innovations to the national competitions. Nobody else assigns the state of a proposal."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from submissions.models import (
    Innovation,
    NationalCompetition,
    NationalEvent,
    NationalGroup,
    NationalLevel,
    NationalProposal,
    Recognition,
    SubmissionVersion,
)
from submissions.national_enums import NationalState
from submissions.national_workflow import SENT, STEPS, NationalStep
from submissions.selectors.eligibility import group_refusal
from submissions.selectors.national import candidate_versions, sheet_of
from submissions.services.national_texts import keep_prefilled_texts
from submissions.signals import innovation_followed


@dataclass(frozen=True)
class Said:
    """What is said with a step; a step asks for some of it (`submissions.national_workflow`).

    `happened_on` is the day by the ministry's document, today where none is given.
    """

    note: str = ""
    source_url: str = ""
    happened_on: date | None = None
    registration_number: str = ""
    level_id: int | None = None


@transaction.atomic
def make_candidate(version_id: int, competition_id: int, *, actor, group_id: int, note: str = "") -> NationalProposal:
    """Return the new candidate of a competition, made of the latest version of a verified submission.

    Again: returns the proposal that stands. Raises `not_open` for a competition without a form, `not_verified`,
    `wrong_group`, and why the group refuses the innovation (`not_replication`, `former_winner`, `no_winner`).
    """
    _check_may(actor)
    competition = NationalCompetition.objects.select_for_update().get(pk=competition_id)
    version = SubmissionVersion.objects.select_related("submission__innovation").get(pk=version_id)
    innovation = version.submission.innovation
    standing = competition.proposals.filter(innovation=innovation).exclude(state=NationalState.WITHDRAWN).first()
    if standing is not None:
        return standing
    group = competition.groups.filter(pk=group_id).first()
    _check_candidate(competition, version, group)
    proposal = NationalProposal.objects.create(
        competition=competition, group=group, innovation=innovation, version=version
    )
    _record(proposal, "propose", actor, Said(note=note), from_state="")
    return proposal


@transaction.atomic
def take_step(
    proposal_id: int, action: str, *, actor, revision: int | None = None, said: Said | None = None
) -> NationalProposal:
    """Take one step of `national_workflow` and record it with whatever was said.

    The row is locked: of two at once the second raises `stale`, as does a `revision` that is older, or a step that is
    not legal any more. Raises `incomplete`, `over_quota`, `number_taken` and, for what a step asks for, errors of the
    fields `registration_number`, `note`, `level_id`, `source_url` and `happened_on`. A level creates the innovation's
    recognition, or changes the one that an earlier level made; taking it back removes it.
    """
    _check_may(actor)
    said = said or Said()
    step = STEPS[action]
    proposal = _locked(proposal_id)
    if revision not in (None, proposal.revision) or proposal.state not in step.sources:
        raise ValidationError(_("This proposal has moved on. Look at it again."), code="stale")
    level = _check_said(step, proposal, said)
    if step.name == "prepare":
        _check_complete(proposal)
        keep_prefilled_texts(proposal, actor=actor)
    if step.name == "send":
        _check_places(proposal)
        proposal.registration_number = said.registration_number.strip()
        proposal.sent_on = said.happened_on or clock.today()
    previous, proposal.state, proposal.level = proposal.state, step.target, level
    _keep_recognition(proposal, said)
    proposal.revision += 1
    proposal.changed_at = clock.now()
    proposal.save()
    _record(proposal, action, actor, said, from_state=previous)
    return proposal


def _check_may(actor) -> None:
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied


def _locked(proposal_id: int) -> NationalProposal:
    rows = NationalProposal.objects.select_for_update(of=("self",))
    return rows.select_related("competition", "group", "innovation__agency", "version", "recognition").get(
        pk=proposal_id
    )


def _check_candidate(
    competition: NationalCompetition, version: SubmissionVersion, group: NationalGroup | None
) -> None:
    if not competition.is_held or not competition.sections.exists():
        raise ValidationError(_("Nothing can be proposed here: the form of this year is not known."), code="not_open")
    if not candidate_versions(competition).filter(pk=version.pk).exists():
        raise ValidationError(_("Only the latest version of a verified submission can go."), code="not_verified")
    if group is None:
        raise ValidationError(_("Choose a group of this competition."), code="wrong_group")
    if refusal := group_refusal(group, version.submission.innovation):
        messages = {
            "not_replication": _("Only replications take part in this group."),
            "former_winner": _("This innovation has won already and may not take part in this group."),
            "no_winner": _("Only innovations that have won before take part in this group."),
        }
        raise ValidationError(messages[refusal], code=refusal)


def _check_said(step: NationalStep, proposal: NationalProposal, said: Said) -> NationalLevel | None:
    """Return the level of a step that gives one; raises every field that is missing or wrong at once."""
    errors = {}
    level = proposal.competition.levels.filter(pk=said.level_id).first() if step.needs_level else None
    if step.needs_level and (level is None or not level.is_for(proposal.group)):
        errors["level_id"] = ValidationError(_("Choose a level of this competition and group."), code="wrong_level")
    if step.needs_number and not said.registration_number.strip():
        errors["registration_number"] = ValidationError(_("Enter the number of the ministry."), code="number_required")
    elif step.needs_number and _number_is_taken(proposal, said.registration_number.strip()):
        errors["registration_number"] = ValidationError(_("Another proposal has this number."), code="number_taken")
    if step.needs_note and not said.note.strip():
        errors["note"] = ValidationError(_("Say why."), code="note_required")
    if step.needs_source and not said.source_url:
        errors["source_url"] = ValidationError(_("Name the page on which it was announced."), code="source_required")
    elif said.source_url:
        URLValidator(schemes=["http", "https"])(said.source_url)
    if said.happened_on and said.happened_on > clock.today():
        errors["happened_on"] = ValidationError(_("This day is still to come."), code="wrong_day")
    if errors:
        raise ValidationError(errors)
    return level


def _number_is_taken(proposal: NationalProposal, number: str) -> bool:
    others = NationalProposal.objects.filter(competition=proposal.competition_id).exclude(pk=proposal.pk)
    return others.filter(registration_number=number).exists()


def _check_complete(proposal: NationalProposal) -> None:
    wrong = [sheet.section.title for sheet in sheet_of(proposal) if sheet.problem]
    if wrong:
        raise ValidationError(
            _("Not ready yet: %(sections)s."), code="incomplete", params={"sections": ", ".join(wrong)}
        )


def _check_places(proposal: NationalProposal) -> None:
    """Count under a lock on the competition what the government of the region has sent already."""
    competition = NationalCompetition.objects.select_for_update().get(pk=proposal.competition_id)
    region = proposal.innovation.agency.region_id
    sent = competition.proposals.filter(innovation__agency__region=region, state__in=SENT).count()
    if competition.maximum is not None and sent >= competition.maximum:
        message = _("This government has sent %(maximum)s proposals already; more are not allowed.")
        raise ValidationError(message, code="over_quota", params={"maximum": competition.maximum})


def _keep_recognition(proposal: NationalProposal, said: Said) -> None:
    """Let the innovation's recognition say what the proposal has reached."""
    recognition = proposal.recognition
    if proposal.state != NationalState.RECOGNISED:
        if recognition is not None:
            proposal.recognition = None
            recognition.delete()
        return
    award, year = proposal.level.award, proposal.competition.year
    if recognition is None or (recognition.award, recognition.year) != (award, year):
        known = Recognition.objects.filter(innovation=proposal.innovation, award=award, year=year).first()
        if known is not None and recognition is not None:
            recognition.delete()  # the registry knew the new level from a list
        recognition = known or recognition or Recognition(innovation=proposal.innovation)
    recognition.award, recognition.year, recognition.source_url = award, year, said.source_url
    recognition.save()
    proposal.recognition = recognition


def _record(proposal: NationalProposal, action: str, actor, said: Said, *, from_state: str) -> None:
    NationalEvent.objects.create(
        proposal=proposal,
        actor=actor,
        action=action,
        from_state=from_state,
        to_state=proposal.state,
        happened_on=said.happened_on or clock.today(),
        level_name=str(proposal.level or ""),
        note=said.note.strip(),
        source_url=said.source_url,
        at=clock.now(),
    )
    told = {"step": str(STEPS[action].label) if action in STEPS else "", "note": said.note.strip()}
    log(proposal, f"submissions.national_{action}", user=actor, data=told)
    innovation_followed.send(sender=Innovation, innovation_id=proposal.innovation_id)
