"""Blotting contact data of a person out of frozen versions, so that what was sealed stays provable.

The checksum of a version is never changed. Each redaction notes the hash of the contents before and after, so that
the checksum and the contents of today are joined by a chain (docs/decisions/0024).
"""

import re
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from innovation_portal.privacy.people import Person
from innovation_portal.utils.hashing import hash_of
from submissions.models import SubmissionVersion, VersionRedaction

ERASED = "[dihapus]"
CONTACT_SECTION = "kontak"
LEAST_DIGITS = 8  # a shorter number may stand for anything


def versions_with_contact_of(person: Person) -> QuerySet[SubmissionVersion]:
    """Return the versions in whose texts the address or the number of a person stands."""
    query = Q(pk__in=[])
    for text in filter(None, (person.email, person.phone)):
        query |= Q(said__icontains=text)
    return SubmissionVersion.objects.alias(said=Cast("payload", TextField())).filter(query).order_by("pk")


def redact_versions(rows: QuerySet, person: Person, actor) -> int:
    """Blot address and number out of all texts, and the name out of the contact. Returns how many versions changed."""
    ids = list(rows.values_list("pk", flat=True))
    versions = SubmissionVersion.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return sum(_redact(version, person) for version in versions)


def is_as_submitted(version: SubmissionVersion) -> bool:
    """Say whether a version's contents are what was submitted, apart from redactions that were noted."""
    expected = version.sha256
    for redaction in version.redactions.all():
        if redaction.hash_before != expected:
            return False
        expected = redaction.hash_after
    return hash_of(version.payload) == expected


def _redact(version: SubmissionVersion, person: Person) -> bool:
    before = hash_of(version.payload)
    version.payload["sections"] = [_blotted(section, person) for section in version.payload["sections"]]
    version.payload["summary"] = _without(version.payload["summary"], _contacts(person))
    after = hash_of(version.payload)
    if after == before:
        return False
    version.save(update_fields=["payload"])
    VersionRedaction.objects.create(version=version, hash_before=before, hash_after=after)
    return True


def _blotted(section: dict[str, Any], person: Person) -> dict[str, Any]:
    patterns = _contacts(person)
    if section["code"] == CONTACT_SECTION:
        patterns += [re.escape(name) for name in (person.name, person.user and person.user.name) if name]
    return {**section, "text": _without(section["text"], patterns)}


def _without(text: str, patterns: list[str]) -> str:
    for pattern in patterns:
        text = re.sub(pattern, ERASED, text, flags=re.IGNORECASE)
    return text


def _contacts(person: Person) -> list[str]:
    digits = re.sub(r"\D", "", person.phone)
    patterns = [rf"(?<![\w.+-]){re.escape(person.email)}(?![\w-])"] if person.email else []
    if len(digits) >= LEAST_DIGITS:
        patterns.append(r"(?<![\d.,])\+?" + r"[\s./()-]{0,3}".join(digits) + r"(?![\d]|[.,]\d)")
    return patterns
