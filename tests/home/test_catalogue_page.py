"""The catalogue as visitors get it: the page, what is remembered of it, and its files."""

import csv
import io
import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from home.models import CataloguePage, EntryGoal
from home.services.entries import renew_catalogue
from home.services.publishing import publish_innovation, withdraw_innovation
from home.views import facets
from innovation_portal.utils import clock
from submissions.enums import LifeState
from tests.factories.accounts import UserFactory
from tests.factories.home import past_innovation, published_past_innovation, published_submission
from tests.factories.submissions import AgencyFactory, RegionFactory

pytestmark = pytest.mark.usefixtures("site")

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def text_of(client, address: str) -> str:
    """What a page says, without marks and with single spaces."""
    page = client.get(address).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page[page.index("<main") :]))


def titles_of(client, address: str) -> list[str]:
    return [result.entry.title for result in client.get(address).context["listing"].results]


def rows_of(response) -> list[list[str]]:
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


# What is remembered


def test_a_page_is_made_once_and_anew_after_each_publish_and_withdrawal(client, django_assert_num_queries):
    published_past_innovation(title="Pertama")
    client.get("/inovasi/")

    with django_assert_num_queries(1):  # the number of the catalogue
        remembered = client.get("/inovasi/").content.decode()
    second = published_past_innovation(title="Kedua")
    after_publishing = client.get("/inovasi/").content.decode()
    withdraw_innovation(second.innovation_id)
    after_withdrawal = client.get("/inovasi/").content.decode()

    assert ["Kedua" in page for page in (remembered, after_publishing, after_withdrawal)] == [False, True, False]
    assert "Pertama" in remembered


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("", 9),
        ("?page=2", 9),
        ("?tampilan=tabel", 9),
        ("?bidang=kesehatan&keadaan=running&tahun=2019", 10),
        ("?q=antrean", 12),
        ("?q=antr", 13),
        ("?q=antraen+sampah", 14),
    ],
)
def test_first_visitor_after_a_publish_needs_the_same_queries_however_many(
    client, count, address, queries, django_assert_num_queries
):
    for _ in range(count):
        published_past_innovation(title="Antrean dari Sampah", life_state=LifeState.RUNNING, year=2019)
    client.get(f"/inovasi/{address}")
    renew_catalogue()

    with django_assert_num_queries(queries):
        client.get(f"/inovasi/{address}")


def test_a_corrected_state_of_life_shows_at_once(client):
    page = published_past_innovation(life_state=LifeState.RUNNING)
    client.get("/inovasi/?keadaan=running")
    innovation = page.innovation
    innovation.life_state = LifeState.STOPPED
    innovation.save()

    publish_innovation(innovation.pk)

    assert "0 inovasi" in text_of(client, "/inovasi/?keadaan=running")


def test_what_editors_change_of_the_page_shows_at_once(client, django_capture_on_commit_callbacks):
    client.get("/inovasi/")
    page = CataloguePage.objects.get()
    page.lead = "Kalimat baru dari redaksi."

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert "Kalimat baru dari redaksi." in text_of(client, "/inovasi/")


def test_visitors_users_and_languages_never_get_the_page_of_another(client):
    user = UserFactory()
    anonymous = client.get("/inovasi/").content.decode()
    client.force_login(user)
    signed_in = client.get("/inovasi/").content.decode()
    client.logout()
    client.cookies.clear()
    again = client.get("/inovasi/").content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get("/inovasi/").content.decode()

    own = f'href="{reverse("accounts:landing")}"'
    assert [own in page for page in (anonymous, signed_in, again)] == [False, True, False]
    assert ('<html lang="en">' in english, "Sign in" in english, "Masuk" in english) == (True, True, False)


def test_each_visitor_gets_a_token_of_the_own():
    token = re.compile(r'csrfmiddlewaretoken" value="([^"]+)"')
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    first.get("/inovasi/")

    page = second.get("/inovasi/")

    form = {"language": "en", "next": "/", "csrfmiddlewaretoken": token.search(page.content.decode()).group(1)}
    assert second.post("/bahasa/", form).status_code == 302
    assert first.post("/bahasa/", form).status_code == 403


# Searching


