from django.db.models import Case, Value, When

from submissions.enums import EditionState, StageKind
from submissions.models import EarlierTemplate, Edition, Section, Stage, Submission


def current_edition() -> Edition | None:
    """Return the open edition of the latest year, else the latest edition of all, else None."""
    is_closed = Case(When(state=EditionState.OPEN, then=Value(0)), default=Value(1))
    return Edition.objects.order_by(is_closed, "-year").first()


def stage_of(edition: Edition, kind: StageKind) -> Stage | None:
    """Return the stage of that kind, if the edition has one. Prefetched `stages` are used."""
    return next((stage for stage in edition.stages.all() if stage.kind == kind), None)


def template_of(submission: Submission) -> Edition | EarlierTemplate:
    """Return whose `sections` and `declarations` the submission is asked for: its edition's, or an earlier template's.

    A submission keeps the template with which it began until somebody moves it (`submissions.services.templates`).
    """
    return submission.earlier_template or submission.edition


def sections_of(submission: Submission) -> list[Section]:
    """Return the sections that the submission has to write, in their order: those for all and those of its group.

    Prefetched `sections` of its template are used.
    """
    code = submission.group.code if submission.group else None
    sections = template_of(submission).sections.all()
    return [section for section in sections if not section.group_codes or code in section.group_codes]
