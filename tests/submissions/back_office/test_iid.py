import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from submissions.models import Indicator, IndicatorTable
from tests.factories.iid import IidAssessmentFactory, official_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    return official_table()


def text(response):
    return response.content.decode()


def test_a_table_is_copied_to_the_next_year_once(office, table):
    copy = reverse("indicator_tables:copy", args=[table.pk])
    listed = office.get(reverse("indicator_tables:index"))
    assert copy in text(listed)

    done = office.post(copy, follow=True)
    refused = office.post(copy)

    assert "IID 2027 sudah dibuat" in text(done)
    assert "Tabel tahun 2027 sudah ada" in text(refused)
    assert list(IndicatorTable.objects.values_list("year", flat=True)) == [2027, 2026]


def test_a_table_is_corrected_until_a_sheet_uses_it(office, table):
    Indicator.objects.filter(table=table).exclude(number=16).delete()
    indicator = table.indicators.get()
    levels = [
        {"id": one.pk, "parameter": one.parameter, "wording": f"{one.wording}!", "lowest": "", "highest": ""}
        for one in indicator.levels.all()
    ]
    row = {"id": indicator.pk, "number": 16, "weight": 5, "name": "Regulasi", "group": "Dasar", "levels": levels}
    for one in (row, *levels):
        one["ORDER"] = 1
    managed = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    data = nested_form_data(
        {
            "year": 2026,
            "source": "Surat asli",
            "note": "",
            "applied_from": "2024-01-01",
            "applied_until": "2025-12-31",
            "indicators": {**managed, "0": {**row, "levels": {**managed, "TOTAL_FORMS": 3, "INITIAL_FORMS": 3}}},
        }
    )
    for number, level in enumerate(levels):
        data |= {f"indicators-0-levels-{number}-{name}": value for name, value in level.items()}
    edit = reverse("indicator_tables:edit", args=[table.pk])

    saved = office.post(edit, data)

    assert saved.status_code == 302
    changed = Indicator.objects.get()
    assert (changed.weight, [one.wording[-1] for one in changed.levels.all()]) == (5, ["!", "!", "!"])

    IidAssessmentFactory(table=table)
    assert office.post(edit, data | {"indicators-0-weight": 9}).status_code == 302
    assert Indicator.objects.get().weight == 5
