"""What a certificate says and which number it gets: read for issuing and for the preview before it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from judging.enums import AwardState
from judging.models import Certificate, CertificateTemplate
from judging.models.certificates import PUBLIC_ID_LENGTH, new_public_id
from judging.pdf import TextDoesNotFit, lay_out, unprintable_characters
from judging.selectors.certificate_candidates import Candidate
from judging.selectors.certificate_facts import facts_of
from submissions.models import Agency
from submissions.selectors.similar import known_innovations


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


def preview_payload(template: CertificateTemplate) -> dict[str, Any]:
    """Return a payload that tries the template on the longest agency name and title of the registry."""
    agency = Agency.objects.order_by(Length("name").desc()).first()
    innovation = known_innovations().order_by(Length("title").desc()).first()
    edition = template.edition
    return _payload(
        template,
        number=_series_of(template).format(seq=template.first_number),
        public_id="X" * PUBLIC_ID_LENGTH,
        award=template.get_kind_display(),
        role=template.get_kind_display(),
        agency=agency.name if agency else template.issuer,
        innovation=innovation.title if innovation else edition.name,
        recipient={"name": agency.name if agency else template.issuer, "region": "", "innovators": []},
        is_example=True,
    )


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
    following = {_series_of(template): _next_sequence(template) for template in templates.values()}
    plans = []
    for candidate in candidates:
        try:
            plan = _plan(candidate, templates.get((candidate.edition.pk, candidate.kind)), following)
        except ValidationError as problem:
            plan = PlannedCertificate(candidate, problem=problem)
        else:
            following[plan.series] += 1
        plans.append(plan)
    return plans


def hash_of_plan(plans: list[PlannedCertificate]) -> str:
    """Return a fingerprint of who gets which number: what a person agreed to when they saw the preview."""
    return hash_of([[plan.candidate.subject, plan.number] for plan in plans])


def _plan(candidate: Candidate, template: CertificateTemplate | None, following: dict[str, int]) -> PlannedCertificate:
    if candidate.award and candidate.award.state != AwardState.FINAL:
        raise ValidationError(_("This award is not final yet: objections are still possible."), code="not_final")
    if template is None:
        raise ValidationError(
            _("%(edition)s has no certificate template for %(kind)s yet."),
            code="no_template",
            params={"edition": candidate.edition, "kind": candidate.kind.label},
        )
    series = _series_of(template)
    payload = _payload(
        template,
        number=series.format(seq=following[series]),
        public_id=new_public_id(),
        is_example=candidate.edition.is_example,
        **facts_of(candidate),
    )
    check_payload(payload)
    return PlannedCertificate(candidate, series=series, sequence=following[series], payload=payload)


def _payload(template: CertificateTemplate, *, role: str, agency: str, **facts: Any) -> dict[str, Any]:
    """Put the template's part and the facts of one certificate together, in the shape of docs/certificates.md.

    `role` and `agency` are named by the wording only.
    """
    edition = template.edition
    path = reverse("judging:certificate-check", args=[facts["public_id"]])
    return facts | {
        "kind": template.kind,
        "check_address": settings.PORTAL_ADDRESS.rstrip("/") + path,
        "issued_at": clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "design": template.design,
        "title": template.title,
        "issuer": template.issuer,
        "edition": {"year": edition.year, "name": edition.name},
        "wording": template.wording.format(
            award=facts["award"],
            role=role,
            innovation=facts["innovation"],
            agency=agency,
            edition=edition.name,
            year=edition.year,
        ),
        "place": template.place,
        "date": template.dated_on.isoformat(),
        "signatory": {
            "position": template.signatory_position,
            "name": template.signatory_name,
            "nip": template.signatory_nip,
        },
        "emblem": template.emblem.name or "",
    }


def _series_of(template: CertificateTemplate) -> str:
    """Return the pattern with everything filled in but the running number."""
    return template.number_pattern.replace("{year}", str(template.edition.year))


def _next_sequence(template: CertificateTemplate) -> int:
    last = Certificate.objects.filter(series=_series_of(template)).aggregate(last=Max("sequence"))["last"] or 0
    return max(template.first_number, last + 1)


def _texts_of(value: Any) -> list[str]:
    """Return every text inside a payload."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts_of(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts_of(part)]
    return [value] if isinstance(value, str) else []
