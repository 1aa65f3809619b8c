"""Facts for search engines, as JSON-LD: a data block, which no browser runs and no content policy forbids."""

import json

from django.utils.safestring import SafeString, mark_safe

from home.models import HomePage, InnovationPage
from home.selectors.publication import PublicFacts

# A text that contains "</script>" must not end the block.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def innovation_data(page: InnovationPage, facts: PublicFacts) -> SafeString:
    data = {
        "@type": "CreativeWork",
        "name": facts.title,
        "description": facts.summary,
        "url": page.full_url,
        "creator": {"@type": "GovernmentOrganization", "name": facts.agency_name},
        "award": [honour.badge for honour in facts.honours if honour.badge],
    }
    return _json_ld(data)


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
