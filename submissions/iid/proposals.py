"""Which level the registry's own data speak for, by indicator (domain notes 2.3). A person confirms or leaves it.

Only what the portal knows leads to a proposal, and the lowest level that it bears out. A title is taken at its word:
whether "SK Tim Pelaksana" really is one, whoever confirms it has to look. Nothing is proposed for budget (18),
training (20), the regional work plan (21), actors (22), networks (24), public relations (25) and integrated services
(30), because no field of a submission says anything of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from submissions.enums import EvidenceKind, InnovationType
from submissions.models import Evidence
from submissions.models.iid import HIGHEST_VALUE

PEOPLE = re.compile(r"\b(orang|warga|pasien|jiwa|peserta|pelanggan|siswa|penduduk|ibu|petani|nelayan)\b", re.I)
DAYS = re.compile(r"\bhari\b", re.I)
WITHIN_A_DAY = re.compile(r"\b(jam|menit|detik)\b", re.I)
DECREE = r"\b(sk|surat keputusan|keputusan)\b"
VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com", "tiktok.com")

# By indicator: what a title says, and the level that it bears out; the highest that fits counts.
TITLES = {
    16: (
        (1, re.compile(r"\b(sk|surat keputusan|keputusan)\b.*\b(gubernur|bupati|wali ?kota|kepala|direktur)\b", re.I)),
        (
            2,
            re.compile(r"\b(pergub|perbup|perwali?|perkada)\b|\bperaturan (gubernur|bupati|wali ?kota)\b", re.I),
        ),
        (3, re.compile(r"\bperda\b|\bperaturan daerah\b", re.I)),
    ),
    23: (
        (2, re.compile(r"\bsurat (penugasan|tugas)\b", re.I)),
        (3, re.compile(DECREE + r".*\b(tim|pelaksana|pengelola)\b", re.I)),
    ),
    34: (
        (1, re.compile(r"\b(monev|monitoring|evaluasi)\b", re.I)),
        (2, re.compile(r"\b(skm|survei kepuasan|indeks kepuasan)\b", re.I)),
    ),
}
GUIDES = re.compile(r"\b(pedoman|panduan|juknis|petunjuk teknis|sop|standar operasional|manual)\b", re.I)


@dataclass(frozen=True)
class Known:
    """What the registry knows of an innovation. `figures` are rows of a section before and after."""

    type: str
    innovators: int
    evidence: Sequence[Evidence]
    figures: Sequence[dict[str, Any]]
    regions_of_replications: int
    channels: int
    months_to_use: int | None


@dataclass(frozen=True)
class Proposal:
    """A level, or the number that it follows from, with the evidence and where it comes from."""

    origin: str
    level: int = 0
    value: int | None = None
    evidence: tuple[Evidence, ...] = ()


def proposals_from(known: Known) -> dict[int, Proposal]:
    """Return by number what is proposed; without an entry the registry says nothing of an indicator."""
    return {number: proposal for make in MAKERS for number, proposal in make(known)}


def _from_titles(known: Known) -> Iterator[tuple[int, Proposal]]:
    for number, rules in TITLES.items():
        found = [(level, one) for level, said in rules for one in known.evidence if said.search(one.title)]
        if found:
            level, one = max(found, key=lambda pair: pair[0])
            yield number, _by_evidence(level, one)


def _from_guides(known: Known) -> Iterator[tuple[int, Proposal]]:
    guides = [one for one in known.evidence if GUIDES.search(one.title)]
    online = [one for one in guides if one.kind == EvidenceKind.LINK]
    if guides:
        yield 26, _by_evidence(3, online[0]) if online else _by_evidence(2, guides[0])


def _from_videos(known: Known) -> Iterator[tuple[int, Proposal]]:
    videos = [one for one in known.evidence if one.kind == EvidenceKind.LINK and _is_video(one.url)]
    if videos:
        origin = _("There is a video, “%(title)s”. Watch how many of the five elements it shows; one is proposed.")
        yield 35, Proposal(origin % {"title": videos[0].title[:120]}, value=1, evidence=(videos[0],))


def _from_type(known: Known) -> Iterator[tuple[int, Proposal]]:
    if known.type == InnovationType.DIGITAL:
        yield (
            19,
            Proposal(_("The innovation is registered as digital, so its tools are electronic at least."), level=2),
        )
    elif known.type == InnovationType.NON_DIGITAL:
        yield 19, Proposal(_("The innovation is registered as not digital."), level=1)


def _from_innovators(known: Known) -> Iterator[tuple[int, Proposal]]:
    if known.innovators:
        origin = _("The innovators that the latest submission names. Add who works on it beside them.")
        yield 17, Proposal(origin, value=known.innovators)


def _from_replications(known: Known) -> Iterator[tuple[int, Proposal]]:
    if known.regions_of_replications:
        origin = _("Regions of the agencies whose replication was confirmed in the portal.")
        yield 31, Proposal(origin, value=known.regions_of_replications)


def _from_channels(known: Known) -> Iterator[tuple[int, Proposal]]:
    if known.channels:
        origin = _("The channels on the public page of your agency. Count only those that tell of this innovation.")
        yield 27, Proposal(origin, value=known.channels)


def _from_dates(known: Known) -> Iterator[tuple[int, Proposal]]:
    if known.months_to_use:
        origin = _("Months from the trial to the use, from the dates on this sheet.")
        yield 32, Proposal(origin, value=known.months_to_use)


def _from_figures(known: Known) -> Iterator[tuple[int, Proposal]]:
    people = _largest(row for row in known.figures if PEOPLE.search(row["unit"]))
    if people:
        yield 33, Proposal(_by_figure(people), value=_whole(people))
    days = _largest(row for row in known.figures if DAYS.search(row["unit"]))
    hours = [row for row in known.figures if WITHIN_A_DAY.search(row["unit"]) and row["after"]]
    if days:
        yield 28, Proposal(_by_figure(days), value=_whole(days))
    elif hours:
        yield 28, Proposal(_by_figure(hours[0]), value=1)


MAKERS = (
    _from_titles,
    _from_guides,
    _from_videos,
    _from_type,
    _from_innovators,
    _from_replications,
    _from_channels,
    _from_dates,
    _from_figures,
)


def _by_evidence(level: int, evidence: Evidence) -> Proposal:
    origin = _("By the title of the evidence “%(title)s”.") % {"title": evidence.title}
    return Proposal(origin[:300], level=level, evidence=(evidence,))


def _by_figure(row: dict[str, Any]) -> str:
    origin = _("The figure “%(indicator)s” of the proposal, after the innovation.") % row
    return origin[:300]


def _is_video(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == video or host.endswith(f".{video}") for video in VIDEO_HOSTS)


def _largest(rows: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    return max((row for row in rows if row["after"]), key=_whole, default=None)


def _whole(row: dict[str, Any]) -> int:
    return min(max(0, int(float(row["after"]))), HIGHEST_VALUE)
