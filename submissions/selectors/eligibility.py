"""The rules of taking part as they apply to one agency or one submission."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wagtail import hooks

from innovation_portal.utils.words import padded_words
from submissions.enums import FormerWinners, Lineage
from submissions.models import Agency, Edition, Innovation, ParticipantGroup, Recognition, Submission

# An innovation that develops another that developed another: further back nobody asks, and a ring ends here.
GENERATIONS = 5

AwardsByInnovation = Mapping[int, Sequence[str]]


class Allowance(NamedTuple):
    """How many innovations an agency owes, and how many submissions it may enter."""

    minimum: int
    maximum: int


def allowance_of(edition: Edition, agency: Agency) -> Allowance:
    """Return what the agency owes and may enter: by its kind in its region, else by its kind, else by the edition.

    Prefetched `agency_quotas` are used.
    """
    rules = {(rule.agency_kind, rule.region_id): rule for rule in edition.agency_quotas.all()}
    rule = rules.get((agency.kind, agency.region_id)) or rules.get((agency.kind, None))
    return Allowance(rule.minimum, rule.maximum) if rule else Allowance(edition.required_count, edition.quota)


def quota_of(edition: Edition, agency: Agency) -> int:
    """Return how many submissions the agency may enter. Prefetched `agency_quotas` are used."""
    return allowance_of(edition, agency).maximum


def minimum_age_of(submission: Submission) -> int:
    """Return for how many months the innovation must have been in use: by its group, else by the edition."""
    group = submission.group
    if group is not None and group.minimum_age_months is not None:
        return group.minimum_age_months
    return submission.edition.minimum_age_months


def lacks_group(submission: Submission) -> bool:
    """Say whether a group still has to be chosen; until then only the sections for all groups are known."""
    return submission.group_id is None and submission.edition.groups.exists()


def group_refusal(group: ParticipantGroup, innovation: Innovation, awards: AwardsByInnovation | None = None) -> str:
    """Return why the innovation may not enter in the group: `not_replication`, `former_winner`, `no_winner` or "".

    `awards` is what `awards_by_innovation` has read, where a caller asks about several.
    """
    if group.is_for_replications and innovation.lineage != Lineage.REPLICATION:
        return "not_replication"
    if group.former_winners == FormerWinners.ANY:
        return ""
    has_won = is_former_winner(innovation, group.awards, awards)
    if group.former_winners == FormerWinners.EXCLUDED:
        return "former_winner" if has_won else ""
    return "" if has_won else "no_winner"


def is_former_winner(innovation: Innovation, names: Iterable[str], awards: AwardsByInnovation | None = None) -> bool:
    """Say whether the innovation, or one that it develops, carries one of the awards of these names.

    The words of the name must stand in the award one after the other: “Top 4” is not in “Top 45”.
    """
    won = (awards_by_innovation([innovation]) if awards is None else awards)[innovation.pk]
    return any(padded_words(name) in padded_words(award) for name in names for award in won)


def awards_by_innovation(innovations: Iterable[Innovation]) -> AwardsByInnovation:
    """Return by its id every award that an innovation carries or inherits from those it develops.

    Awards from outside are recognitions; those of this competition an app above knows by the hook.
    """
    lines = _lines_of(innovations)
    ids = {pk for line in lines.values() for pk in line}
    carried = list(Recognition.objects.filter(innovation__in=ids).values_list("innovation", "award"))
    for awards_of_innovations in hooks.get_hooks("awards_of_innovations"):
        carried += awards_of_innovations(ids)
    return {pk: [award for holder, award in carried if holder in line] for pk, line in lines.items()}


def _lines_of(innovations: Iterable[Innovation]) -> dict[int, list[int]]:
    """Return by the id of each innovation its own and those of the ones it develops, the nearest first."""
    tips = {innovation.pk: innovation for innovation in innovations}
    lines = {pk: [pk] for pk in tips}
    for _generation in range(1, GENERATIONS):
        sources = {pk: tip.source_id for pk, tip in tips.items() if tip.lineage == Lineage.DEVELOPMENT}
        found = Innovation.objects.in_bulk(set(sources.values())) if sources else {}
        tips = {pk: found[source] for pk, source in sources.items()}
        for pk, tip in tips.items():
            lines[pk].append(tip.pk)
    return lines
