"""What a certificate says of its candidate: the part of the payload that no template decides."""

from typing import Any

from judging.enums import AwardKind, CertificateKind
from judging.pdf.words import WORDS
from judging.selectors.certificate_candidates import Candidate
from submissions.enums import RegionKind


def facts_of(candidate: Candidate, language: str = "id") -> dict[str, Any]:
    """Return `recipient`, `award`, `innovation`, `role` and `agency` of the payload, in the words of `language`.

    `award` is the line that says as what: the level of an award, or the part that somebody had.
    """
    words = WORDS[language]
    if candidate.kind == CertificateKind.JUDGE:
        role = words.chair if candidate.is_chair else words.judge
        recipient = {"name": candidate.judge.name, "region": "", "innovators": []}
        return {"recipient": recipient, "award": role, "innovation": "", "role": role, "agency": ""}
    version = candidate.version
    agency = version["agency"]
    facts = {"innovation": version["title"], "agency": agency["name"], "role": ""}
    if candidate.kind == CertificateKind.INNOVATOR:
        innovator = candidate.innovator
        recipient = {"name": innovator["name"], "region": agency["name"], "innovators": []}
        return facts | {
            "recipient": recipient,
            "award": words.innovator,
            "role": innovator["role"] or words.innovator,
        }
    recipient = {
        "name": agency["name"],
        "region": _region_to_print(agency),
        "innovators": [innovator["name"] for innovator in version["innovators"]],
    }
    is_award = candidate.kind in AwardKind.values
    return facts | {"recipient": recipient, "award": candidate.award.level.name if is_award else words.participant}


def _region_to_print(agency: dict[str, Any]) -> str:
    """Name the kabupaten or kota under an agency that belongs to one, unless its own name says so."""
    region = agency["region"]
    if region["kind"] not in (RegionKind.REGENCY, RegionKind.CITY) or region["name"] in agency["name"]:
        return ""
    return region["name"]