def test_a_mistyped_search_shows_what_was_meant_and_a_way_back(client):
    published_past_innovation(title="Antrean dari Rumah")

    assert titles_of(client, "/inovasi/?q=antraen") == ["Antrean dari Rumah"]
    page = client.get("/inovasi/?q=antraen").content.decode()
    assert "Tidak ada hasil untuk “antraen”. Yang ditampilkan adalah hasil untuk antrean." in text_of(
        client, "/inovasi/?q=antraen"
    )
    assert 'href="?q=antraen&amp;persis=1"' in page
    assert '<input type="hidden" name="q" value="antrean">' in page


def test_words_meant_as_typed_are_not_corrected(client):
    published_past_innovation(title="Antrean dari Rumah")

    assert titles_of(client, "/inovasi/?q=antraen&persis=1") == []
    assert "Tidak ada yang cocok" in text_of(client, "/inovasi/?q=antraen&persis=1")


def test_what_was_found_is_marked_in_title_summary_and_long_text(client):
    published_submission(version__title="Antrean Ringkas", version__summary="Melayani warga dari rumah.")

    page = client.get("/inovasi/?q=pelayanan+menit+antrean").content.decode()

    assert "<mark>Antrean</mark> Ringkas" in page
    assert "<mark>antrean</mark> turun dari 90 menjadi 20 <mark>menit</mark>" in page
    summary = client.get("/inovasi/?q=pelayanan").content.decode()
    assert "<mark>Melayani</mark> warga dari rumah." in summary


# Showing


def test_table_shows_the_same_results_and_keeps_every_choice_in_its_links(client):
    published_past_innovation(title="Antrean dari Rumah", agency=AgencyFactory(name="RSUD Banyumas"))

    page = client.get("/inovasi/?q=antrean&bidang=kesehatan&tampilan=tabel").content.decode()

    assert re.search(r"<th scope=\"row\"><a [^>]+><mark>Antrean</mark> dari Rumah</a>", page)
    assert 'href="?q=antrean&amp;bidang=kesehatan"' in page
    assert 'href="?q=antrean&amp;bidang=kesehatan&amp;tampilan=tabel&amp;urut=judul"' in page
    assert '<input type="hidden" name="tampilan" value="tabel">' in page
    assert page.count('href="/inovasi.csv?q=antrean&amp;bidang=kesehatan"') == 2
    assert page.count('href="/inovasi.atom?q=antrean&amp;bidang=kesehatan"') == 2


def test_map_counts_what_fits_and_marks_the_chosen_region(client):
    semarang = RegionFactory(code="33.74", name="Kota Semarang")
    published_past_innovation(title="Antrean", agency=AgencyFactory(region=semarang))
    published_past_innovation(title="Arsip", summary="", agency=AgencyFactory(region=semarang))

    page = client.get(f"/inovasi/?q=antrean&daerah={semarang.pk}").content.decode()

    tile = re.search(r"<a [^>]*aria-label=\"Kota Semarang: 1\"[^>]*>", page).group()
    assert f'href="?q=antrean&amp;daerah={semarang.pk}"' in tile
    assert 'aria-current="true"' in tile
    assert re.search(r"<circle [^>]+/>", page[page.index(tile) :])


def test_long_list_of_agencies_shows_the_first_and_is_searched_by_name(client, monkeypatch):
    monkeypatch.setattr(facets, "AGENCIES_SHOWN", 1)
    rsud, dinas = AgencyFactory(name="RSUD Banyumas"), AgencyFactory(name="Dinas Arsip")
    for agency in (dinas, dinas, rsud):
        published_past_innovation(agency=agency)

    def agencies(address: str) -> tuple[list[str], int]:
        facet = next(one for one in client.get(address).context["listing"].filters.facets if one.name == "opd")
        return [option.label for option in facet.options], facet.left_off

    assert agencies("/inovasi/") == (["Dinas Arsip"], 1)
    assert agencies("/inovasi/?cari_opd=rsud") == (["RSUD Banyumas"], 0)
    assert agencies(f"/inovasi/?opd={rsud.pk}&cari_opd=tidakada") == (["RSUD Banyumas"], 0)
    assert "Tidak ada perangkat daerah bernama seperti ini" in text_of(client, "/inovasi/?cari_opd=tidakada")


