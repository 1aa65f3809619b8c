"""What the interface for programs answers, and to whom."""

from collections import Counter

import pytest
from django.conf import settings
from django.core.cache import cache

from home.models import CatalogueEntry, PortalSettings
from home.services.publishing import publish_innovation
from innovation_portal.utils import clock
from judging.enums import AwardState
from judging.models import Award
from submissions.enums import CataloguePolicy, EditionState, LifeState
from submissions.models import Innovation, Region
from tests.factories.home import awarded_page, past_innovation, published_past_innovation
from tests.factories.judging import AwardFactory, VerifiedSubmissionFactory
from tests.factories.submissions import EditionFactory, ObligationFactory, RecognitionFactory

PORTAL = settings.PORTAL_ADDRESS
LICENCE = {
    "nama": "CC BY 4.0",
    "alamat": "https://creativecommons.org/licenses/by/4.0/deed.id",
    "sebutan": f"Satu OPD Satu Inovasi, Pemerintah Provinsi Jawa Tengah, {PORTAL}",
}


def test_an_innovation_tells_its_frozen_facts(told, awarded):
    agency = awarded.innovation.agency
    Innovation.objects.filter(pk=awarded.innovation_id).update(form="governance", type="non_digital")  # a draft's

    assert told("inovasi/") == {
        "lisensi": LICENCE,
        "berikutnya": None,
        "data": [
            {
                "id": awarded.innovation_id,
                "judul": "Antrean dari Rumah",
                "ringkasan": "Antrean dapat dilihat dari rumah.",
                "kode_opd": agency.code,
                "opd": agency.name,
                "kode_daerah": agency.region.code,
                "daerah": agency.region.name,
                "jenis_daerah": "kabupaten",
                "bidang": "kesehatan",
                "bentuk": "public_service",
                "jenis": "digital",
                "tahap": "implementation",
                "urusan": "kesehatan",
                "tpb": [3],
                "tahun": 2061,
                "mulai": "2025-03-01",
                "keadaan": "unknown",
                "pengakuan": 2,
                "penghargaan": "Terbaik I 2061",
                "asal_data": "registry",
                "alamat": f"{PORTAL}{awarded.entry.url}",
                "diubah": told("inovasi/")["data"][0]["diubah"],
                "id_opd": agency.pk,
                "id_daerah": agency.region_id,
            }
        ],
    }


def test_a_past_innovation_tells_what_the_registry_knows(told, past):
    row = told("inovasi/")["data"][0]

    assert (row["bentuk"], row["urusan"], row["tpb"], row["asal_data"]) == ("public_service", "", [], "public")
    assert row["mulai"] == past.innovation.started_on.isoformat()


def test_one_innovation_tells_its_public_texts_honours_and_relatives(told, awarded):
    child = published_past_innovation(title="Penerus")
    Innovation.objects.filter(pk=child.innovation_id).update(source=awarded.innovation, lineage="replication")

    data = told(f"inovasi/{awarded.innovation_id}/")["data"]

    assert data["uraian"] == [
        {"judul": "Ringkasan", "teks": "Rahasia ringkasan: antrean turun dari 90 menjadi 20 menit."},
        {"judul": "Hasilnya", "teks": "Rahasia signifikansi: antrean turun dari 90 menjadi 20 menit."},
    ]
    assert data["semua_penghargaan"] == [
        {"nama": "Terbaik I, Kompetisi 2061", "tahun": 2061, "tingkat": 2, "sementara": False, "sumber": ""}
    ]
    assert data["kerabat"] == [child.innovation_id]


def test_agencies_are_those_of_the_catalogue(told, past):
    agency = past.innovation.agency
    published_past_innovation(agency=agency)
    past_innovation(title="Belum terbit")

    assert told("opd/")["data"] == [
        {
            "kode_opd": agency.code,
            "opd": agency.name,
            "jenis": "dinas",
            "kode_daerah": agency.region.code,
            "daerah": agency.region.name,
            "jenis_daerah": "kabupaten",
            "jumlah_inovasi": 2,
            "id_opd": agency.pk,
            "id_daerah": agency.region_id,
        }
    ]


def test_an_edition_that_is_being_prepared_is_nobodys_yet(told, site):
    EditionFactory(year=2062, state=EditionState.PREPARATION)
    edition = EditionFactory(year=2061, theme="Layanan dekat")
    stage = edition.stages.get()

    assert [row["tahun"] for row in told("kepatuhan/")["data"]] == [2061]
    [row] = told("edisi/")["data"]
    assert row.pop("tahapan")[0]["jenis"] == stage.kind
    assert row == {
        "tahun": 2061,
        "nama": "Kompetisi 2061",
        "tema": "Layanan dekat",
        "status": "open",
        "wajib_per_opd": 1,
        "kategori": ["Pelayanan publik inklusif"],
        "contoh": False,
    }


