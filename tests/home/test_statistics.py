import csv
import io

import pytest

from home.enums import HonourLevel
from home.selectors.statistics import RegionCount, catalogue_statistics
from tests.factories.home import published_past_innovation
from tests.factories.submissions import AgencyFactory, RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(site):
    """Three innovations of two regions in three years, one of them with a mere mention."""
    semarang = RegionFactory(code="33.74", name="Kota Semarang", kind="kota")
    RegionFactory(code="33.01", name="Kabupaten Cilacap", kind="kabupaten")
    RegionFactory(code="", name="Kabupaten Luwu Utara", kind="kabupaten")
    clinic = AgencyFactory(region=semarang, kind="rsud")
    office = AgencyFactory(region=semarang, kind="dinas")
    published_past_innovation(agency=clinic, year=2017, field="kesehatan")
    published_past_innovation(agency=clinic, year=2019, field="kesehatan", award="KIPP Jateng 2019 - Top 10")
    published_past_innovation(agency=office, year=2019, field="pangan", award="Disebut dalam laporan")
    return semarang


def test_catalogue_is_counted_in_every_way(catalogue):
    numbers = catalogue_statistics()

    assert numbers.by_year == [(2017, 1), (2018, 0), (2019, 2)]
    assert numbers.by_field == [("kesehatan", 2), ("pangan", 1)]
    assert numbers.by_kind == [("rsud", 2), ("dinas", 1)]
    assert [one[1:] for one in numbers.by_region] == [("33.01", "Kabupaten Cilacap", 0), ("33.74", "Kota Semarang", 3)]
    assert RegionCount(catalogue.pk, "33.74", "Kota Semarang", 3) in numbers.by_region
    national, winner, nominee = HonourLevel.NATIONAL, HonourLevel.WINNER, HonourLevel.NOMINEE
    assert numbers.honours == [
        (2017, {national: 1, winner: 0, nominee: 0}),
        (2018, {national: 0, winner: 0, nominee: 0}),
        (2019, {national: 0, winner: 1, nominee: 0}),
    ]


def test_numbers_follow_the_catalogue(catalogue):
    assert catalogue_statistics().total == 3

    published_past_innovation()

    assert catalogue_statistics().total == 4


def test_headings_say_what_was_found(client, catalogue):
    findings = client.get("/statistik/").context["findings"]

    assert findings == {
        "year": "3 inovasi tercatat, terbanyak pada tahun 2019, yaitu 2",
        "field": "Kesehatan terbanyak: 2 dari 3 inovasi",
        "kind": "Menurut jenis perangkat daerah, terbanyak dari “RSUD”: 2",
        "region": "1 dari 2 kabupaten dan kota sudah ada di etalase",
        "honours": "1 penghargaan nasional atau internasional sejak 2017",
    }


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("tahun", [["Tahun", "Inovasi"], ["2017", "1"], ["2018", "0"], ["2019", "2"]]),
        ("bidang", [["Bidang", "Inovasi"], ["Kesehatan", "2"], ["Ketahanan pangan", "1"]]),
        (
            "daerah",
            [["Kode", "Daerah", "Inovasi"], ["33.01", "Kabupaten Cilacap", "0"], ["33.74", "Kota Semarang", "3"]],
        ),
    ],
)
def test_every_table_can_be_taken_along(client, catalogue, name, rows):
    response = client.get(f"/statistik/csv/{name}/")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";")) == rows


def test_there_is_no_other_table(client, site):
    assert client.get("/statistik/csv/rahasia/").status_code == 404


def test_an_empty_portal_explains_itself(client, site):
    html = client.get("/statistik/").content.decode()

    assert "so-empty" in html
    assert '<svg class="so-chart' not in html


@pytest.mark.parametrize("count", [1, 3])
def test_statistics_need_the_same_queries_however_many(client, site, count, django_assert_num_queries):
    for number in range(count):
        published_past_innovation(year=2015 + number)

    with django_assert_num_queries(16):
        assert client.get("/statistik/").status_code == 200
    with django_assert_num_queries(7):
        assert client.get("/statistik/").status_code == 200
