import re
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Page, Site, Workflow

from home.models import HomePage, HomePageFeature, NewsIndexPage, NewsPage, PortalSettings, StandardPage
from innovation_portal.utils import clock
from judging.enums import AwardKind
from submissions.enums import Lineage, StageKind
from submissions.models import Innovation
from tests.factories.home import past_innovation, published_past_innovation, published_submission
from tests.factories.judging import AwardLevelFactory, RoundFactory
from tests.factories.submissions import EditionFactory, InnovationFactory, ObligationFactory


def text_of(response) -> str:
    """What a visitor reads: the page without tags, white space run together."""
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_setting_up_twice_leaves_everything_as_it_is(site):
    about = StandardPage.objects.get(slug="tentang")
    about.lead = "Ditulis redaksi."
    about.save()
    before = (Page.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count())

    call_command("set_up_site")

    about.refresh_from_db()
    assert about.lead == "Ditulis redaksi."
    assert (Page.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count()) == before
    assert Site.objects.get().root_page.specific == HomePage.objects.get()


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/inovasi/", "/kompetisi/", "/pemenang/", "/perangkat-daerah/", "/statistik/", "/kabar/", "/agenda/"),
        *("/pedoman/", "/pertanyaan/", "/tentang/", "/panduan/", "/aksesibilitas/"),
    ],
)
def test_a_fresh_portal_answers_everywhere(client, site, path):
    response = client.get(path)

    assert response.status_code == 200
    assert '<link rel="canonical" href="http://localhost' in response.content.decode()


@clock.at(datetime(2031, 5, 4, 5, 0, tzinfo=UTC))
def test_home_shows_the_year_as_it_stands(client, site):
    edition = EditionFactory(year=2031)
    ObligationFactory.create_batch(3, edition=edition)
    entry = published_past_innovation(title="Apem Asi").entry
    HomePageFeature.objects.create(page=site, innovation_page=entry.page)

    response = client.get("/")

    assert (response.context["cloth"].cells, response.context["cloth"].obliged) == ([0, 0, 0], 3)
    assert [stage.kind for stage in response.context["stages"]] == [StageKind.REGISTRATION]
    assert response.context["features"] == response.context["recognised"] == [entry]
    assert "Berjalan, 30 hari lagi" in text_of(response)


def test_a_featured_innovation_that_left_the_catalogue_is_not_shown(client, site):
    page = published_past_innovation(title="Apem Asi")
    HomePageFeature.objects.create(page=site, innovation_page=page)
    page.entry.delete()

    assert client.get("/").context["features"] == []


def test_innovation_page_shows_the_public_parts_of_the_frozen_version_and_nothing_else(client, site):
    page = published_submission(
        edition_fields={"sections": ["ringkasan", "signifikansi", "sumber-daya"]},
        version__title="Antrean dari Rumah",
        version__evidence=[{"title": "SK Direktur rahasia", "url": "", "file": "evidence/sk.pdf"}],
    )

    text = text_of(client.get(page.entry.url))

    assert "Antrean dari Rumah" in text
    assert "Rahasia signifikansi: antrean turun dari 90 menjadi 20 menit." in text
    for hidden in ("Rahasia sumber-daya", "Sri Rahayu", "SK Direktur", "INV-UJI", page.innovation.title):
        assert hidden not in text


def test_innovation_page_names_honours_with_their_proof(client, site):
    page = published_past_innovation(award="KIPP nasional - Top 45", year=2019)

    response = client.get(page.entry.url)

    assert 'href="https://example.id/berita"' in response.content.decode()
    assert "Data publik" in text_of(response)


def test_family_of_an_innovation_shows_live_pages_only(client, site):
    page = published_past_innovation(title="Asal")
    child = published_past_innovation(title="Penerus")
    hidden = InnovationFactory(title="Masih Draf")
    Innovation.objects.filter(pk__in=[child.innovation_id, hidden.pk]).update(
        source=page.innovation, lineage=Lineage.REPLICATION
    )

    response = client.get(page.entry.url)

    assert response.context["family"].relatives == [child.entry]
    assert "Masih Draf" not in text_of(response)


def test_an_innovation_of_the_own_field_and_region_stands_first_among_its_like(client, site):
    page = published_past_innovation()
    far = published_past_innovation()
    near = published_past_innovation(agency=page.innovation.agency, award="Named as flagship")
    published_past_innovation(field="pangan")

    assert client.get(page.entry.url).context["alike"] == [near.entry, far.entry]


@pytest.mark.parametrize("count", [1, 3])
def test_innovation_page_needs_the_same_queries_whatever_surrounds_it(client, site, count, django_assert_num_queries):
    page = published_past_innovation()
    for _ in range(count):
        other = published_past_innovation()
        Innovation.objects.filter(pk=other.innovation_id).update(source=page.innovation, lineage=Lineage.REPLICATION)
    client.get(page.entry.url)

    with django_assert_num_queries(13):
        assert client.get(page.entry.url).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_home_needs_the_same_queries_for_one_and_for_three_features(client, site, count, django_assert_num_queries):
    ObligationFactory.create_batch(count, edition=EditionFactory())
    for _ in range(count):
        HomePageFeature.objects.create(page=site, innovation_page=published_past_innovation())
    client.get("/")

    with django_assert_num_queries(13):
        assert client.get("/").status_code == 200


