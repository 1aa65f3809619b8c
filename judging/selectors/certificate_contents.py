"""What a certificate says and which number it gets: read for issuing and for the preview before it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from judging.enums import AwardState
from judging.models import Certificate, CertificateTemplate
from judging.models.certificates import new_public_id
from judging.pdf import TextDoesNotFit, lay_out, unprintable_characters
from judging.selectors.certificate_candidates import Candidate
from judging.selectors.certificate_facts import facts_of
from judging.selectors.certificate_pages import page_of


@dataclass(frozen=True)
class PlannedCertificate:
    """The certificate that a candidate would get, or the problem that stands in its way."""

    candidate: Candidate
    series: str = ""
    sequence: int = 0
    payload: dict[str, Any] = field(default_factory=dict)
    problem: ValidationError | None = None

    @property
    def number(self) -> str:
        return self.payload.get("number", "")


def check_payload(payload: dict[str, Any]) -> None:
    """Raise ValidationError when the payload could not be printed as it is: code `unprintable` or `too_long`."""
    name = payload["recipient"]["name"]
    missing = unprintable_characters(_texts_of(payload))
    if missing:
        raise ValidationError(
            _("%(name)s: the certificate has no letters for %(characters)s."),
            code="unprintable",
            params={"name": name, "characters": get_text_list(list(missing), _("and"))},
        )
    try:
        lay_out(payload)
    except TextDoesNotFit:
        raise ValidationError(
            _("%(name)s: the texts are too long for one page. Shorten the wording of the template."),
            code="too_long",
            params={"name": name},
        ) from None


def plan_certificates(candidates: Iterable[Candidate]) -> list[PlannedCertificate]:
    """Return what each candidate would get if it were issued now, in their order.

    A candidate with a problem takes no number. Reads the same tables however many there are.
    """
    candidates = list(candidates)
    editions = {candidate.edition.pk for candidate in candidates}
    templates = {
        (template.edition_id, template.kind): template
        for template in CertificateTemplate.objects.filter(edition__in=editions).select_related("edition")
    }
    pages = {key: page_of(template) for key, template in templates.items()}
    following = {series_of(template): _next_sequence(template) for template in templates.values()}
    plans = []
    for candidate in candidates:
        try:
            key = candidate.edition.pk, candidate.kind
            plan = _plan(candidate, templates.get(key), pages.get(key, {}), following)
        except ValidationError as problem:
            plan = PlannedCertificate(candidate, problem=problem)
        else:
            following[plan.series] += 1
        plans.append(plan)
    return plans


def hash_of_plan(plans: list[PlannedCertificate]) -> str:
    """Return a fingerprint of who gets which number: what a person agreed to when they saw the preview."""
    return hash_of([[plan.candidate.subject, plan.number] for plan in plans])


def _plan(
    candidate: Candidate, template: CertificateTemplate | None, page: dict[str, Any], following: dict[str, int]
) -> PlannedCertificate:
    if candidate.award and candidate.award.state != AwardState.FINAL:
        raise ValidationError(_("This award is not final yet: objections are still possible."), code="not_final")
    if template is None:
        raise ValidationError(
            _("%(edition)s has no certificate template for %(kind)s yet."),
            code="no_template",
            params={"edition": candidate.edition, "kind": candidate.kind.label},
        )
    if not page["signatories"]:
        raise ValidationError(_("The certificate template has no signatory."), code="no_signatory")
    series = series_of(template)
    payload = make_payload(
        template,
        page,
        number=series.format(seq=following[series]),
        public_id=new_public_id(),
        is_example=candidate.edition.is_example,
        **facts_of(candidate, template.language),
    )
    check_payload(payload)
    return PlannedCertificate(candidate, series=series, sequence=following[series], payload=payload)


def make_payload(
    template: CertificateTemplate, page: dict[str, Any], *, role: str, agency: str, **facts: Any
) -> dict[str, Any]:
    """Put the template's `page_of` and the facts of one certificate together, in the shape of docs/certificates.md.

    `role` and `agency` are named by the wording only.
    """
    path = reverse("judging:certificate-check", args=[facts["public_id"]])
    wording = template.wording.format(
        award=facts["award"],
        role=role,
        innovation=facts["innovation"],
        agency=agency,
        edition=template.edition.name,
        year=template.edition.year,
    )
    return (
        page
        | facts
        | {
            "check_address": settings.PORTAL_ADDRESS.rstrip("/") + path,
            "issued_at": clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "wording": wording,
        }
    )


def series_of(template: CertificateTemplate) -> str:
    """Return the pattern with everything filled in but the running number."""
    return template.number_pattern.replace("{year}", str(template.edition.year))


def _next_sequence(template: CertificateTemplate) -> int:
    last = Certificate.objects.filter(series=series_of(template)).aggregate(last=Max("sequence"))["last"] or 0
    return max(template.first_number, last + 1)


def _texts_of(value: Any) -> list[str]:
    """Return every text inside a payload."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts_of(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts_of(part)]
    return [value] if isinstance(value, str) else []
