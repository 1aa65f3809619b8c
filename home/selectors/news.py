from django.db.models import QuerySet

from home.models import NewsIndexPage, NewsPage


def news_of(page: NewsIndexPage) -> QuerySet[NewsPage]:
    """Return the published news below the list, the newest first, with their pictures."""
    return NewsPage.objects.child_of(page).live().select_related("cover").defer("body").order_by("-dated_on", "-pk")


def latest_news(limit: int) -> list[NewsPage]:
    """Return the newest published news of the portal."""
    return list(NewsPage.objects.live().select_related("cover").defer("body").order_by("-dated_on", "-pk")[:limit])


def other_news(page: NewsPage, limit: int) -> list[NewsPage]:
    """Return the newest published news beside this one, in the same list."""
    others = NewsPage.objects.sibling_of(page, inclusive=False).live().defer("body")
    return list(others.order_by("-dated_on", "-pk")[:limit])
