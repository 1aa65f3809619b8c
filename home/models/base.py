from http import HTTPMethod

from django.db.models import Q
from wagtail.models import Page, PageViewRestriction, Site


class PortalPage(Page):
    """What all public pages share. They are only read: forms have addresses of their own."""

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"trail": self.trail(request)}

    def get_view_restrictions(self):
        """Return what restricts this page or one above it, or what those are aliases of."""
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        own, of_source = Q(page__path__in=paths, page__alias_of=None), Q(page__aliases__path__in=paths)
        return PageViewRestriction.objects.filter(own | of_source).distinct()

    def route_to_child(self, kind: type[Page], request, path_components: list[str]):
        """Route to a child of one kind, which is read as such at once, or return None.

        Wagtail reads every page on the way twice: as a page and as what it is.
        """
        if not path_components:
            return None
        child = kind.objects.child_of(self).filter(slug=path_components[0]).first()
        if child is None:
            return None
        child._cached_parent_obj = self  # what Wagtail's own routing does, so that `trail` asks for nothing
        return child.route(request, path_components[1:])

    def trail(self, request) -> list[tuple[str, str]]:
        """Return name and address of each page above this one, from the root of the site down."""
        site = Site.find_for_request(request)
        above, page = [], self
        while site and page.depth > site.root_page.depth:
            page = page.get_parent()
            above.insert(0, (page.title, page.get_url(request)))
        return above
