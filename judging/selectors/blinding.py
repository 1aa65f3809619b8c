"""What a judge of a blind round reads: the entry without agency, people, and what the secretariat blacked out."""

import re
from collections import defaultdict
from collections.abc import Iterable
from copy import deepcopy
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from innovation_portal.utils.names import shorter_names
from judging.enums import RoundState
from judging.models import Assignment, Redaction, ResultRow, Round
from judging.selectors.entries import entries_of
from submissions.models import SubmissionVersion

BLACK = "█████"
# A name alone tells as much as with what stands around it: "Kabupaten Kudus" and "Kudus" are the same place.
AROUND_A_NAME = re.compile(r"^(pemerintah |provinsi |kabupaten |kota )+|\s*\([^)]*\)$", re.IGNORECASE)
SHORTEST_NAME = 4


def hides_names(round_: Round) -> bool:
    """Say whether judges of this round may not know whose entries they read; after the seal everybody may."""
    return round_.is_blind and round_.state != RoundState.SEALED


def seen_entry(assignment: Assignment) -> dict[str, Any]:
    """Return the frozen payload as the judge of this assignment may read it."""
    payload = assignment.version.payload
    if not hides_names(assignment.round):
        return payload
    return without_names(payload, _redactions([assignment.version])[assignment.version.submission_id])


def without_names(payload: dict[str, Any], words: Iterable[str]) -> dict[str, Any]:
    """Return a copy of a payload in which nothing says whose it is, and `words` are blacked out.

    Agency and innovators are gone, files are numbered, addresses on the web are left out.
    """
    hidden = _pattern([*_names_in(payload), *words])
    kept = deepcopy({key: value for key, value in payload.items() if key not in ("declarations", "innovators")})
    kept = _blackened(kept, hidden)
    kept["agency"], kept["innovators"] = None, []
    if kept["lineage"]["source"]:
        kept["lineage"]["source"] |= {"agency": BLACK}
    for section in kept["sections"]:
        if section.get("kind") == "links":
            section |= {"value": None, "text": _("Links are hidden in a blind round.")}
    for number, piece in enumerate(kept["evidence"], start=1):
        title = _("Evidence %(number)s") % {"number": number}
        piece |= {"title": title, "original_name": title, "url": "", "is_hidden": bool(piece["url"])}
    return kept


def name_tasks(tasks: Iterable[Assignment]) -> None:
    """Give each task `seen_title` and `seen_agency`, as its judge may read them."""
    tasks = list(tasks)
    titles = _titles_without_names([task.version_id for task in tasks if hides_names(task.round)])
    for task in tasks:
        hidden = titles.get(task.version_id)
        task.seen_title, task.seen_agency = (task.title, task.agency_name) if hidden is None else (hidden, "")


def name_entries(entries: Iterable[SubmissionVersion], round_: Round) -> None:
    """Give each entry of a round `seen_title` and `seen_agency`, as its chair may read them."""
    entries = list(entries)
    titles = _titles_without_names([entry.pk for entry in entries] if hides_names(round_) else [])
    for entry in entries:
        hidden = titles.get(entry.pk)
        entry.seen_title, entry.seen_agency = (entry.title, entry.agency_name) if hidden is None else (hidden, "")


def name_places(rows: Iterable[ResultRow], round_: Round, *, is_hidden: bool | None = None) -> None:
    """Give each place of a ranking `seen_title` and `seen_agency`, as the chair of the round may read them.

    `is_hidden` says otherwise for somebody else, such as the secretariat.
    """
    rows, is_hidden = list(rows), hides_names(round_) if is_hidden is None else is_hidden
    versions = {}
    if is_hidden:
        entries = entries_of(round_).filter(submission__in=[row.submission_id for row in rows])
        versions = dict(entries.values_list("submission", "pk"))
    titles = _titles_without_names(versions.values())
    for row in rows:
        innovation = row.submission.innovation
        row.seen_title, row.seen_agency = innovation.title, innovation.agency.name
        if is_hidden:
            row.seen_title, row.seen_agency = titles.get(versions.get(row.submission_id), BLACK), ""


def redactions_of(round_: Round) -> QuerySet[Redaction]:
    """Return what was blacked out by hand in the submissions of the round's edition, in their order."""
    redactions = Redaction.objects.filter(submission__edition=round_.edition_id)
    return redactions.select_related("submission", "added_by").order_by("submission__registration_number", "pk")


def _titles_without_names(version_ids: Iterable[int]) -> dict[int, str]:
    versions = SubmissionVersion.objects.filter(pk__in=version_ids)
    redactions = _redactions(versions) if version_ids else {}
    return {
        version.pk: without_names(version.payload, redactions[version.submission_id])["title"]
        for version in (versions if version_ids else ())
    }


def _redactions(versions: Iterable[SubmissionVersion]) -> dict[int, list[str]]:
    submissions = {version.submission_id for version in versions}
    found = defaultdict(list)
    for submission, words in Redaction.objects.filter(submission__in=submissions).values_list("submission", "words"):
        found[submission].append(words)
    return found


def _names_in(payload: dict[str, Any]) -> list[str]:
    agency = payload["agency"]
    places = [agency["name"], agency["region"]["name"]]
    people = [person["name"] for person in payload["innovators"]]
    bare = [AROUND_A_NAME.sub("", AROUND_A_NAME.sub("", place)) for place in places]
    bare += chain.from_iterable(map(shorter_names, people))
    return [*places, *people, *(name for name in bare if len(name) >= SHORTEST_NAME)]


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Match any of the words as a whole, the longest first, whatever their case and the white space in them."""
    texts = sorted({" ".join(text.split()) for text in words if text.strip()}, key=len, reverse=True)
    if not texts:
        return None
    spelled = (r"\s+".join(map(re.escape, text.split(" "))) for text in texts)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)", re.IGNORECASE)


def _blackened(value: Any, hidden: re.Pattern[str] | None) -> Any:
    if hidden is None:
        return value
    if isinstance(value, dict):
        return {key: _blackened(one, hidden) for key, one in value.items()}
    if isinstance(value, list):
        return [_blackened(one, hidden) for one in value]
    return hidden.sub(BLACK, value) if isinstance(value, str) else value
