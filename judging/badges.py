"""A certificate as an Open Badge 3.0: an AchievementCredential in the data model of W3C Verifiable Credentials 2.0.

Source: 1EdTech, Open Badges Specification 3.0 (https://www.imsglobal.org/spec/ob/v3p0/), data model; for the list of
revocations 1EdTech Verifiable Credentials Revocation List 1.0. A badge is a function of the payload, like the PDF.
It carries no proof, because the portal has no key for one; docs/certificates.md says what that means.
"""

import hashlib
import uuid
from typing import Any

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
REVOCATIONS = "1EdTechRevocationList"
# A certificate is dated by its day in Semarang.
LOCAL_MIDNIGHT = "T00:00:00+07:00"


def badge_of(payload: dict[str, Any], *, picture: str) -> dict[str, Any]:
    """Return the credential of a payload; `picture` is the address of the portal's mark, as SVG.

    The recipient stands in it as a salted hash: whoever holds the certificate can compare, and nobody else reads it.
    """
    address, award = payload["check_address"], payload["award"]
    return {
        "@context": CONTEXTS,
        "id": f"{address}badge.json",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": f"{payload['title']}: {award}",
        "description": payload["wording"],
        "image": {"id": picture, "type": "Image"},
        "issuer": issuer_of(payload),
        "validFrom": payload["issued_at"],
        "awardedDate": payload["date"] + LOCAL_MIDNIGHT,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [identity_of(payload["recipient"]["name"], salt=payload["public_id"])],
            "licenseNumber": payload["number"],
            "achievement": {
                "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, _origin_of(address) + _achievement_name(payload))}",
                "type": ["Achievement"],
                "achievementType": "Award",
                "name": _achievement_name(payload),
                "description": payload["wording"],
                "inLanguage": "id",
                "criteria": {"id": _origin_of(address), "narrative": payload["wording"]},
                "image": {"id": picture, "type": "Image"},
            },
        },
        "evidence": [{"id": address, "type": ["Evidence"], "name": payload["innovation"]}],
        "credentialStatus": {"id": f"{address}status.json", "type": REVOCATIONS},
    }


def revocations_of(payload: dict[str, Any], *, reason: str | None) -> dict[str, Any]:
    """Return the list of revocations that holds at most this one credential; `reason` is None while it is valid.

    A list of all would tell everybody the codes of certificates, which only their papers may.
    """
    address = payload["check_address"]
    revoked = {"id": f"{address}badge.json", "revoked": True, "revocationReason": reason}
    return {
        "id": f"{address}status.json",
        "issuer": issuer_of(payload)["id"],
        "revokedCredential": [] if reason is None else [revoked],
    }


def issuer_of(payload: dict[str, Any]) -> dict[str, Any]:
    origin = _origin_of(payload["check_address"])
    return {"id": origin, "type": ["Profile"], "name": payload["issuer"], "url": origin}


def identity_of(name: str, *, salt: str) -> dict[str, Any]:
    """Return an IdentityObject: SHA-256 of the name followed by the salt, as the specification says."""
    digest = hashlib.sha256((name + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityType": "name",
        "identityHash": f"sha256${digest}",
        "salt": salt,
    }


def _achievement_name(payload: dict[str, Any]) -> str:
    return f"{payload['award']}, {payload['edition']['name']}"


def _origin_of(address: str) -> str:
    """Return the front page of the portal that the check address belongs to."""
    scheme, _separator, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"
