import pytest
from django.core.cache import cache

from home.enums import HonourLevel
from home.forms import CatalogueForm
from home.models import CatalogueEntry
from home.selectors import search
from home.selectors.catalogue import CatalogueQuery, catalogue_list, facet_counts
from home.services.publishing import publish_innovation, withdraw_innovation
from submissions.enums import InnovationPhase, InnovationType, LifeState, Lineage, ServiceField
from submissions.voice_enums import ReplicationState
from tests.factories.home import past_innovation, published_past_innovation, published_submission
from tests.factories.submissions import AgencyFactory, RegionFactory
from tests.factories.voice import ReplicationFactory

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def titles(*, q: str = "", **address) -> list[str]:
    query = CatalogueForm({"q": q, **address}).query()
    return [entry.title for entry in catalogue_list(query).page]


@pytest.fixture
def some(site):
    """Three innovations that differ in everything the catalogue filters by."""
    banyumas = AgencyFactory(name="RSUD Banyumas", region=RegionFactory(name="Kabupaten Banyumas"))
    semarang = AgencyFactory(name="Dinas Arsip", region=RegionFactory(name="Kota Semarang"))
    return [
        published_past_innovation(
            title="Antrean dari Rumah",
            summary="Pasien melihat papan antrean.",
            agency=banyumas,
            field=ServiceField.HEALTH,
            life_state=LifeState.GROWING,
            year=2019,
        ),
        published_past_innovation(
            title="Arsip Pulih",
            summary="Arsip yang basah dikeringkan gratis, tanpa antrean.",
            agency=semarang,
            field=ServiceField.GOVERNANCE,
            life_state=LifeState.RUNNING,
            year=2021,
            award="KIPP Jateng 2021 - Top 40 (wawancara)",
        ),
        published_past_innovation(
            title="Bank Sampah Sekolah",
            summary="Sampah menjadi tabungan.",
            agency=semarang,
            field=ServiceField.ENVIRONMENT,
            year=2023,
            award="Registered in a kabupaten IID portal",
        ),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("antrean", ["Antrean dari Rumah", "Arsip Pulih"]),  # a word of the title weighs more than one of the summary
        ("ANTREAN pasien", ["Antrean dari Rumah"]),  # all words must occur
        ("antre", ["Antrean dari Rumah", "Arsip Pulih"]),  # beginnings of words
        ("top 45", ["Antrean dari Rumah"]),  # honours
        ("semarang pulih", ["Arsip Pulih"]),  # the region
        ('"sampah" OR antrean*', []),  # the engine's own signs mean nothing
        ("') ; drop table home_catalogueentry; --", []),
        ("tidakada", []),
        ("kering", ["Arsip Pulih"]),  # another form of "dikeringkan"
        ("kearsipan pemulihan", ["Arsip Pulih"]),
    ],
)
def test_search_finds_by_words_and_puts_the_best_first(some, words, expected):
    assert titles(q=words) == expected


def test_search_follows_changes_and_removals(some):
    CatalogueEntry.objects.filter(title="Arsip Pulih").update(
        title="Naskah Pulih", summary="Kering kembali.", stems=""
    )
    CatalogueEntry.objects.filter(title="Bank Sampah Sekolah").delete()

    assert (titles(q="arsip pulih"), titles(q="naskah"), titles(q="sampah")) == (
        ["Naskah Pulih"],
        ["Naskah Pulih"],
        [],
    )


def test_search_without_words_lists_the_newest_first(some):
    assert titles(q=" -- ") == ["Bank Sampah Sekolah", "Arsip Pulih", "Antrean dari Rumah"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("antraen", "antrean"),
        ("bank sampha", "bank sampah"),
        ("banyumsa", "banyumas"),  # a region
        ("antrean", ""),
        ("zzzz", ""),
    ],
)
def test_a_mistyped_word_is_corrected_by_the_words_of_titles_and_owners(some, typed, meant):
    words = search.words_of(typed)

    assert search.corrected(words, search.ranked(words).missing) == meant


