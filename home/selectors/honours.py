"""Awards of this competition and recognitions outside it, as one list of honours per innovation."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from home.enums import HonourLevel
from judging.enums import AwardKind, AwardState, CertificateState
from judging.models import Award, Certificate
from submissions.models import Recognition

LEVEL_OF_AWARD = {AwardKind.WINNER: HonourLevel.WINNER, AwardKind.NOMINEE: HonourLevel.NOMINEE}

# What published lists call an award, how high it stands, and the badge it gets. The first pattern that fits decides;
# what fits none is shown with its source but is no honour. Every level of `submissions.data.national` is one.
RECOGNITION_RULES = (
    (
        re.compile(r"^KIPP nasional - (?P<name>Top \d+(?: (?:Khusus|Replikasi))?)"),
        HonourLevel.NATIONAL,
        "{name} nasional {year}",
    ),
    (re.compile(r"^KIPP nasional.* - OPSI"), HonourLevel.NATIONAL, "OPSI nasional {year}"),
    (re.compile(r"^KIPP nasional - Outstanding Achievement"), HonourLevel.NATIONAL, "Outstanding Achievement {year}"),
    (re.compile(r"^IGA \d{4} - dipaparkan"), HonourLevel.NATIONAL, "Dipaparkan di IGA {year}"),
    (re.compile(r"^KIPP nasional - Finalis"), HonourLevel.NATIONAL, "Finalis KIPP nasional {year}"),
    (re.compile(r"^UNPSA"), HonourLevel.NATIONAL, "UNPSA {year}"),
    (re.compile(r"^KemenPANRB"), HonourLevel.NATIONAL, "Kementerian PANRB {year}"),
    (re.compile(r"^KIPP (?P<place>\w+) \d{4} - (?P<name>Top 10)\b"), HonourLevel.WINNER, "{name} {place} {year}"),
    (re.compile(r"^KIPP (?P<place>\w+) \d{4} - (?P<name>Top \d+)"), HonourLevel.NOMINEE, "{name} {place} {year}"),
    (re.compile(r"^KIPP (?P<name>DIY) .*Juara"), HonourLevel.WINNER, "Juara KIPP {name} {year}"),
    (re.compile(r"^(?P<name>KIJB) "), HonourLevel.WINNER, "Terbaik {name} {year}"),
)


@dataclass(frozen=True)
class Honour:
    """One award or recognition.

    `certificate_id` is the public id of a valid certificate, `source_url` the page where a recognition was read,
    `provisional_award` the id of an award that one may still object to.
    """

    name: str
    badge: str
    year: int
    level: HonourLevel
    certificate_id: str = ""
    source_url: str = ""
    provisional_award: int = 0

    @property
    def is_public_data(self) -> bool:
        return bool(self.source_url)


def honours_of(innovation_ids: Iterable[int]) -> dict[int, list[Honour]]:
    """Return the honours of each innovation, the highest and newest first. Two queries, however many innovations."""
    ids = list(innovation_ids)
    honours: dict[int, list[Honour]] = defaultdict(list)
    for award in _awards(ids):
        honours[award.submission.innovation_id].append(_from_award(award))
    for recognition in Recognition.objects.filter(innovation__in=ids):
        honours[recognition.innovation_id].append(_from_recognition(recognition))
    for rows in honours.values():
        rows.sort(key=lambda honour: (-honour.level, -honour.year, honour.name))
    return honours


def _awards(innovation_ids: list[int]):
    valid = Certificate.objects.filter(award=OuterRef("pk"), state=CertificateState.ISSUED, kind__in=AwardKind.values)
    return (
        Award.objects.filter(submission__innovation__in=innovation_ids)
        .exclude(state=AwardState.REVOKED)
        .select_related("level", "submission__edition")
        .only(
            "state",
            "level__name",
            "level__kind",
            "submission__innovation",
            "submission__edition__name",
            "submission__edition__year",
        )
        .annotate(certificate_id=Subquery(valid.values("public_id")[:1]))
    )


def _from_award(award: Award) -> Honour:
    year = award.submission.edition.year
    return Honour(
        name=f"{award.level.name}, {award.submission.edition.name}",
        badge=f"{award.level.name} {year}",
        year=year,
        level=LEVEL_OF_AWARD[award.level.kind],
        certificate_id=award.certificate_id or "",
        provisional_award=award.pk if award.state == AwardState.PROVISIONAL else 0,
    )


def _from_recognition(recognition: Recognition) -> Honour:
    level, badge = classify_recognition(recognition.award, recognition.year)
    return Honour(
        name=recognition.award, badge=badge, year=recognition.year, level=level, source_url=recognition.source_url
    )


def classify_recognition(award: str, year: int) -> tuple[HonourLevel, str]:
    """Return how high an award from a published list stands, and its badge ("Top 45 nasional 2019")."""
    for pattern, level, badge in RECOGNITION_RULES:
        if found := pattern.search(award):
            return level, badge.format(year=year, **found.groupdict())
    return HonourLevel.NONE, ""