def test_awards_are_those_that_stand_of_what_the_catalogue_shows(told, awarded):
    agency = awarded.innovation.agency
    award = Award.objects.get()
    expected = {
        "id": award.pk,
        "tahun": 2061,
        "edisi": "Kompetisi 2061",
        "penghargaan": "Terbaik I",
        "jenis": "winner",
        "sementara": False,
        "id_inovasi": awarded.innovation_id,
        "judul": "Antrean dari Rumah",
        "kode_opd": agency.code,
        "opd": agency.name,
        "kode_daerah": agency.region.code,
        "daerah": agency.region.name,
        "asal_data": "registry",
        "piagam": "",
        "id_opd": agency.pk,
        "id_daerah": agency.region_id,
    }
    assert told("penghargaan/")["data"] == [expected]

    Award.objects.update(state=AwardState.PROVISIONAL)
    assert told("penghargaan/")["data"] == [expected | {"sementara": True}]
    awarded.entry.delete()
    assert told("penghargaan/")["data"] == []


def test_recognitions_name_their_source(told, past):
    RecognitionFactory(innovation__title="Tidak dalam etalase")
    agency = past.innovation.agency

    assert told("rekognisi/")["data"] == [
        {
            "id": past.innovation.recognitions.get().pk,
            "tahun": 2019,
            "rekognisi": "KIPP nasional - Top 45",
            "tingkat": 3,
            "id_inovasi": past.innovation_id,
            "judul": "Apem Asi",
            "kode_opd": agency.code,
            "opd": agency.name,
            "kode_daerah": agency.region.code,
            "daerah": agency.region.name,
            "asal_data": "public",
            "sumber": "https://example.id/berita",
            "id_opd": agency.pk,
            "id_daerah": agency.region_id,
        }
    ]


def test_compliance_is_told_in_numbers(told, awarded):
    edition = awarded.version.submission.edition
    ObligationFactory(edition=edition, is_exempt=True, exemption_reason="Tidak melayani.")
    regions = {row.agency.region for row in edition.obligations.filter(is_exempt=False)}
    totals = {"tahun": 2061, "edisi": "Kompetisi 2061", "wajib": 2, "memenuhi": 1, "dikecualikan": 1, "contoh": False}

    assert told("kepatuhan/")["data"] == [totals]
    data = told("kepatuhan/2061/")["data"]
    assert {key: data[key] for key in totals} == totals
    assert {(row["kode_daerah"], row["daerah"], row["wajib"], row["id_daerah"]) for row in data["per_daerah"]} == {
        (region.code, region.name, 1, region.pk) for region in regions
    }
    assert sum(row["memenuhi"] for row in data["per_daerah"]) == 1


@pytest.mark.parametrize(
    ("policy", "state", "is_told"),
    [
        (CataloguePolicy.AFTER_ANNOUNCEMENT, EditionState.OPEN, False),
        (CataloguePolicy.AFTER_VERIFICATION, EditionState.OPEN, True),
        (CataloguePolicy.AFTER_ANNOUNCEMENT, EditionState.FINISHED, True),
    ],
)
def test_regions_are_told_when_the_edition_shows_its_entries(told, site, policy, state, is_told):
    ObligationFactory(edition=EditionFactory(year=2061, catalogue_policy=policy, state=state))

    assert (told("kepatuhan/2061/")["data"]["per_daerah"] is not None) == is_told


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"bidang": "pangan"}, ["Lumbung"]),
        ({"bidang": ["pangan", "kesehatan"]}, ["Apem Asi", "Lumbung"]),
        ({"keadaan": "growing"}, ["Apem Asi"]),
        ({"tahun": 2020}, ["Lumbung"]),
        ({"pengakuan": 3}, ["Apem Asi"]),
        ({"q": "lumb"}, ["Lumbung"]),
        ({"q": "lumbung", "tahun": 2019}, []),
        ({"diubah_sejak": "2099-01-01T00:00:00Z"}, []),
        ({"urut": "judul", "batas": 1}, ["Apem Asi"]),
        ({"urut": "baru"}, ["Lumbung", "Apem Asi"]),
        ({"urut": "pengakuan"}, ["Apem Asi", "Lumbung"]),
        ({"urut": "diubah"}, ["Apem Asi", "Lumbung"]),
    ],
)
def test_innovations_are_narrowed_and_ordered_by_the_words_of_the_catalogue(told, site, query, found):
    published_past_innovation(title="Apem Asi", life_state=LifeState.GROWING)
    published_past_innovation(title="Lumbung", field="pangan", year=2020, award="KIPP Jateng 2020 - Top 25")

    titles = [row["judul"] for row in told("inovasi/", **query)["data"]]

    assert (titles if "urut" in query else sorted(titles)) == found


