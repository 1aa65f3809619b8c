"""The results of the catalogue as a table and as a feed, by the same address as the page."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from home.forms import CatalogueForm
from home.models import CatalogueEntry, CataloguePage
from home.selectors.catalogue import all_matches, latest_matches
from innovation_portal.utils.spreadsheets import csv_lines

# Headings with what stands under them, given an entry and the address of the site.
COLUMNS: list[tuple[Any, Callable[[CatalogueEntry, str], Any]]] = [
    (gettext_lazy("Title"), lambda entry, site: entry.title),
    (gettext_lazy("Summary"), lambda entry, site: entry.summary),
    (gettext_lazy("Agency"), lambda entry, site: entry.agency_name),
    (gettext_lazy("Region"), lambda entry, site: entry.region_name),
    (gettext_lazy("Year"), lambda entry, site: entry.year),
    (gettext_lazy("Field"), lambda entry, site: entry.get_field_display()),
    (gettext_lazy("Recognition"), lambda entry, site: entry.honour),
    (gettext_lazy("State now"), lambda entry, site: entry.get_life_state_display()),
    (gettext_lazy("Category"), lambda entry, site: entry.category),
    (
        gettext_lazy("Sustainable development goals"),
        lambda entry, site: ", ".join(str(one.goal) for one in entry.goals.all()),
    ),
    (gettext_lazy("Form of the innovation"), lambda entry, site: entry.get_form_display()),
    (gettext_lazy("Digital or not"), lambda entry, site: entry.get_type_display()),
    (gettext_lazy("Phase"), lambda entry, site: entry.get_phase_display()),
    (gettext_lazy("Replication"), lambda entry, site: entry.get_replication_display()),
    (gettext_lazy("Where the data are from"), lambda entry, site: entry.get_data_mark_display()),
    (gettext_lazy("Address"), lambda entry, site: site + entry.url),
]


class CatalogueTable(View):
    """CSV with a byte order mark, by which Excel knows UTF-8; read from the database and sent piece by piece."""

    def get(self, request):
        _public_catalogue()
        entries = all_matches(CatalogueForm(request.GET).query())
        return StreamingHttpResponse(
            csv_lines(_rows(entries, _site(request))),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="inovasi.csv"'},
        )


class CatalogueFeed(View):
    """Atom with the innovations that came into the catalogue last."""

    def get(self, request):
        page, site = _public_catalogue(), _site(request)
        address = f"{site}{page.get_url(request)}"
        words = request.GET.urlencode()
        feed = Atom1Feed(
            title=_("Innovations of the showcase"),
            link=f"{address}?{words}" if words else address,
            description=page.lead,
            language=request.LANGUAGE_CODE,
            feed_url=request.build_absolute_uri(),
        )
        for entry in latest_matches(CatalogueForm(request.GET).query()):
            feed.add_item(
                title=entry.title,
                link=site + entry.url,
                description=entry.summary,
                author_name=entry.agency_name,
                unique_id=site + entry.url,
                pubdate=entry.page.first_published_at,
                updateddate=entry.updated_at,
                categories=[entry.get_field_display()] if entry.field else [],
            )
        response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
        feed.write(response, "utf-8")
        return response


def _public_catalogue() -> CataloguePage:
    """Return the catalogue; not found while it is taken down or shown to some people only."""
    return get_object_or_404(CataloguePage.objects.live().public())


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _rows(entries: Iterable[CatalogueEntry], site: str) -> Iterator[list[Any]]:
    yield [str(heading) for heading, _value in COLUMNS]
    for entry in entries:
        yield [value(entry, site) for _heading, value in COLUMNS]
