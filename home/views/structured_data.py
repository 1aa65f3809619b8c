"""Facts for search engines, as JSON-LD: a data block, which no browser runs and no content policy forbids."""

import json
from urllib.parse import urljoin

from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from home.models import EventPage, HomePage, InnovationPage, QuestionsPage
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
    return json_ld({name: value for name, value in data.items() if value})


def site_data(page: HomePage) -> SafeString:
    search = {
        "@type": "SearchAction",
        "target": f"{page.full_url}inovasi/?q={{words}}",
        "query-input": "required name=words",
    }
    return json_ld({"@type": "WebSite", "url": page.full_url, "potentialAction": search})


def event_data(page: EventPage) -> SafeString:
    """An event as search engines show it, with its place or its address on line."""
    status = "EventCancelled" if page.is_cancelled else "EventScheduled"
    data = {
        "@type": "Event",
        "name": page.title,
        "description": page.lead,
        "startDate": page.starts_at.isoformat(),
        "endDate": page.ends_at.isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "url": page.full_url,
    }
    if page.place:
        data["location"] = {"@type": "Place", "name": page.place, "address": page.place}
    elif page.online_url:
        data["location"] = {"@type": "VirtualLocation", "url": page.online_url}
    return json_ld(data)


def questions_data(page: QuestionsPage) -> SafeString:
    questions = [block.value for block in page.questions if block.block_type == "question"]
    entries = [
        {
            "@type": "Question",
            "name": value["question"],
            "acceptedAnswer": {"@type": "Answer", "text": expand_db_html(value["answer"].source)},
        }
        for value in questions
    ]
    return json_ld({"@type": "FAQPage", "mainEntity": entries}) if entries else SafeString()


def json_ld(data: dict) -> SafeString:
    text = json.dumps({"@context": "https://schema.org", "inLanguage": "id", **data}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308  escaped in the line above
