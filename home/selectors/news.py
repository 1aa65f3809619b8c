from django.db.models import QuerySet

from home.models import NewsIndexPage, NewsPage


def news_of(page: NewsIndexPage) -> QuerySet[NewsPage]:
    """Return the published news below the list, the newest first, with their pictures."""
    return NewsPage.objects.child_of(page).live().select_related("cover").defer("body").order_by("-dated_on", "-pk")


def latest_news(limit: int) -> list[NewsPage]:
    """Return the newest published news of the portal."""
    return list(NewsPage.objects.live().select_related("cover").defer("body").order_by("-dated_on", "-pk")[:limit])
