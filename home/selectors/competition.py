"""The rules of an edition as the public may read them."""

from dataclasses import dataclass
from decimal import Decimal

from judging.enums import RoundKind
from judging.models import AwardLevel, Criterion, Round
from submissions.enums import StageKind
from submissions.models import Edition, EditionCategory, ParticipantGroup, Section, Stage
from submissions.selectors.editions import current_edition


@dataclass(frozen=True)
class Competition:
    edition: Edition
    stages: list[Stage]
    categories: list[EditionCategory]
    groups: list[ParticipantGroup]
    sections: list[Section]
    criteria: list[Criterion]
    levels: list[AwardLevel]

    @property
    def aspects(self) -> list[tuple[Section, str]]:
        """Each section with the names of the groups that write it; empty where every group does."""
        names = {group.code: group.name for group in self.groups}
        return [
            (section, ", ".join(names[code] for code in section.group_codes if code in names))
            for section in self.sections
        ]

    @property
    def is_open_to_objections(self) -> bool:
        return any(stage.kind == StageKind.OBJECTION and stage.is_open for stage in self.stages)

    @property
    def total_weight(self) -> Decimal:
        return sum((criterion.weight for criterion in self.criteria), Decimal(0))


def stage_that_counts(stages: list[Stage]) -> Stage | None:
    """Return the stage that a visitor should know of: what runs, else what comes next.

    Of stages that run at once, registration comes first, because only it can be missed; then the one begun last.
    """
    running = [stage for stage in stages if stage.is_open]
    if running:
        return max(running, key=lambda stage: (stage.kind == StageKind.REGISTRATION, stage.opens_at))
    return next((stage for stage in stages if not stage.is_past), None)


def current_competition() -> Competition | None:
    """Return what applies in the current edition, with the rubric of the proposal's judging. Seven queries."""
    edition = current_edition()
    if edition is None:
        return None
    desk = Round.objects.filter(edition=edition, kind=RoundKind.DESK).first()
    return Competition(
        edition=edition,
        stages=list(edition.stages.all()),
        categories=list(edition.categories.all()),
        groups=list(edition.groups.all()),
        sections=list(edition.sections.all()),
        criteria=list(Criterion.objects.filter(rubric=desk.rubric_id)) if desk else [],
        levels=list(edition.award_levels.all()),
    )
