"""The CSV of Wagtail's own reports: in columns, in UTF-8, and without formulas."""

import csv
import io

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.factories.submissions import AgencyFactory


@pytest.mark.django_db
def test_history_of_the_back_office_is_exported_without_formulas(client, secretary):
    agency = AgencyFactory(name="=HYPERLINK(“é”;1)")
    ModelLogEntry.objects.log_action(agency, "wagtail.edit", user=secretary)
    client.force_login(secretary)

    response = client.get(reverse("wagtailadmin_reports:site_history"), {"export": "csv", "object_type": ""})

    content = b"".join(response.streaming_content).decode("utf-8-sig")
    heading, row, *others = csv.reader(io.StringIO(content), delimiter=";")
    assert (row[1], len(row), others) == ("'=HYPERLINK(“é”;1)", len(heading), [])