def test_a_word_that_stands_in_a_text_only_is_no_mistake():
    published_past_innovation(title="Layangan Anak", summary="Hiburan di desa.")
    published_past_innovation(title="Posyandu", summary="Layanan di desa.")

    words = ["layanan", "anka"]

    assert search.ranked(words).missing == {"anka"}
    assert search.corrected(words, {"anka"}) == "layanan anak"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"bidang": ["kesehatan", "tata-kelola"]}, ["Arsip Pulih", "Antrean dari Rumah"]),
        ({"pengakuan": ["3"]}, ["Antrean dari Rumah"]),
        ({"pengakuan": ["1", "3"], "keadaan": ["running"]}, ["Arsip Pulih"]),
        ({"tahun": ["2023"]}, ["Bank Sampah Sekolah"]),
        ({"urut": "judul"}, ["Antrean dari Rumah", "Arsip Pulih", "Bank Sampah Sekolah"]),
        ({"urut": "pengakuan"}, ["Antrean dari Rumah", "Arsip Pulih", "Bank Sampah Sekolah"]),
        ({"bidang": ["mistik"], "tahun": ["dua ribu"], "urut": "acak"}, "everything"),
        ({"daerah": ["999999"]}, []),
    ],
)
def test_choices_narrow_the_list_and_nonsense_is_ignored(some, address, expected):
    everything = ["Bank Sampah Sekolah", "Arsip Pulih", "Antrean dari Rumah"]

    assert titles(**address) == (everything if expected == "everything" else expected)


def test_region_narrows_by_the_owner(some):
    assert titles(daerah=[str(some[1].innovation.agency.region_id)]) == ["Bank Sampah Sekolah", "Arsip Pulih"]


def test_counts_of_a_facet_heed_the_other_facets_and_the_search(some):
    banyumas, semarang, _ = (str(page.innovation.agency.region_id) for page in some)
    query = CatalogueQuery(words=("antrean",), chosen=(("bidang", ("kesehatan",)),))

    assert facet_counts(query) == {
        "bidang": {"kesehatan": 1, "tata-kelola": 1},
        "pengakuan": {str(HonourLevel.NATIONAL.value): 1},
        "keadaan": {"growing": 1},
        "daerah": {banyumas: 1},
        "opd": {str(some[0].innovation.agency_id): 1},
        "tahun": {"2019": 1},
        "kategori": {"": 1},
        "tpb": {},
        "bentuk": {"public_service": 1},
        "jenis": {"digital": 1},
        "tahap": {"implementation": 1},
        "replikasi": {"": 1},
    }
    assert catalogue_list(query).total == 1
    assert semarang not in facet_counts(query)["daerah"]


def test_counts_are_new_as_soon_as_something_is_published(some):
    before = facet_counts(CatalogueQuery())["bidang"]

    published_past_innovation(field=ServiceField.HEALTH)

    assert (before["kesehatan"], facet_counts(CatalogueQuery())["bidang"]["kesehatan"]) == (1, 2)


def test_total_counts_entries_without_a_field_too(some):
    published_past_innovation(field="")

    assert catalogue_list(CatalogueQuery()).total == 4


def test_a_word_in_too_many_entries_shows_the_newest_without_counts(some, monkeypatch):
    monkeypatch.setattr(search, "CAP", 1)

    found = catalogue_list(CatalogueForm({"q": "antrean"}).query())
    narrowed = catalogue_list(CatalogueForm({"q": "antrean", "tahun": ["2019"]}).query())

    assert ([entry.title for entry in found.page], found.total, found.is_capped, found.counts) == (
        ["Arsip Pulih"],
        1,
        True,
        None,
    )
    assert ([entry.title for entry in narrowed.page], narrowed.is_capped) == (["Antrean dari Rumah"], False)


def test_beginnings_of_words_are_too_common_too_and_only_what_stands_nowhere_is_missing(some, monkeypatch):
    monkeypatch.setattr(search, "CAP", 1)

    assert [
        search.ranked(words) for words in (["antr"], ["antr", "pasien"], ["antr", "pasein"], ["pulih", "bank"])
    ] == [
        search.Match(None),
        search.Match([some[0].pk]),
        search.Match([], frozenset({"pasein"})),
        search.Match([]),
    ]


