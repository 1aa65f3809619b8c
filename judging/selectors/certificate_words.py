"""The words of a certificate that can be misspelt, and what it says when they are corrected."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from innovation_portal.utils.texts import compare
from judging.enums import CertificateKind
from judging.models import Certificate
from judging.selectors.certificate_candidates import Candidate, candidate_of
from judging.selectors.certificate_contents import PlannedCertificate, check_payload, plan_certificates
from submissions.selectors.changes import Change


@dataclass(frozen=True)
class CertificateWords:
    """Who gets it and for what: the words that come from the registry, and that a person may correct."""

    recipient: str
    innovation: str
    innovators: tuple[str, ...]


def words_of(payload: dict[str, Any]) -> CertificateWords:
    recipient = payload["recipient"]
    return CertificateWords(recipient["name"], payload["innovation"], tuple(recipient["innovators"]))


def words_in_registry(certificate: Certificate) -> CertificateWords:
    """Return the same words as the registry writes them today: names and title may have been corrected there."""
    if certificate.kind == CertificateKind.JUDGE:
        return CertificateWords(certificate.judge.name, "", ())
    printed, innovation = words_of(certificate.payload), certificate.submission.innovation
    names = tuple(certificate.submission.innovators.values_list("name", flat=True))
    if certificate.kind == CertificateKind.INNOVATOR:
        place = int(certificate.subject.rpartition(":")[2])
        recipient = names[place - 1] if place <= len(names) else printed.recipient
        return CertificateWords(recipient, innovation.title, ())
    return CertificateWords(innovation.agency.name, innovation.title, names or printed.innovators)


def entitled_candidate(certificate: Certificate) -> Candidate:
    """Return what the certificate is given for today. Raises ValidationError, `not_entitled`, where that is gone."""
    candidate = candidate_of(certificate)
    if candidate is None:
        raise ValidationError(
            _("The reason for this certificate is gone, so it gets no replacement."), code="not_entitled"
        )
    return candidate


def corrected_plan(certificate: Certificate, words: CertificateWords) -> PlannedCertificate:
    """Return the certificate that would take the place of this one: its payload with other words, code and number.

    Wording, date and signatory stay as they were signed for, even when the template has changed since. Raises
    ValidationError with the codes of `check_payload`, or carries the problem of its candidate.
    """
    [plan] = plan_certificates([entitled_candidate(certificate)])
    if plan.problem:
        return plan
    region = certificate.payload["recipient"]["region"]
    names = {
        "name": words.recipient,
        "region": "" if region in words.recipient else region,
        "innovators": list(words.innovators),
    }
    fresh = {key: plan.payload[key] for key in ("public_id", "number", "issued_at", "check_address")}
    payload = certificate.payload | fresh | {"innovation": words.innovation}
    payload["recipient"] = certificate.payload["recipient"] | names
    check_payload(payload)
    return replace(plan, payload=payload)


def word_changes(before: CertificateWords, after: CertificateWords) -> list[Change]:
    """Return what the second one writes otherwise, in runs of words."""
    pairs = [
        (_("Given to"), before.recipient, after.recipient),
        (_("Innovation"), before.innovation, after.innovation),
        (_("Innovators"), "\n".join(before.innovators), "\n".join(after.innovators)),
    ]
    return [Change(label, compare(old, new)) for label, old, new in pairs if old != new]