def test_region_and_owner_are_understood_by_code_and_by_number(told, past):
    published_past_innovation()
    agency = past.innovation.agency
    by_region = ({"daerah": agency.region.code}, {"id_daerah": agency.region_id})

    for query in (*by_region, {"opd": agency.code}, {"id_opd": agency.pk}):
        assert [row["id"] for row in told("inovasi/", **query)["data"]] == [past.innovation_id]
    for query in (*by_region, {"id_opd": agency.pk}):
        assert [row["opd"] for row in told("opd/", **query)["data"]] == [agency.name]


@pytest.mark.parametrize("path", ["/inovasi/", "/inovasi.csv", "/inovasi.atom"])
def test_the_catalogue_understands_the_codes_that_the_data_name(client, told, past, path):
    published_past_innovation()
    row = told("inovasi/", opd=past.innovation.agency.code)["data"][0]

    response = client.get(
        path, {"kode_opd": row["kode_opd"], "kode_daerah": [row["kode_daerah"], "90.99"], "bidang": "kesehatan"}
    )

    address = f"{path}?bidang=kesehatan&daerah={row['id_daerah']}&opd={row['id_opd']}"
    assert (response.status_code, response.headers["Location"]) == (302, address)


@pytest.mark.parametrize("code", ["", "90.99", "\a", "' OR 1=1"])
def test_a_code_that_nobody_has_finds_nothing_in_the_catalogue(client, past, code):
    Region.objects.filter(pk=past.innovation.agency.region_id).update(code="")

    response = client.get("/inovasi/", {"kode_daerah": code}, follow=True)

    assert response.context["listing"].found.total == 0


# Equal in honour and year, in honour alone and in year alone, three times each: every page of two cuts a tie.
NATIONAL, PROVINCIAL = "KIPP nasional - Top 45", "KIPP Jateng 2020 - Top 25"
TIED = [(award, year) for award in (NATIONAL, PROVINCIAL) for year in (2019, 2018) for _time in range(3)]
EXPECTED_ORDERS = {
    "baru": lambda row: (-row["tahun"], -row["id"]),
    "pengakuan": lambda row: (-row["pengakuan"], -row["tahun"], -row["id"]),
    "judul": lambda row: (row["judul"], row["id"]),
    "diubah": lambda row: (row["diubah"], row["id"]),
}


def walked(told, path: str, **query) -> list[dict]:
    """Every row of a list, page by page; no more pages than the rows can have."""
    answer = told(path, **query)
    rows = answer["data"]
    while answer["berikutnya"] and len(rows) < 50:
        answer = told(answer["berikutnya"].removeprefix(PORTAL))
        rows += answer["data"]
    return rows


@pytest.fixture
def tied(site):
    """Innovations whose pages were made in the order of their numbers, so that both decide a tie alike."""
    for number, (award, year) in enumerate(TIED):
        published_past_innovation(title=f"Inovasi {number // 2}", award=award, year=year)
    CatalogueEntry.objects.update(updated_at=clock.now())


@pytest.mark.parametrize("order", EXPECTED_ORDERS)
def test_pages_follow_the_whole_order_across_ties(told, tied, order):
    whole = told("inovasi/")["data"]

    assert sorted(Counter((row["pengakuan"], row["tahun"]) for row in whole).values()) == [3, 3, 3, 3]
    for size in (1, 2, 3):
        rows = walked(told, "inovasi/", urut=order, batas=size)
        assert rows == sorted(whole, key=EXPECTED_ORDERS[order])


def test_pages_of_honours_follow_year_and_number_across_ties(told, tied):
    for year in (2061, 2062):
        award = Award.objects.get(submission__innovation=awarded_page(year).innovation)
        for _award in range(2):
            submission = VerifiedSubmissionFactory(edition=award.submission.edition)
            AwardFactory(run=award.run, level=award.level, submission=submission)
            publish_innovation(submission.innovation_id)

    for path in ("rekognisi/", "penghargaan/"):
        whole = told(path, batas=200)["data"]
        assert len(whole) == {"rekognisi/": len(TIED), "penghargaan/": 6}[path]
        for size in (1, 2):
            assert walked(told, path, batas=size) == sorted(whole, key=lambda row: (-row["tahun"], -row["id"]))