def test_names_that_look_like_markup_are_shown_as_they_are_written(client):
    region = RegionFactory(code="33.74", name='Kota <i>"Semarang"')
    published_past_innovation(title="<b>Antrean", agency=AgencyFactory(name="Dinas <b>&", region=region))

    page = client.get("/inovasi/?q=antrean").content.decode()

    assert "&lt;b&gt;<mark>Antrean</mark>" in page
    assert '<span class="form-check-label">Dinas &lt;b&gt;&amp;</span><span class="num">1</span>' in page
    assert 'aria-label="Kota &lt;i&gt;&quot;Semarang&quot;: 1"' in page
    assert page.count("<b>Antrean") + page.count("<i>") + page.count("Dinas <b>") == 0


# Files


def test_csv_holds_every_result_in_its_order_without_formulas(client):
    agency = AgencyFactory(name="RSUD Banyumas", region=RegionFactory(name="Kabupaten Banyumas"))
    page = published_submission(
        edition_fields={"year": 2031}, innovation__agency=agency, version__title="=Antrean", version__goals=[3, 16]
    )
    published_past_innovation(title="Arsip", field="")

    response = client.get("/inovasi.csv?bidang=kesehatan")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="inovasi.csv"'
    headings, row = rows_of(response)
    assert dict(zip(headings, row, strict=True)) == {
        "Judul": "'=Antrean",
        "Ringkasan": "Antrean dapat dilihat dari rumah.",
        "Perangkat daerah": "RSUD Banyumas",
        "Daerah": "Kabupaten Banyumas",
        "Tahun": "2031",
        "Bidang": "Kesehatan",
        "Pengakuan": "",
        "Keadaan sekarang": "Belum diketahui",
        "Kategori": page.version.payload["category"]["name"],
        "Tujuan Pembangunan Berkelanjutan": "3, 16",
        "Bentuk inovasi": "Pelayanan publik",
        "Jenis inovasi": "Digital",
        "Tahap": "Penerapan",
        "Replikasi": "",
        "Asal data": "Registri",
        "Alamat": f"http://testserver{page.entry.url}",
    }


def test_csv_of_a_search_is_ranked_like_the_page(client):
    published_past_innovation(title="Antrean", year=2018)
    published_past_innovation(title="Arsip", summary="Tanpa antrean.", year=2022)

    rows = rows_of(client.get("/inovasi.csv?q=antrean"))

    assert [row[0] for row in rows] == ["Judul", "Antrean", "Arsip"]


def test_csv_queries_do_not_grow_with_its_rows(client, django_assert_num_queries):
    def queries_with(count: int) -> int:
        for _ in range(count):
            published_submission()
        with django_assert_num_queries(10, exact=False) as counted:
            rows_of(client.get("/inovasi.csv"))
        return len(counted)

    assert queries_with(1) == queries_with(3)
    assert EntryGoal.objects.count() == 4


def test_feed_names_what_came_last_first(client):
    with clock.at(datetime(2031, 6, 1, 3, 0, tzinfo=UTC)):
        published_past_innovation(title="Lama & baik", year=2024)
    with clock.at(datetime(2031, 6, 2, 3, 0, tzinfo=UTC)):
        published_past_innovation(title="Baru", year=2018)
    published_past_innovation(title="Lain", field="")

    response = client.get("/inovasi.atom?bidang=kesehatan")

    feed = ElementTree.fromstring(response.content)  # noqa: S314  our own
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.find(f"{ATOM}link[@rel='alternate']").get("href") == "http://testserver/inovasi/?bidang=kesehatan"
    assert [
        (entry.find(f"{ATOM}title").text, entry.find(f"{ATOM}published").text, entry.find(f"{ATOM}id").text)
        for entry in feed.iter(f"{ATOM}entry")
    ] == [
        ("Baru", "2031-06-02T03:00:00+00:00", "http://testserver/inovasi/baru/"),
        ("Lama & baik", "2031-06-01T03:00:00+00:00", "http://testserver/inovasi/lama-baik/"),
    ]


@pytest.mark.parametrize("address", ["/inovasi.csv", "/inovasi.atom"])
def test_files_are_not_there_while_the_catalogue_is_not_public(client, address):
    past_innovation()
    PageViewRestriction.objects.create(page=CataloguePage.objects.get(), restriction_type=PageViewRestriction.LOGIN)

    assert client.get(address).status_code == 404
