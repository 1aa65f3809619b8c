from django.db.models import QuerySet

from home.models import NewsIndexPage, NewsPage


def news_of(page: NewsIndexPage) -> QuerySet[NewsPage]:
    """Return the published news below the list, the newest first, with their pictures."""
    return _shown().child_of(page)


def latest_news(limit: int) -> list[NewsPage]:
    """Return the newest published news of the portal."""
    return list(_shown()[:limit])


def other_news(page: NewsPage, limit: int) -> list[NewsPage]:
    """Return the newest published news beside this one, in the same list."""
    return list(_shown().sibling_of(page, inclusive=False)[:limit])


def _shown() -> QuerySet[NewsPage]:
    """Return what anybody may read: lists and feeds would tell of a page that is for some people only."""
    return NewsPage.objects.live().public().select_related("cover").defer("body").order_by("-dated_on", "-pk")
