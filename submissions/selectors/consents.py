"""What the people of a submission let the public read, and what of it they took back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from submissions.models import Submission, SubmissionVersion, WithdrawnConsent
from submissions.publication_consents import PUBLICATION_CONSENTS

Withdrawn = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class GivenConsent:
    """A consent to publish as the latest frozen version records it; `withdrawal` where it does not hold now."""

    code: str
    text: str
    accepted_by: str
    accepted_at: datetime | None
    withdrawal: WithdrawnConsent | None


def latest_version(submission: Submission) -> SubmissionVersion | None:
    return submission.versions.order_by("number").last()


def given_consents(submission: Submission) -> list[GivenConsent]:
    """Return the consents to publish that a submission has given, in the order of its declarations."""
    version = latest_version(submission)
    standing = {one.code: one for one in open_withdrawals(submission).filter(innovator="")}
    return [
        GivenConsent(
            each["code"],
            each["text"],
            each["accepted_by"],
            parse_datetime(each["accepted_at"]),
            standing.get(each["code"]),
        )
        for each in (version.payload["declarations"] if version else [])
        if each["code"] in PUBLICATION_CONSENTS
    ]


def open_withdrawals(submission: Submission):
    return submission.withdrawn_consents.filter(given_again_at=None).select_related("withdrawn_by")


def withdrawn_consents(submission_ids: Iterable[int]) -> dict[int, Withdrawn]:
    """Return by submission what does not hold now, as pairs of a code and an innovator; empty for the whole."""
    found: dict[int, set[tuple[str, str]]] = {}
    rows = WithdrawnConsent.objects.filter(submission__in=submission_ids, given_again_at=None)
    for submission_id, code, innovator in rows.values_list("submission", "code", "innovator"):
        found.setdefault(submission_id, set()).add((code, innovator))
    return {submission_id: frozenset(pairs) for submission_id, pairs in found.items()}


def text_of_consent(version: SubmissionVersion, code: str) -> str:
    declarations: list[dict[str, Any]] = version.payload["declarations"]
    return next((each["text"] for each in declarations if each["code"] == code), "")