def test_words_that_were_too_common_show_what_is_new_without_being_counted_again(
    some, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(search, "CAP", 1)
    query = CatalogueQuery(words=("antrean",))
    catalogue_list(query)
    published_past_innovation(title="Antrean Baru", year=2024)

    with django_assert_num_queries(1):
        found = catalogue_list(query)
        shown = [entry.title for entry in found.page]

    assert (shown, found.total, found.is_capped) == (["Antrean Baru"], 1, True)


def test_pages_beyond_the_last_show_the_last(some):
    page = catalogue_list(CatalogueQuery(), 500, per_page=2).page

    assert (page.number, [entry.title for entry in page]) == (2, ["Antrean dari Rumah"])


@pytest.mark.parametrize("address", ["", "q=inovasi", "q=inovasi&bidang=kesehatan&urut=judul", "q=tidakada"])
def test_catalogue_queries_do_not_grow_with_its_rows(client, site, django_assert_num_queries, address):
    def queries_with(count: int) -> int:
        for _ in range(count):
            published_past_innovation()
        client.get(f"/inovasi/?{address}")  # fills the caches of sites and content types
        cache.clear()
        with django_assert_num_queries(25, exact=False) as counted:
            assert client.get(f"/inovasi/?{address}").status_code == 200
        return len(counted)

    assert queries_with(1) == queries_with(3)


def test_draft_and_withdrawn_innovations_are_in_no_list(client, some):
    past_innovation(title="Belum Terbit")
    some[2].unpublish()
    CatalogueEntry.objects.filter(page=some[2]).delete()

    page = client.get("/inovasi/").content.decode()

    assert ("Belum Terbit" in page, "Bank Sampah Sekolah" in page, "Arsip Pulih" in page) == (False, False, True)


def test_facts_of_the_frozen_version_narrow_the_list():
    page = published_submission(version__title="Antrean dari Rumah", version__goals=[3, 16])
    category = page.version.payload["category"]["name"]

    assert [
        titles(**address)
        for address in (
            {"kategori": [category]},
            {"tpb": ["3", "16"]},  # once, though it serves both
            {"tpb": ["4"]},
            {"bentuk": ["public_service"], "jenis": [page.version.payload["type"]], "tahap": ["implementation"]},
            {"tahap": ["trial"]},
            {"opd": [str(page.innovation.agency_id)]},
        )
    ] == [["Antrean dari Rumah"], ["Antrean dari Rumah"], [], ["Antrean dari Rumah"], [], ["Antrean dari Rumah"]]
    assert facet_counts(CatalogueQuery())["tpb"] == {"3": 1, "16": 1}


def test_registry_facts_of_past_innovations_narrow_the_list():
    published_past_innovation(title="Digital", type=InnovationType.DIGITAL, phase=InnovationPhase.TRIAL)
    published_past_innovation(title="Lain", type=InnovationType.NON_DIGITAL, phase=InnovationPhase.TRIAL)

    assert titles(jenis=["digital"], tahap=["trial"]) == ["Digital"]


def test_replications_mark_origin_and_copy_until_the_copy_is_withdrawn():
    origin = published_past_innovation(title="Asal")
    copy = published_past_innovation(title="Salinan", lineage=Lineage.REPLICATION, source=origin.innovation)
    published_past_innovation(title="Kembangan", lineage=Lineage.DEVELOPMENT, source=origin.innovation)
    both = titles(replikasi=["asal"]), titles(replikasi=["salinan"])

    withdraw_innovation(copy.innovation_id)

    assert both == (["Asal"], ["Salinan"])
    assert (titles(replikasi=["asal"]), titles(replikasi=["salinan"])) == ([], [])


def test_an_origin_that_is_published_after_its_copy_is_marked_too():
    origin = past_innovation(title="Asal")
    published_past_innovation(title="Salinan", lineage=Lineage.REPLICATION, source=origin)

    publish_innovation(origin.pk)

    assert titles(replikasi=["asal"]) == ["Asal"]


def test_an_innovation_that_an_agency_took_over_is_an_origin_once_that_is_confirmed():
    origin, other = published_past_innovation(title="Asal"), published_past_innovation(title="Lain")
    ReplicationFactory(innovation=origin.innovation, state=ReplicationState.CONFIRMED)
    ReplicationFactory(innovation=other.innovation)

    for page in (origin, other):
        publish_innovation(page.innovation_id)

    assert titles(replikasi=["asal"]) == ["Asal"]
