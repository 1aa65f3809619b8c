"""What is known from outside, on public pages, in monitoring and in the open data."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories.context import ChannelFigureFactory, OmbudsmanFindingFactory, ServiceMallFactory
from tests.factories.home import published_past_innovation
from tests.factories.submissions import EditionFactory


@pytest.fixture
def entry_page(site):
    return published_past_innovation(title="Antre dari Rumah")


@pytest.fixture
def context(entry_page):
    innovation, agency = entry_page.innovation, entry_page.innovation.agency
    return (
        ServiceMallFactory(innovations=[innovation], agencies=[agency], name="MPP Uji", needs_confirmation=True),
        OmbudsmanFindingFactory(region=agency.region, zone="hijau", note="Sumber lain menulis 97,14."),
        ChannelFigureFactory(region=None, agency=agency, answered_share=Decimal("98.89")),
    )


def shown(response) -> str:
    """Return the words of the panel, or nothing."""
    found = re.search(r'<section class="so-panel so-context".*?</section>', response.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split()) if found else ""


def addresses(entry_page):
    agency, edition = entry_page.innovation.agency, EditionFactory()
    return [
        entry_page.url,
        f"/perangkat-daerah/{agency.code}/",
        reverse("submissions:monitoring-agency", args=[edition.year, agency.pk]),
    ]


def test_each_fact_stands_with_its_year_and_its_source(client, leader, entry_page, context):
    client.force_login(leader)
    agency = entry_page.innovation.agency

    for address in addresses(entry_page):
        words = shown(client.get(address))
        for fact in (
            "MPP Uji Dibuka sejak 2023 Perlu dikonfirmasi. Sumber: Siaran pers Februari 2023 : MPP Uji .",
            "Ombudsman RI, nilai kepatuhan, 2024 98,21 , zona hijau",
            "Sumber: Siaran pers Ombudsman 2024",
            ". Sumber lain menulis 97,14.",
            f"Pengaduan, LaporUji, 2022 98,89 persen dijawab {agency.name} · 65,20 persen selesai · 22.980 pengaduan",
            "Bukan bagian dari penilaian.",
        ):
            assert fact in words, (address, fact, words)


def test_without_facts_there_is_no_panel(client, leader, entry_page):
    client.force_login(leader)
    OmbudsmanFindingFactory()

    assert [shown(client.get(address)) for address in addresses(entry_page)] == ["", "", ""]


def test_the_open_data_of_an_innovation_tell_them(client, entry_page, context):
    told = client.get(f"/api/v1/inovasi/{entry_page.innovation_id}/").json()["data"]["konteks"]

    mall, finding, figures = context
    assert told == {
        "mpp": [
            {
                "sumber": "Siaran pers Februari 2023",
                "alamat_sumber": "https://berita.example.id/mpp",
                "keterangan": "",
                "perlu_dikonfirmasi": True,
                "nama": "MPP Uji",
                "daerah": mall.region.name,
                "sejak": 2023,
                "jumlah_layanan": None,
                "tahun_layanan": None,
            }
        ],
        "ombudsman": [
            {
                "sumber": "Siaran pers Ombudsman 2024",
                "alamat_sumber": "https://ombudsman.example.id/2024",
                "keterangan": "Sumber lain menulis 97,14.",
                "perlu_dikonfirmasi": False,
                "tentang": finding.region.name,
                "jenis": "kepatuhan",
                "tahun": 2024,
                "angka": "98.21",
                "zona": "hijau",
                "opini": "",
            }
        ],
        "pengaduan": [
            {
                "sumber": "Berita 2023",
                "alamat_sumber": "",
                "keterangan": "",
                "perlu_dikonfirmasi": False,
                "tentang": figures.agency.name,
                "kanal": "LaporUji",
                "tahun": 2022,
                "diterima": 22980,
                "persen_dijawab": "98.89",
                "persen_selesai": "65.20",
            }
        ],
    }