def test_pages_of_agencies_and_editions_follow_their_one_column(told, tied):
    for year in (2061, 2063, 2062):
        EditionFactory(year=year)

    codes = [row["kode_opd"] for row in walked(told, "opd/", batas=2)]
    assert codes == sorted(codes)
    assert len(codes) == len(TIED)
    assert [row["tahun"] for row in walked(told, "edisi/", batas=1)] == [2063, 2062, 2061]


@pytest.mark.parametrize("order", ["baru", "pengakuan", "judul", "diubah"])
def test_pages_neither_repeat_nor_leave_out_while_rows_come_and_go(told, site, order):
    pages = [published_past_innovation(title=f"Inovasi {n}", year=2019 - n // 2) for n in range(5)]
    ids = {page.innovation_id for page in pages}
    seen, answer = [], told("inovasi/", urut=order, batas=2)

    seen += [row["id"] for row in answer["data"]]
    newcomer = published_past_innovation(title="Inovasi 0 baru", year=2019)
    gone = next(page for page in pages if page.innovation_id not in seen)
    gone.entry.delete()
    while answer["berikutnya"]:
        answer = told(answer["berikutnya"].removeprefix(PORTAL))
        seen += [row["id"] for row in answer["data"]]

    assert len(seen) == len(set(seen))
    assert set(seen) - {newcomer.innovation_id} == ids - {gone.innovation_id}


def test_a_cursor_keeps_the_filters_and_fits_its_own_order_only(client, told, site):
    for number in range(3):
        published_past_innovation(title=f"Inovasi {number}")
    published_past_innovation(title="Lumbung", field="pangan")

    following = told("inovasi/", bidang="kesehatan", batas=2)["berikutnya"].removeprefix(PORTAL)

    assert [row["judul"] for row in told(following)["data"]] == ["Inovasi 0"]
    refused = client.get(f"{following}&urut=judul")
    assert (refused.status_code, refused.json()["kesalahan"][0]["parameter"]) == (422, "kursor")


def test_what_is_withdrawn_is_no_longer_told(client, told, past):
    CatalogueEntry.objects.all().delete()

    assert told("inovasi/")["data"] == told("rekognisi/")["data"] == told("opd/")["data"] == []
    assert client.get(f"/api/v1/inovasi/{past.innovation_id}/").status_code == 404


def test_facts_that_were_taken_back_are_gone_before_the_task_has_run(client, awarded):
    submission = awarded.version.submission
    submission.status = "withdrawn"
    submission.save()

    assert client.get(f"/api/v1/inovasi/{awarded.innovation_id}/").status_code == 404


def test_the_settings_of_the_site_say_the_licence(client, told, site):
    portal = PortalSettings.load()
    portal.data_licence, portal.data_licence_url = "ODbL", "https://example.id/odbl"
    portal.save()
    cache.clear()  # what the commit does

    assert told("inovasi/")["lisensi"]["nama"] == "ODbL"
    assert told("openapi.json")["info"]["license"] == {"name": "ODbL", "url": "https://example.id/odbl"}
    assert client.get("/api/v1/edisi/").headers["Link"] == '<https://example.id/odbl>; rel="license"'


@pytest.mark.parametrize(
    "path",
    [
        "inovasi/",
        "inovasi/?q=apem&bidang=kesehatan&daerah=90.1&urut=judul",
        "opd/",
        "edisi/",
        "penghargaan/",
        "rekognisi/",
        "kepatuhan/",
        "kepatuhan/2061/",
    ],
)
def test_each_list_needs_the_same_queries_for_one_and_for_many_rows(client, site, path, django_assert_num_queries):
    queries = {"edisi/": 3, "penghargaan/": 2, "kepatuhan/": 3, "kepatuhan/2061/": 6}.get(path, 1)
    for years in ([2061], [2062, 2063]):
        for year in years:
            awarded_page(year)
            published_past_innovation()
        client.get("/api/v1/edisi/")  # the settings of the site are remembered
        with django_assert_num_queries(queries):
            assert client.get(f"/api/v1/{path}").status_code == 200


def test_one_innovation_needs_the_same_queries_whatever_belongs_to_it(client, awarded, django_assert_num_queries):
    path = f"/api/v1/inovasi/{awarded.innovation_id}/"
    for _round in range(2):
        child = published_past_innovation()
        Innovation.objects.filter(pk=child.innovation_id).update(source=awarded.innovation, lineage="replication")
        RecognitionFactory(innovation=awarded.innovation, award=f"Sebutan {child.pk}")
        client.get(path)
        with django_assert_num_queries(5):
            assert client.get(path).status_code == 200
