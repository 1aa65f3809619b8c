"""What a certificate says and which number it gets: read for issuing and for the preview before it."""

from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of
from judging.enums import AwardState
from judging.models import Award, Certificate, CertificateTemplate
from judging.models.certificates import PUBLIC_ID_LENGTH, new_public_id
from judging.pdf import TextDoesNotFit, lay_out, unprintable_characters
from submissions.enums import RegionKind
from submissions.models import Agency
from submissions.selectors.similar import known_innovations


@dataclass(frozen=True)
class PlannedCertificate:
    """The certificate that an award would get, or the problem that stands in its way."""

    award: Award
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
        innovation=innovation.title if innovation else edition.name,
        recipient={"name": agency.name if agency else template.issuer, "region": "", "innovators": []},
        is_example=True,
    )


def plan_certificates(awards: QuerySet[Award]) -> list[PlannedCertificate]:
    """Return what each award would get if it were issued now, in the order of `awards`.

    An award with a problem takes no number. Reads the same tables however many awards there are.
    """
    awards = awards.select_related("level__edition").prefetch_related("submission__versions")
    editions = {award.level.edition_id for award in awards}
    templates = {
        (template.edition_id, template.kind): template
        for template in CertificateTemplate.objects.filter(edition__in=editions).select_related("edition")
    }
    following = {_series_of(template): _next_sequence(template) for template in templates.values()}
    plans = []
    for award in awards:
        template = templates.get((award.level.edition_id, award.level.kind))
        try:
            plan = _plan(award, template, following)
        except ValidationError as problem:
            plan = PlannedCertificate(award, problem=problem)
        else:
            following[plan.series] += 1
        plans.append(plan)
    return plans


def hash_of_plan(plans: list[PlannedCertificate]) -> str:
    """Return a fingerprint of who gets which number: what a person agreed to when they saw the preview."""
    return hash_of([[plan.award.pk, plan.number] for plan in plans])


def _plan(award: Award, template: CertificateTemplate | None, following: dict[str, int]) -> PlannedCertificate:
    if award.state != AwardState.FINAL:
        raise ValidationError(_("This award is not final yet: objections are still possible."), code="not_final")
    if template is None:
        raise ValidationError(
            _("%(edition)s has no certificate template for %(kind)s yet."),
            code="no_template",
            params={"edition": award.level.edition, "kind": award.level.get_kind_display()},
        )
    series = _series_of(template)
    version = max(award.submission.versions.all(), key=lambda version: version.number).payload
    payload = _payload(
        template,
        number=series.format(seq=following[series]),
        public_id=new_public_id(),
        award=award.level.name,
        innovation=version["title"],
        recipient={
            "name": version["agency"]["name"],
            "region": _region_to_print(version["agency"]),
            "innovators": [innovator["name"] for innovator in version["innovators"]],
        },
        is_example=award.level.edition.is_example,
    )
    check_payload(payload)
    return PlannedCertificate(award, series=series, sequence=following[series], payload=payload)


def _payload(template: CertificateTemplate, **facts: Any) -> dict[str, Any]:
    """Put the template's part and the facts of one certificate together, in the shape of docs/certificates.md."""
    edition = template.edition
    path = reverse("judging:certificate-check", args=[facts["public_id"]])
    return facts | {
        "check_address": settings.PORTAL_ADDRESS.rstrip("/") + path,
        "issued_at": clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "design": template.design,
        "title": template.title,
        "issuer": template.issuer,
        "edition": {"year": edition.year, "name": edition.name},
        "wording": template.wording.format(award=facts["award"], edition=edition.name, year=edition.year),
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


def _region_to_print(agency: dict[str, Any]) -> str:
    """Name the kabupaten or kota under an agency that belongs to one, unless its own name says so."""
    region = agency["region"]
    if region["kind"] not in (RegionKind.REGENCY, RegionKind.CITY) or region["name"] in agency["name"]:
        return ""
    return region["name"]


def _texts_of(value: Any) -> list[str]:
    """Return every text inside a payload."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts_of(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts_of(part)]
    return [value] if isinstance(value, str) else []
