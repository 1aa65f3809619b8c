"""Writing a submission: starting it, saving its facts and answers, its innovators and declarations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from submissions.contents import checked_value, value_in_words
from submissions.enums import DataMark, EditionState, Lineage, SectionKind, SubmissionStatus
from submissions.models import (
    Agency,
    Answer,
    DeclarationConsent,
    Edition,
    Innovation,
    Innovator,
    Submission,
    SubmissionEvent,
)
from submissions.rules import works_for
from submissions.selectors.deadlines import agency_deadline
from submissions.selectors.editions import sections_of, template_of
from submissions.selectors.eligibility import quota_of
from submissions.selectors.ideas import initiators_of, with_initiators
from submissions.selectors.submissions import reenterable_innovations, sources_for, standing_consents
from submissions.workflow import EDITABLE, ENDED


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is said about an innovation beside the sections. Only the title is needed while it is a draft."""

    title: str
    summary: str = ""
    started_on: date | None = None
    lineage: str = Lineage.NEW
    source_id: int | None = None
    category_id: int | None = None
    group_id: int | None = None
    field: str = ""
    form: str = ""
    type: str = ""
    phase: str = ""
    affair: str = ""
    goals: Sequence[int] = ()


@transaction.atomic
def start_submission(
    agency_id: int, edition_id: int, *, actor, facts: Facts, innovation_id: int | None = None
) -> Submission:
    """Return a new draft of the agency in the edition, with its `Innovation`.

    `innovation_id` enters an own earlier innovation again as itself, which is only for one that never passed
    verification and carries no recognition (docs/decisions/0002-entering-again.md). Raises `not_open`, `closed`,
    `quota`, `not_reenterable` and the errors of `Facts` by field.
    """
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency_id)
    if not works_for(actor, agency.pk):
        raise PermissionDenied
    edition = Edition.objects.get(pk=edition_id)
    _check_room(edition, agency)
    _check_facts(facts, edition, agency)
    innovation = Innovation(agency=agency, data_mark=DataMark.EXAMPLE if edition.is_example else DataMark.REGISTRY)
    if innovation_id is not None:
        innovation = _reenterable(innovation_id, agency, edition)
    _apply_facts(innovation, facts)
    submission = Submission.objects.create(
        edition=edition,
        innovation=innovation,
        agency=agency,
        category_id=facts.category_id,
        group_id=facts.group_id,
        goals=sorted(facts.goals),
        created_by=actor,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    SubmissionEvent.objects.create(
        submission=submission, actor=actor, action="start", to_status=submission.status, at=clock.now()
    )
    return submission


@transaction.atomic
def save_facts(submission_id: int, *, actor, revision: int, facts: Facts) -> Submission:
    """Write the facts down. `revision` is the one they were opened with; raises `stale` when somebody saved since."""
    submission = editable_submission(submission_id, actor)
    if submission.revision != revision:
        raise ValidationError(_("Somebody else has saved these facts meanwhile."), code="stale")
    _check_facts(facts, submission.edition, submission.innovation.agency, own_id=submission.innovation_id)
    _apply_facts(submission.innovation, facts)
    submission.category_id, submission.group_id = facts.category_id, facts.group_id
    submission.goals = sorted(facts.goals)
    submission.revision += 1
    submission.updated_at = clock.now()
    submission.save(update_fields=["category", "group", "goals", "revision", "updated_at"])
    return submission


@transaction.atomic
def save_answer(
    submission_id: int, section_id: int, *, actor, revision: int, text: str = "", value: Any = None
) -> Answer:
    """Write one section down: its text, also one above its word limit, or its value where it asks for another kind.

    `revision` is the one the answer was opened with, 0 for a section not yet written; raises `stale` when somebody
    saved another one since, `foreign_section` for a section of another group or edition, and `wrong_value` for what
    the kind of the section does not hold. Saving the very answer that is stored changes nothing and returns it.
    """
    submission = editable_submission(submission_id, actor)
    section = next((section for section in sections_of(submission) if section.pk == section_id), None)
    if section is None:
        raise ValidationError(
            _("This section does not belong to the group of the submission."), code="foreign_section"
        )
    if section.kind != SectionKind.TEXT:
        value = checked_value(section, value)
        text = value_in_words(section, value)
    answer = Answer.objects.filter(submission=submission, section=section).first() or Answer(
        submission=submission, section=section
    )
    if answer.text == text and answer.value == value:
        return answer
    if answer.revision != revision:
        raise ValidationError(_("Somebody else has saved this section meanwhile."), code="stale")
    answer.text, answer.value, answer.revision = text, value, revision + 1
    answer.edited_by, answer.edited_at = actor, clock.now()
    answer.save()
    touch(submission)
    return answer


@transaction.atomic
def replace_innovators(submission_id: int, *, actor, innovators: Iterable[Mapping[str, str]]) -> list[Innovator]:
    """Make the innovators exactly these, each a mapping of `name` and `role`, in this order.

    Whose idea the innovation grew out of stays named: a name that is missing comes first again.
    """
    submission = editable_submission(submission_id, actor)
    submission.innovators.all().delete()
    named = with_initiators(initiators_of(submission.innovation), innovators)
    rows = [Innovator(submission=submission, name=one["name"], role=one.get("role", "")) for one in named]
    touch(submission)
    return Innovator.objects.bulk_create(rows)


@transaction.atomic
def accept_declarations(submission_id: int, *, actor, declaration_ids: Iterable[int]) -> None:
    """Make the accepted declarations exactly these.

    One accepted before keeps who accepted it and when, unless the contents have changed since: what is declared is
    about what is there now. Only the person in charge declares, so the permission is that of submitting. Accepting the
    same ones again changes nothing, also after the submit.
    """
    submission = (
        Submission.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition", "innovation", "earlier_template")
        .get(pk=submission_id)
    )
    if not actor.has_perm("submissions.submit_submission", submission):
        raise PermissionDenied
    wanted = template_of(submission).declarations.filter(pk__in=list(declaration_ids))
    if submission.status not in EDITABLE | {SubmissionStatus.AWAITING_APPROVAL}:
        if set(submission.consents.values_list("declaration", flat=True)) == {one.pk for one in wanted}:
            return
        raise ValidationError(_("This submission cannot be changed now."), code="locked")
    standing = dict(standing_consents(submission).values_list("declaration", "pk"))
    kept = {standing[one.pk] for one in wanted if one.pk in standing}
    submission.consents.exclude(pk__in=kept).delete()
    DeclarationConsent.objects.bulk_create(
        DeclarationConsent(submission=submission, declaration=declaration, accepted_by=actor, accepted_at=clock.now())
        for declaration in wanted
        if declaration.pk not in standing
    )


def editable_submission(submission_id: int, actor) -> Submission:
    """Return the submission, locked for the running transaction, for a member who may change it now.

    Raises `PermissionDenied` for others and `locked` while the submission is with somebody else.
    """
    submission = (
        Submission.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition", "group", "innovation__agency")
        .get(pk=submission_id)
    )
    if not actor.has_perm("submissions.edit_submission", submission):
        raise PermissionDenied
    if submission.status not in EDITABLE:
        raise ValidationError(_("This submission cannot be changed now."), code="locked")
    return submission


def touch(submission: Submission) -> None:
    """Note that the contents have changed just now."""
    submission.updated_at = clock.now()
    submission.save(update_fields=["updated_at"])


def _check_room(edition: Edition, agency: Agency) -> None:
    deadline = agency_deadline(edition, agency)
    if edition.state != EditionState.OPEN or deadline is None:
        raise ValidationError(_("This edition does not take submissions now."), code="not_open")
    if clock.now() > deadline:
        raise ValidationError(_("Registration has closed."), code="closed")
    alive = ~Q(status__in=ENDED)
    quota = quota_of(edition, agency)
    if edition.submissions.filter(alive, agency=agency).count() >= quota:
        message = _("Your agency has %(quota)s submissions already, the most this edition allows.")
        raise ValidationError(message, code="quota", params={"quota": quota})


def _check_facts(facts: Facts, edition: Edition, agency: Agency, *, own_id: int | None = None) -> None:
    """Raise every wrong fact, by field."""
    errors = {}
    if facts.started_on and facts.started_on > clock.today():
        errors["started_on"] = ValidationError(_("The date lies in the future."), code="future")
    if facts.category_id and not edition.categories.filter(pk=facts.category_id).exists():
        errors["category"] = ValidationError(_("Choose a category of this edition."), code="foreign_category")
    if facts.group_id and not edition.groups.filter(pk=facts.group_id).exists():
        errors["group"] = ValidationError(_("Choose a group of this edition."), code="foreign_group")
    sources = sources_for(facts.lineage, agency).exclude(pk=own_id)
    if facts.lineage != Lineage.NEW and not sources.filter(pk=facts.source_id).exists():
        errors["source"] = ValidationError(_("Choose the innovation that this one comes from."), code="source")
    if errors:
        raise ValidationError(errors)


def _reenterable(innovation_id: int, agency: Agency, edition: Edition) -> Innovation:
    innovation = reenterable_innovations(agency, edition).filter(pk=innovation_id).first()
    if innovation is None:
        message = _("This innovation can only be entered again as a development of itself.")
        raise ValidationError(message, code="not_reenterable")
    return innovation


def _apply_facts(innovation: Innovation, facts: Facts) -> None:
    for name in ("title", "summary", "started_on", "lineage", "field", "form", "type", "phase", "affair"):
        setattr(innovation, name, getattr(facts, name))
    innovation.title = " ".join(facts.title.split())
    innovation.source_id = facts.source_id if facts.lineage != Lineage.NEW else None
    innovation.is_field_inferred = False
    innovation.full_clean(exclude=["agency", "source"])
    innovation.save()
