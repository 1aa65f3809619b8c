"""Real names on which a template is tried before anything is issued with it."""

from typing import Any

from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from innovation_portal.accounts.models import User
from judging.enums import AwardKind, AwardState, CertificateKind
from judging.models import Award, CertificateTemplate
from judging.models.certificates import PUBLIC_ID_LENGTH
from judging.pdf.words import WORDS
from judging.selectors.certificate_candidates import award_candidates
from judging.selectors.certificate_contents import make_payload, series_of
from judging.selectors.certificate_facts import facts_of
from judging.selectors.certificate_pages import page_of
from submissions.enums import SubmissionStatus
from submissions.models import Agency, Innovator
from submissions.selectors.similar import known_innovations


class Sample(models.TextChoices):
    LONGEST = "longest", _("The longest names of the registry")
    SHORTEST = "shortest", _("The shortest names of the registry")
    AWARD = "award", _("An award of the edition")


def sample_payload(template: CertificateTemplate, sample: str) -> dict[str, Any]:
    """Return a payload that tries the template on a sample, marked as an example.

    An edition without awards, and kinds that are not for awards, are tried on the longest names instead.
    """
    facts = _award_facts(template) if sample == Sample.AWARD and template.kind in AwardKind.values else None
    return make_payload(
        template,
        page_of(template),
        number=series_of(template).format(seq=template.first_number),
        public_id="X" * PUBLIC_ID_LENGTH,
        is_example=True,
        **(facts or _registry_facts(template, is_longest=sample != Sample.SHORTEST)),
    )


def _award_facts(template: CertificateTemplate) -> dict[str, Any] | None:
    awards = Award.objects.filter(level__edition=template.edition, level__kind=template.kind)
    awards = awards.exclude(state=AwardState.REVOKED).order_by("level__sort_order", "pk")[:1]
    return next((facts_of(candidate, template.language) for candidate in award_candidates(awards)), None)


def _registry_facts(template: CertificateTemplate, *, is_longest: bool) -> dict[str, Any]:
    agency = _extreme(Agency.objects.all(), "name", is_longest=is_longest) or template.issuer
    innovation = _extreme(known_innovations(), "title", is_longest=is_longest) or template.edition.name
    words = WORDS[template.language]
    parts = {CertificateKind.PARTICIPANT: words.participant, CertificateKind.INNOVATOR: words.innovator}
    role = parts.get(template.kind, words.judge)
    facts = {"innovation": innovation, "agency": agency, "role": role, "award": role}
    recipient = {"name": agency, "region": "", "innovators": []}
    if template.kind in AwardKind.values:
        facts["award"] = template.get_kind_display()
    elif template.kind != CertificateKind.PARTICIPANT:
        person = _extreme(_people(template.kind), "name", is_longest=is_longest) or agency
        recipient = {"name": person, "region": agency, "innovators": []}
    if template.kind == CertificateKind.JUDGE:
        facts |= {"innovation": "", "agency": ""}
        recipient["region"] = ""
    return facts | {"recipient": recipient}


def _people(kind: str) -> models.QuerySet:
    if kind == CertificateKind.JUDGE:
        return User.objects.filter(panel_seats__isnull=False)
    return Innovator.objects.filter(submission__status=SubmissionStatus.VERIFIED)


def _extreme(rows: models.QuerySet, name: str, *, is_longest: bool) -> str:
    """Return the longest or shortest text of a field, empty when there is no row."""
    length = Length(name)
    rows = rows.exclude(**{name: ""}).order_by(length.desc() if is_longest else length.asc(), name)
    return rows.values_list(name, flat=True).first() or ""
