"""The badge of a certificate against the constraints of its specification, and what a program gets over HTTP."""

import hashlib
import json
from copy import deepcopy
from pathlib import Path

import pytest
from django.urls import reverse
from jsonschema import Draft202012Validator

from judging.badges import badge_of, revocations_of
from judging.models import CertificateCheck
from judging.services.certificates import revoke_certificate
from tests.factories.certificates import certificate_payload

VALIDATOR = Draft202012Validator(json.loads((Path(__file__).parent / "badge_schema.json").read_text()))
MARK = "https://inovasi.contoh.go.id/static/ornaments/mark.svg"


@pytest.fixture
def badge():
    return badge_of(certificate_payload(), picture=MARK)


def errors_of(badge) -> list[str]:
    return [f"{error.json_path}: {error.validator}" for error in VALIDATOR.iter_errors(badge)]


def test_the_badge_is_what_the_specification_asks_for(badge):
    Draft202012Validator.check_schema(VALIDATOR.schema)

    assert errors_of(badge) == []
    assert badge["id"] == "https://inovasi.contoh.go.id/piagam/7K4M2QXDWW3H/badge.json"
    assert badge["issuer"] == {
        "id": "https://inovasi.contoh.go.id/",
        "type": ["Profile"],
        "name": "Pemerintah Provinsi Jawa Tengah",
        "url": "https://inovasi.contoh.go.id/",
    }
    assert (badge["validFrom"], badge["awardedDate"]) == ("2026-09-09T03:00:00Z", "2026-09-09T00:00:00+07:00")
    assert "proof" not in badge


@pytest.mark.parametrize(
    ("path", "value", "error"),
    [
        (["type"], ["VerifiableCredential"], "$.type: contains"),
        (["@context"], ["https://www.w3.org/ns/credentials/v2"], "minItems"),
        (["validFrom"], "2026-09-09", "$.validFrom: pattern"),
        (["credentialSubject", "identifier", 0, "identityHash"], "RSUD Kelet", "pattern"),
        (["credentialSubject", "achievement", "criteria"], {}, "minProperties"),
        (["credentialStatus", "statusListIndex"], "1", "additionalProperties"),
    ],
)
def test_the_schema_notices_what_is_wrong(badge, path, value, error):
    wrong = deepcopy(badge)
    part = wrong
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value

    assert [found for found in errors_of(wrong) if not found.endswith(error)] == []
    assert errors_of(wrong)


def test_the_recipient_can_be_compared_and_not_read(badge):
    [identity] = badge["credentialSubject"]["identifier"]

    digest = hashlib.sha256(b"RSUD Kelet" + b"7K4M2QXDWW3H").hexdigest()
    assert (identity["salt"], identity["identityHash"]) == ("7K4M2QXDWW3H", f"sha256${digest}")
    assert "Kelet" not in json.dumps(badge)
    assert "Rahayu" not in json.dumps(badge)


def test_the_same_award_of_an_edition_is_one_achievement(badge):
    other = badge_of(certificate_payload(number="000.8.3.4/0413/2026", innovation="Lain"), picture=MARK)
    third = badge_of(certificate_payload(award="Terbaik II"), picture=MARK)

    ids = [one["credentialSubject"]["achievement"]["id"] for one in (badge, other, third)]
    assert ids[0] == ids[1] != ids[2]


def test_the_list_of_revocations_names_this_credential_alone(badge):
    assert revocations_of(certificate_payload(), reason=None) == {
        "id": badge["credentialStatus"]["id"],
        "issuer": badge["issuer"]["id"],
        "revokedCredential": [],
    }
    assert revocations_of(certificate_payload(), reason="Salah nama")["revokedCredential"] == [
        {"id": badge["id"], "revoked": True, "revocationReason": "Salah nama"}
    ]


def test_programs_of_any_site_read_badge_and_status(client, ceremony):
    certificate = ceremony.certificate()
    badge_url, status_url = (
        reverse(f"judging:certificate-{name}", args=[certificate.public_id]) for name in ("badge", "status")
    )

    badge, valid = client.get(badge_url), client.get(status_url)
    revoke_certificate(certificate.pk, actor=ceremony.secretary, reason="Salah nama")
    revoked = client.get(status_url)

    assert errors_of(badge.json()) == []
    assert badge.headers["Content-Type"] == "application/vc+ld+json"
    assert badge.headers["Access-Control-Allow-Origin"] == "*"
    assert badge.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in badge.headers
    assert valid.json()["revokedCredential"] == []
    assert [one["revocationReason"] for one in revoked.json()["revokedCredential"]] == ["Salah nama"]
    assert list(CertificateCheck.objects.values_list("way", "outcome")) == [("badge", "valid")]


def test_an_unknown_code_has_no_badge(client, ceremony):
    ceremony.certificate()

    response = client.get(reverse("judging:certificate-badge", args=["7K4M2QXDWW3H"]))

    assert response.status_code == 404
    assert response.json() == {"error": "No certificate has this code."}
