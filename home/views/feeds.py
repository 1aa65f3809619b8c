from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from home.models import NewsIndexPage, NewsPage, PortalSettings
from home.selectors.news import news_of

ITEMS = 30


class NewsFeed(Feed):
    """The latest news as Atom."""

    feed_type = Atom1Feed
    language = "id"

    def get_object(self, request, page: NewsIndexPage):
        self.request = request
        return page

    def title(self, page):
        return _("News of %(portal)s") % {"portal": PortalSettings.load().portal_name}

    def subtitle(self, page):
        return page.lead

    def link(self, page):
        return page.get_url(self.request)

    def author_name(self):
        return PortalSettings.load().portal_name

    def items(self, page):
        return news_of(page)[:ITEMS]

    def item_title(self, item: NewsPage):
        return item.title

    def item_description(self, item):
        return item.lead

    def item_link(self, item):
        return item.get_url(self.request)

    def item_pubdate(self, item):
        return timezone.make_aware(datetime.combine(item.dated_on, time()))

    def item_updateddate(self, item):
        return item.last_published_at or self.item_pubdate(item)
