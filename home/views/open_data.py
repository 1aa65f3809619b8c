"""The pages of the open data for people, and its files."""

from datetime import date

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views import View
from django.views.generic import TemplateView

from home.api.reference import addresses, problem_kinds
from home.enums import DumpFormat
from home.models import Dump
from home.open_data.datasets import DATASETS
from home.open_data.innovations import address_of
from home.open_data.licence import licence_of_the_site
from home.selectors.dumps import dumps_by_day, latest_dump, whole_dumps
from home.services.dumps import KEPT_DAYS

# A file never changes: another night has another name.
KEPT_SECONDS = 7 * 24 * 60 * 60
NEWEST_SECONDS = 600


class OpenDataPage(View):
    """What there is, under which licence, and the files of the last nights."""

    def get(self, request):
        nights = dumps_by_day()
        # From the oldest night on, so that the newest file of each kind is the one that stays.
        newest = {(dump.dataset, dump.format): dump for dumps in reversed(nights.values()) for dump in dumps}
        files = {
            dataset.name: [newest[key] for key in ((dataset.name, each) for each in DumpFormat) if key in newest]
            for dataset in DATASETS
        }
        context = {
            "tables": [(dataset, files[dataset.name]) for dataset in DATASETS],
            "nights": list(nights.items()),
            "made_on": next(iter(nights), None),
            "licence": licence_of_the_site(),
            "commands": {
                "newest": f"curl -L -O {address_of(reverse('home:open-data-newest', args=['inovasi', 'csv']))}",
                "narrowed": f'curl "{address_of(reverse("home:api:innovation-list"))}?bidang=kesehatan&tahun=2025"',
            },
            "kept_days": KEPT_DAYS,
        }
        return render(request, "home/open_data/page.html", context)


class ReferencePage(TemplateView):
    """The interface for programs, for the people who write them."""

    template_name = "home/open_data/reference.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            addresses=addresses(),
            problems=problem_kinds(),
            method="GET",
            several_values="?bidang=kesehatan&bidang=pangan",
            limit=settings.ACCOUNT_RATE_LIMITS["open_data"].partition("/")[0],
            **kwargs,
        )


class NewestFile(View):
    """An address that does not change, for programs that fetch the last night's file."""

    def get(self, request, dataset, format_):
        dump = latest_dump(dataset, format_)
        if dump is None:
            raise Http404
        response = redirect(dump)
        response.headers["Cache-Control"] = f"public, max-age={NEWEST_SECONDS}"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


class DumpFile(View):
    """One file of one night, sent in pieces."""

    def get(self, request, dataset, day, format_):
        try:
            night = date.fromisoformat(day)
        except ValueError:
            raise Http404 from None
        dump = get_object_or_404(whole_dumps(), dataset=dataset, day=night, format=format_)
        etag = quote_etag(dump.sha256)
        response = get_conditional_response(request, etag=etag) or self._file(dump)
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}, immutable"
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Link"] = f'<{licence_of_the_site().alamat}>; rel="license"'
        return response

    def _file(self, dump: Dump) -> FileResponse:
        if not default_storage.exists(dump.file.name):
            raise Http404
        return FileResponse(
            dump.file.open("rb"), as_attachment=True, filename=dump.name, content_type=dump.content_type
        )
