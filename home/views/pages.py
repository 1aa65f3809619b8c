"""What the other public pages show, as context for their templates."""

from django.core.paginator import Paginator
from django.http import HttpRequest

from home.models import CatalogueEntry, HomePage, NewsIndexPage, NewsPage
from home.selectors.agenda import coming_events
from home.selectors.catalogue import LONG_TEXTS, catalogue_summary, nationally_recognised
from home.selectors.cloth import cloth_of
from home.selectors.competition import current_competition, stage_that_counts
from home.selectors.news import latest_news, news_of, other_news
from home.views.structured_data import site_data
from innovation_portal.utils import clock
from submissions.enums import ServiceField
from submissions.selectors.editions import current_edition

RECOGNISED_SHOWN = 5
NEWS_SHOWN, EVENTS_SHOWN = 4, 3
NEWS_PER_PAGE = 12
OTHER_NEWS_SHOWN = 3


def home_context(page: HomePage) -> dict:
    edition = current_edition()
    stages = list(edition.stages.all()) if edition else []
    by_count = catalogue_summary().counts["bidang"]
    by_field = [(field, by_count.get(field.value, 0)) for field in ServiceField]
    return {
        "edition": edition,
        "stages": stages,
        "stage": stage_that_counts(stages),
        "cloth": cloth_of(edition) if edition else None,
        "today": clock.today(),
        "size": sum(by_count.values()),
        "features": _features(page),
        "fields": sorted(((field, count) for field, count in by_field if count), key=lambda row: -row[1]),
        "news": latest_news(NEWS_SHOWN),
        "events": coming_events(EVENTS_SHOWN),
        "recognised": nationally_recognised(RECOGNISED_SHOWN),
        "popular_searches": [line.strip() for line in page.popular_searches.splitlines() if line.strip()],
        "structured_data": site_data(page),
        "hero_lines": [line.strip() for line in page.hero_title.splitlines() if line.strip()],
    }


def _features(page: HomePage) -> list[CatalogueEntry]:
    """Return the editors' choice, as far as it is still in the catalogue."""
    order = [feature.innovation_page_id for feature in page.features.all()]
    entries = CatalogueEntry.objects.select_related("page").defer(*LONG_TEXTS).in_bulk(order)
    return [entries[page_id] for page_id in order if page_id in entries]


def competition_context() -> dict:
    return {"competition": current_competition()}


def news_context(page: NewsIndexPage, request: HttpRequest) -> dict:
    return {
        "page_obj": Paginator(news_of(page), NEWS_PER_PAGE).get_page(request.GET.get("page")),
        "feed_url": f"{page.get_url(request)}{page.reverse_subpage('feed')}",
    }


def news_page_context(page: NewsPage) -> dict:
    return {"others": other_news(page, OTHER_NEWS_SHOWN)}
