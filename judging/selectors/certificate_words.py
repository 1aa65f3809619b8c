"""The words of a certificate that can be misspelt, and what it says when they are corrected."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from innovation_portal.utils.texts import compare
from judging.models import Award, Certificate
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
    submission = Award.objects.select_related("submission__innovation__agency").get(pk=certificate.award_id).submission
    return CertificateWords(
        submission.innovation.agency.name,
        submission.innovation.title,
        tuple(submission.innovators.values_list("name", flat=True)) or words_of(certificate.payload).innovators,
    )


def corrected_plan(certificate: Certificate, words: CertificateWords) -> PlannedCertificate:
    """Return the certificate that would take the place of this one: its payload with other words, code and number.

    Wording, date and signatory stay as they were signed for, even when the template has changed since. Raises
    ValidationError with the codes of `check_payload`, or carries the problem of its award as `plan_certificates` does.
    """
    [plan] = plan_certificates(Award.objects.filter(pk=certificate.award_id))
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
