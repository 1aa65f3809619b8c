"""Results of a national competition from a table: upload, preview, confirm, apply."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from submissions.back_office.table_import import ImportView
from submissions.models import NationalCompetition
from submissions.national_imports import RESULTS
from submissions.services.national_results import import_results


class ResultImportView(ImportView):
    permission = "submissions.run_edition"
    page_title = gettext_lazy("Import results")
    table = RESULTS

    @cached_property
    def object(self):
        return get_object_or_404(NationalCompetition, pk=self.kwargs["pk"])

    @property
    def service(self):
        return partial(import_results, competition_id=self.object.pk)

    def get_back_url(self):
        return f"{reverse('national:index')}?year={self.object.year}&kind={self.object.kind}"