def test_competition_page_reads_the_rules_of_the_current_edition(client, site):
    edition = EditionFactory(year=2031, sections=["ringkasan"], minimum_age_months=12)
    RoundFactory(edition=edition)
    AwardLevelFactory(edition=edition, name="Terbaik I", kind=AwardKind.WINNER)

    text = text_of(client.get("/kompetisi/"))

    for shown in ("Ringkasan", "200 kata", "Signifikansi", "60%", "Terbaik I", "12 bulan", "WIB"):
        assert shown in text


def test_news_are_listed_newest_first_without_drafts(client, site):
    index = NewsIndexPage.objects.get()
    old = index.add_child(instance=NewsPage(title="Lama", dated_on="2026-01-01", lead="x"))
    new = index.add_child(instance=NewsPage(title="Baru", dated_on="2026-02-01", lead="x"))
    index.add_child(instance=NewsPage(title="Draf", dated_on="2026-03-01", lead="x", live=False))

    assert list(client.get("/kabar/").context["page_obj"]) == [new, old]


def test_unknown_address_offers_the_search(client, site):
    response = client.get("/tidak-ada/")

    assert response.status_code == 404
    assert 'role="search"' in response.content.decode()


def test_sitemap_and_robots_name_public_pages_only(client, site):
    page = published_past_innovation(title="Apem Asi")
    hidden = past_innovation(title="Belum Terbit")

    index = client.get("/sitemap.xml").content.decode()
    innovations = client.get("/sitemap-inovasi.xml").content.decode()
    pages = client.get("/sitemap-halaman.xml").content.decode()
    winners = client.get("/sitemap-pemenang.xml").content.decode()
    agencies = client.get("/sitemap-perangkat-daerah.xml").content.decode()
    data = client.get("/sitemap-data.xml").content.decode()

    assert re.findall(r"<loc>(.*?)</loc>", index) == [
        "http://testserver/sitemap-halaman.xml",
        "http://testserver/sitemap-data.xml",
        "http://testserver/sitemap-inovasi.xml",
        "http://testserver/sitemap-pemenang.xml",
        "http://testserver/sitemap-perangkat-daerah.xml",
    ]
    assert re.findall(r"<loc>(.*?)</loc>", innovations) == [f"http://testserver{page.entry.url}"]
    assert "http://testserver/inovasi/</loc>" in pages
    assert re.findall(r"<loc>(.*?)</loc>", winners) == ["http://testserver/pemenang/2019/"]
    listed = [page.innovation.agency.code, hidden.agency.code]
    assert re.findall(r"<loc>(.*?)</loc>", agencies) == [
        f"http://testserver/perangkat-daerah/{code}/" for code in sorted(listed)
    ]
    assert re.findall(r"<loc>(.*?)</loc>", data) == ["http://testserver/data/", "http://testserver/data/api/"]
    assert not hasattr(hidden, "page")
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    assert "Disallow: /juri/" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize(
    "name", ["tidak-ada.png", "..", "..%2Foriginal_images%2Frahasia.png", "..%2f..%2fevidence%2fsk.pdf"]
)
def test_only_renditions_are_served_from_the_uploads(client, site, settings, name):
    folder = settings.MEDIA_ROOT
    for path in ("original_images/rahasia.png", "evidence/sk.pdf", "images/sampul.png"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"isi")

    assert client.get(f"/berkas/images/{name}").status_code == 404
    assert b"".join(client.get("/berkas/images/sampul.png").streaming_content) == b"isi"


def test_restriction_of_a_page_holds_for_what_is_below_it_and_for_its_aliases(client, site):
    page, elsewhere = published_submission(), NewsIndexPage.objects.get()
    catalogue = page.get_parent().specific
    restriction = catalogue.view_restrictions.create(restriction_type="login")
    alias = catalogue.create_alias(parent=site, update_slug="salinan")

    assert [list(one.get_view_restrictions()) for one in (catalogue, page, alias, elsewhere)] == [
        [restriction],
        [restriction],
        [restriction],
        [],
    ]
    assert client.get(page.entry.url).status_code == 302


def test_settings_of_the_portal_are_read_once_and_again_after_a_change(
    client, site, django_assert_num_queries, django_capture_on_commit_callbacks
):
    settings = PortalSettings.load()
    with django_assert_num_queries(0):
        assert PortalSettings.load() == settings

    with django_capture_on_commit_callbacks(execute=True):
        settings.portal_name = "Inovasi Kita"
        settings.save()

    assert PortalSettings.load().portal_name == "Inovasi Kita"


def test_public_pages_are_only_read(client, site):
    addresses = ["/", "/inovasi/", "/statistik/", published_past_innovation().entry.url]

    for address in addresses:
        answers = [getattr(client, method)(address) for method in ("post", "put", "patch", "delete", "options")]

        assert [answer.status_code for answer in answers] == [405, 405, 405, 405, 200]
        assert {answer.headers["Allow"] for answer in answers} == {"GET, HEAD, OPTIONS"}
