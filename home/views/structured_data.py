"""Facts for search engines, as JSON-LD: a data block, which no browser runs and no content policy forbids."""

import json
from urllib.parse import urljoin

from django.utils.safestring import SafeString, mark_safe

from home.models import HomePage, InnovationPage
from home.selectors.lineages import Family
from home.selectors.publication import PublicFacts
from submissions.enums import ServiceField

# A text that contains "</script>" must not end the block.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def innovation_data(page: InnovationPage, facts: PublicFacts, family: Family, *, picture: str) -> SafeString:
    """Describe an innovation as a creative work; what is not known is left out."""
    data = {
        "@type": "CreativeWork",
        "@id": page.lasting_address,
        "identifier": page.code,
        "name": facts.title,
        "headline": page.headline,
        "description": page.lead or facts.summary,
        "url": page.full_url,
        "image": picture,
        "creator": {"@type": "GovernmentOrganization", "name": facts.agency_name},
        "spatialCoverage": {"@type": "Place", "name": facts.region_name},
        "dateCreated": facts.started_on and facts.started_on.isoformat(),
        "datePublished": page.first_published_at and page.first_published_at.isoformat(),
        "keywords": [str(ServiceField(facts.field).label)] if facts.field else [],
        "award": [honour.badge for honour in facts.honours if honour.badge],
        "isBasedOn": family.source and urljoin(page.full_url, family.source.url),
        "isAccessibleForFree": True,
    }
    return _json_ld({name: value for name, value in data.items() if value})


def site_data(page: HomePage) -> SafeString:
    search = {
        "@type": "SearchAction",
        "target": f"{page.full_url}inovasi/?q={{words}}",
        "query-input": "required name=words",
    }
    return _json_ld({"@type": "WebSite", "url": page.full_url, "potentialAction": search})


def _json_ld(data: dict) -> SafeString:
    text = json.dumps({"@context": "https://schema.org", "inLanguage": "id", **data}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308  escaped in the line above
