"""The rules of taking part as they apply to one agency or one submission."""

from collections.abc import Iterable, Iterator

from wagtail import hooks

from submissions.enums import FormerWinners, Lineage
from submissions.models import Agency, AgencyQuota, Edition, Innovation, ParticipantGroup, Recognition, Submission

# An innovation that develops another that developed another: further back nobody asks, and a ring ends here.
GENERATIONS = 5


def quota_of(edition: Edition, agency: Agency) -> int:
    """Return how many submissions the agency may enter: by its kind, else the edition's own number."""
    own = AgencyQuota.objects.filter(edition=edition, agency_kind=agency.kind).values_list("maximum", flat=True)
    return own.first() or edition.quota


def owed_by_kind(edition: Edition) -> dict[str, int]:
    """Return by kind of agency how many innovations are owed; other kinds owe the edition's own number."""
    return dict(edition.agency_quotas.values_list("agency_kind", "minimum"))


def minimum_age_of(submission: Submission) -> int:
    """Return for how many months the innovation must have been in use: by its group, else by the edition."""
    group = submission.group
    if group is not None and group.minimum_age_months is not None:
        return group.minimum_age_months
    return submission.edition.minimum_age_months


def lacks_group(submission: Submission) -> bool:
    """Say whether a group still has to be chosen; until then only the sections for all groups are known."""
    return submission.group_id is None and submission.edition.groups.exists()


def group_refusal(group: ParticipantGroup, innovation: Innovation) -> str:
    """Return why the innovation may not enter in the group: `not_replication`, `former_winner`, `no_winner` or ""."""
    if group.is_for_replications and innovation.lineage != Lineage.REPLICATION:
        return "not_replication"
    if group.former_winners == FormerWinners.ANY:
        return ""
    has_won = is_former_winner(innovation, group.awards)
    if group.former_winners == FormerWinners.EXCLUDED:
        return "former_winner" if has_won else ""
    return "" if has_won else "no_winner"


def is_former_winner(innovation: Innovation, awards: Iterable[str]) -> bool:
    """Say whether the innovation, or one that it develops, carries one of the awards.

    The words of the award must stand in the recognition one after the other: “Top 4” is not in “Top 45”.
    """
    wanted = [_padded(award) for award in awards]
    return any(award in _padded(name) for name in _awards_of([*_line_of(innovation)]) for award in wanted)


def _padded(text: str) -> str:
    """Return the words of a text in one case, with a space around each, so that only whole words are found."""
    words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    return f" {' '.join(words)} "


def _line_of(innovation: Innovation) -> Iterator[int]:
    """Yield the ids of the innovation and of those it develops, the nearest first."""
    one: Innovation | None = innovation
    for _generation in range(GENERATIONS):
        if one is None:
            return
        if one.pk:
            yield one.pk
        one = one.source if one.lineage == Lineage.DEVELOPMENT else None


def _awards_of(innovation_ids: list[int]) -> Iterator[str]:
    """Yield awards from outside, and those of this competition that an app above knows by the hook."""
    yield from Recognition.objects.filter(innovation__in=innovation_ids).values_list("award", flat=True)
    for awards_of_innovations in hooks.get_hooks("awards_of_innovations"):
        yield from awards_of_innovations(innovation_ids)
