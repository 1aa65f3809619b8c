"""Who was honoured in which year: awards of this competition, and recognitions outside it."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from home.enums import HonourLevel
from home.models import CatalogueEntry
from home.selectors.catalogue import LONG_TEXTS
from home.selectors.honours import classify_recognition
from judging.enums import AwardKind, AwardState, CertificateState
from judging.models import Award, Certificate
from submissions.models import Recognition


@dataclass(frozen=True)
class Win:
    """One innovation under an honour; `certificate_id` and `source_url` are the proof, as far as there is one."""

    entry: CatalogueEntry
    certificate_id: str = ""
    source_url: str = ""
    is_provisional: bool = False


@dataclass(frozen=True)
class HonourGroup:
    name: str
    level: HonourLevel
    wins: list[Win]


@dataclass(frozen=True)
class Winners:
    """The honours of a year. `own` follow the levels of the edition, `outside` stand with the highest first."""

    year: int
    own: list[HonourGroup]
    outside: list[HonourGroup]

    @property
    def count(self) -> int:
        """How many innovations were honoured, each once."""
        return len({win.entry.pk for group in [*self.own, *self.outside] for win in group.wins})

    @property
    def is_provisional(self) -> bool:
        return any(win.is_provisional for group in self.own for win in group.wins)


def winner_years() -> list[int]:
    """Return the years in which a public innovation was honoured, the latest first. Two queries."""
    awarded = _awards().order_by().values_list("submission__edition__year", flat=True).distinct()
    recognised = _recognitions().order_by().values_list("award", "year").distinct()
    years = {year for award, year in recognised if classify_recognition(award, year)[0] > HonourLevel.NONE}
    return sorted({*awarded, *years}, reverse=True)


def winners_of(year: int) -> Winners:
    """Return who was honoured in a year. Only innovations in the catalogue: what was taken down is not shown.

    Five queries, however many.
    """
    awards = list(_awards().filter(submission__edition__year=year))
    recognitions = list(_recognitions().filter(year=year))
    honoured = {award.submission.innovation_id for award in awards} | {one.innovation_id for one in recognitions}
    entries = {one.innovation_id: one for one in _entries().filter(innovation__in=honoured)}
    return Winners(year, _own(awards, entries), _outside(recognitions, entries))


def _own(awards: list[Award], entries: dict[int, CatalogueEntry]) -> list[HonourGroup]:
    groups: dict[int, HonourGroup] = {}
    for award in awards:
        group = groups.setdefault(award.level_id, HonourGroup(award.level.name, HonourLevel.WINNER, []))
        group.wins.append(
            Win(
                entry=entries[award.submission.innovation_id],
                certificate_id=award.valid_certificates[0].public_id if award.valid_certificates else "",
                is_provisional=award.state == AwardState.PROVISIONAL,
            )
        )
    return list(groups.values())


def _outside(recognitions: list[Recognition], entries: dict[int, CatalogueEntry]) -> list[HonourGroup]:
    wins: dict[tuple[HonourLevel, str], list[Win]] = defaultdict(list)
    for recognition in recognitions:
        level, badge = classify_recognition(recognition.award, recognition.year)
        if level > HonourLevel.NONE:
            wins[level, badge].append(Win(entries[recognition.innovation_id], source_url=recognition.source_url))
    ordered = sorted(wins, key=lambda group: (-group[0], group[1]))
    return [
        HonourGroup(badge, level, sorted(wins[level, badge], key=lambda win: win.entry.title))
        for level, badge in ordered
    ]


def _entries() -> QuerySet[CatalogueEntry]:
    return CatalogueEntry.objects.defer(*LONG_TEXTS)


def _awards() -> QuerySet[Award]:
    valid = Certificate.objects.filter(state=CertificateState.ISSUED, kind__in=AwardKind.values)
    return (
        Award.objects.filter(submission__innovation__in=CatalogueEntry.objects.values("innovation"))
        .exclude(state=AwardState.REVOKED)
        .select_related("level", "submission__edition")
        .prefetch_related(Prefetch("certificates", valid, to_attr="valid_certificates"))
    )


def _recognitions() -> QuerySet[Recognition]:
    return Recognition.objects.filter(innovation__in=CatalogueEntry.objects.values("innovation"))
