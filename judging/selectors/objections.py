from dataclasses import dataclass
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from innovation_portal.utils import clock
from innovation_portal.utils.formats import moment
from judging.enums import AwardState, ObjectionState
from judging.models import Award, Objection, ObjectionAnswer, ObjectionFile
from judging.retention import OBJECTORS
from judging.selectors.results import awards_of_edition
from submissions.enums import StageKind
from submissions.models import Edition, Stage
from submissions.selectors.checks import months_before
from submissions.selectors.editions import current_edition, stage_of


@dataclass(frozen=True)
class ObjectionPeriod:
    """When objections to the awards of an edition are taken: in the stage of that name, to what is provisional."""

    edition: Edition
    stage: Stage | None
    awards: list[Award]

    @property
    def is_open(self) -> bool:
        return bool(self.awards) and self.stage is not None and self.stage.is_open

    @property
    def is_ahead(self) -> bool:
        return self.stage is not None and clock.now() < self.stage.opens_at

    @property
    def closes_at(self) -> datetime | None:
        return self.stage and self.stage.closes_at


def objection_period(edition: Edition) -> ObjectionPeriod:
    awards = awards_of_edition(edition).filter(state=AwardState.PROVISIONAL)
    return ObjectionPeriod(edition, stage_of(edition, StageKind.OBJECTION), list(awards))


def latest_objection_period() -> ObjectionPeriod | None:
    """The period of the latest edition with provisional awards, else of the current edition, if there is any."""
    provisional = Award.objects.filter(state=AwardState.PROVISIONAL).values("level__edition")
    edition = Edition.objects.filter(pk__in=provisional).order_by("-year").first() or current_edition()
    return objection_period(edition) if edition else None


def award_in_public(award_id: int) -> Award | None:
    """An award that was announced and stands, with what the public reads of it."""
    standing = Award.objects.exclude(state=AwardState.REVOKED)
    return standing.select_related("level__edition", "submission__innovation__agency").filter(pk=award_id).first()


def objections_with_state() -> QuerySet[Objection]:
    """All objections with their `state`, received or the outcome of the latest answer, the newest first."""
    latest = ObjectionAnswer.objects.filter(objection=OuterRef("pk")).order_by("-number")
    state = Coalesce(Subquery(latest.values("outcome")[:1]), Value(ObjectionState.RECEIVED.value))
    awarded = ("award__level__edition", "award__submission__innovation__agency")
    return Objection.objects.select_related(*awarded).annotate(state=state).order_by("-submitted_at", "-pk")


def objections_visible_to(user) -> QuerySet[Objection]:
    """Objections whose contact this user may read: the secretariat's, but never those against the own agency."""
    if not user.is_authenticated or not user.has_perm("judging.answer_objection"):
        return objections_with_state().none()
    return objections_with_state().exclude(award__submission__innovation__agency__in=user.memberships.values("agency"))


def objection_files_visible_to(user) -> QuerySet[ObjectionFile]:
    return ObjectionFile.objects.filter(objection__in=objections_visible_to(user).values("pk"))


def objection_by_code(code: str) -> Objection | None:
    """Return the objection with this code. Whoever holds it reads state and answers, never who wrote it."""
    return objections_with_state().filter(public_id=code).prefetch_related("answers").first()


def unanswered_objections(edition: Edition) -> QuerySet[Objection]:
    return Objection.objects.filter(award__level__edition=edition, answers=None).order_by("submitted_at", "pk")


def objections_to_erase() -> QuerySet[Objection]:
    """Objections whose writers are kept no longer, see `judging.retention`.

    The months count from when the edition's awards became final, or from the last revocation where none is left. While
    one is provisional nothing is erased.
    """
    latest = datetime.combine(months_before(clock.today(), OBJECTORS.months), time.min, tzinfo=get_current_timezone())
    editions = Edition.objects.annotate(
        settled_at=Coalesce(Max("award_levels__awards__finalised_at"), Max("award_levels__awards__revoked_at")),
        provisional=Count("award_levels__awards", filter=Q(award_levels__awards__state=AwardState.PROVISIONAL)),
    )
    due = editions.filter(provisional=0, settled_at__lt=latest)
    return Objection.objects.filter(erased_at=None, award__level__edition__in=due.values("pk"))


def problems_of_finalising(edition: Edition) -> list[ValidationError]:
    """What of the objections still keeps the awards of an edition from being final; empty if nothing does."""
    stage = edition.stages.filter(kind=StageKind.OBJECTION).first()
    codes = list(unanswered_objections(edition).values_list("public_id", flat=True))
    problems = []
    if stage is None:
        problems.append(ValidationError(_("This edition has no objection period."), code="no_objection_period"))
    elif not stage.is_past:
        text = _("The objection period is not over yet. It closes on %(moment)s.")
        problems.append(ValidationError(text % {"moment": moment(stage.closes_at)}, code="objections_open"))
    if codes:
        text = ngettext(
            "%(count)s objection is not answered yet: %(codes)s.",
            "%(count)s objections are not answered yet: %(codes)s.",
            len(codes),
        )
        values = {"count": len(codes), "codes": ", ".join(codes)}
        problems.append(ValidationError(text % values, code="objections_unanswered"))
    return problems
