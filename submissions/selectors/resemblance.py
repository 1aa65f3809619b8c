"""How much of a text was written before, in other submissions of the same agency."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from innovation_portal.utils.texts import Comparison, shared_passages
from submissions.models import Submission, SubmissionVersion

# So many words in one order are hardly the same by chance; what is short of it is not counted.
PASSAGE = 6
# Below this share a resemblance is a turn of phrase, not a text that was taken over.
NOTEWORTHY = 0.2
MOST_SHOWN, MOST_READ = 3, 60


@dataclass(frozen=True)
class Resemblance:
    """An earlier text that shares passages with the present one: `texts.before` is the earlier, `.after` the own."""

    version: SubmissionVersion
    section_title: str
    texts: Comparison

    @property
    def percent(self) -> int:
        """How much of the present text stands in the earlier one, in percent of its words."""
        return round(self.texts.similarity * 100)


def resemblances_of(submission: Submission, text: str) -> list[Resemblance]:
    """Return where passages of the text stand in other submissions of the agency, the most alike first."""
    return _resemblances(text, _other_versions(submission))


def nearest_resemblances(submission: Submission, payload: dict[str, Any]) -> list[tuple[str, Resemblance]]:
    """Return for each section of a frozen version its title and where most of it stood before, if anywhere."""
    versions = _other_versions(submission)
    found = [(section["title"], _resemblances(section["text"], versions)) for section in payload["sections"]]
    return [(title, nearest[0]) for title, nearest in found if nearest]


def _other_versions(submission: Submission) -> list[SubmissionVersion]:
    """The latest version of each other submission of the agency that was ever handed in, newest first. One query."""
    latest = SubmissionVersion.objects.filter(submission=OuterRef("submission")).order_by("-number")
    versions = SubmissionVersion.objects.filter(
        submission__innovation__agency=submission.innovation.agency_id, pk=Subquery(latest.values("pk")[:1])
    ).exclude(submission=submission.pk)
    return list(versions.select_related("submission__edition").order_by("-submitted_at")[:MOST_READ])


def _resemblances(text: str, versions: Iterable[SubmissionVersion]) -> list[Resemblance]:
    own = _passages(text)
    candidates = [
        (len(own & _passages(section["text"])), version, section)
        for version in versions
        for section in version.payload["sections"]
    ]
    nearest = sorted((one for one in candidates if one[0]), key=lambda one: -one[0])[:MOST_SHOWN]
    found = [
        Resemblance(version, section["title"], shared_passages(section["text"], text, shortest=PASSAGE))
        for _count, version, section in nearest
    ]
    noteworthy = [one for one in found if one.texts.similarity >= NOTEWORTHY]
    return sorted(noteworthy, key=lambda one: -one.texts.similarity)


def _passages(text: str) -> set[tuple[str, ...]]:
    """Every run of `PASSAGE` words of the text; comparing these is quick and says which texts are worth comparing."""
    words = text.split()
    return {tuple(words[start : start + PASSAGE]) for start in range(len(words) - PASSAGE + 1)}
