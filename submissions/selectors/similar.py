"""Innovations of all years by likeness of their titles."""

import re
from collections import Counter

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Trim, Upper

from submissions.models import Innovation, Submission
from submissions.workflow import MEETS_OBLIGATION

SIMILAR_FROM = 0.3
CANDIDATES = 300
WORDS_COMPARED = 5
SHORT_WORD = 2


def known_innovations() -> QuerySet[Innovation]:
    """Return what others may know of: innovations that were handed in or recognised, never a foreign draft."""
    own_submissions = Submission.objects.filter(innovation=OuterRef("pk"))
    return Innovation.objects.filter(Exists(own_submissions.filter(MEETS_OBLIGATION)) | ~Exists(own_submissions))


def innovations_titled(title: Combinable) -> QuerySet[Innovation]:
    """Return the known innovations with exactly this title, whatever the case of its letters."""
    return known_innovations().alias(upper_title=Upper("title")).filter(upper_title=Upper(Trim(title)))


def similar_innovations(title: str, *, exclude_id: int | None = None, limit: int = 5) -> list[Innovation]:
    """Return innovations of all years whose titles resemble `title`, the most similar first.

    The words narrow the catalogue to the few hundred titles that share most of them, and `title_nearness` ranks those.
    So the answer is the same on every database.
    """
    known = known_innovations().exclude(pk=exclude_id)
    found = known.filter(pk__in=_sharing_words(title)).values_list("pk", "title")
    ours = _trigrams(title)
    nearness = {pk: _shared_part(ours, _trigrams(other)) for pk, other in found}
    nearest = sorted(
        (pk for pk, value in nearness.items() if value >= SIMILAR_FROM), key=lambda pk: (-nearness[pk], pk)
    )
    rows = Innovation.objects.select_related("agency").prefetch_related("recognitions").in_bulk(nearest[:limit])
    return [rows[pk] for pk in nearest[:limit]]


def _sharing_words(title: str) -> list[int]:
    """Return the ids of the innovations whose titles share most words with this one, `CANDIDATES` at most.

    PostgreSQL answers from a trigram index of the titles in capitals (migration 0002), SQLite reads the index of
    titles from end to end. Counting is left to us: a database would look at all words of each title again.
    """
    words = sorted(_words(title), key=lambda word: (-len(word), word))[:WORDS_COMPARED]
    titles = Innovation.objects.order_by().values_list("pk", flat=True)
    holders = [titles.filter(title__icontains=word) for word in words if len(word) > SHORT_WORD]
    if not holders:
        return []
    shared = Counter(holders[0].union(*holders[1:], all=True))
    return sorted(sorted(shared), key=shared.__getitem__, reverse=True)[:CANDIDATES]


def title_nearness(one: str, other: str) -> float:
    """Return how much of the shorter title is found in the other, from 0 to 1, by shared groups of three letters.

    The groups are those of PostgreSQL's pg_trgm. The shorter title is the measure, because many titles are a coined
    name followed by its explanation.
    """
    return _shared_part(_trigrams(one), _trigrams(other))


def _shared_part(ours: set[str], theirs: set[str]) -> float:
    shorter = min(len(ours), len(theirs))
    return len(ours & theirs) / shorter if shorter else 0.0


def _words(title: str) -> set[str]:
    return set(re.findall(r"\w+", title.casefold()))


def _trigrams(title: str) -> set[str]:
    padded = [f"  {word} " for word in _words(title)]
    return {word[start : start + 3] for word in padded for start in range(len(word) - 2)}
