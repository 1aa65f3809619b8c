import pytest

from home.enums import HonourLevel
from home.models import CatalogueEntry
from home.selectors.honours import Honour, classify_recognition, honours_of
from home.selectors.statistics import catalogue_statistics
from home.selectors.winners import winner_years
from home.services.publishing import publish_innovation
from judging.enums import AwardState
from submissions.data.national import COMPETITIONS
from tests.factories.home import past_innovation, published_past_innovation
from tests.factories.judging import AwardFactory
from tests.factories.submissions import RecognitionFactory


@pytest.mark.parametrize(
    ("award", "level", "badge"),
    [
        ("KIPP nasional - Top 45", HonourLevel.NATIONAL, "Top 45 nasional 2020"),
        (
            "KIPP nasional 2025 - OPSI (Outstanding Public Service Innovations)",
            HonourLevel.NATIONAL,
            "OPSI nasional 2020",
        ),
        ("KIPP nasional - Top 15 Khusus", HonourLevel.NATIONAL, "Top 15 Khusus nasional 2020"),
        ("KIPP nasional - Top 5 Replikasi", HonourLevel.NATIONAL, "Top 5 Replikasi nasional 2020"),
        (
            "KIPP nasional - Outstanding Achievement of Public Service Innovation",
            HonourLevel.NATIONAL,
            "Outstanding Achievement 2020",
        ),
        ("IGA 2025 - dipaparkan", HonourLevel.NATIONAL, "Dipaparkan di IGA 2020"),
        ("IGA 2021 - dipamerkan", HonourLevel.NONE, ""),
        ("KIPP nasional - Finalis (presentasi & wawancara)", HonourLevel.NATIONAL, "Finalis KIPP nasional 2020"),
        ("UNPSA 2018 - penghargaan", HonourLevel.NATIONAL, "UNPSA 2020"),
        ("KIPP Jateng 2019 - Top 10, peringkat 2", HonourLevel.WINNER, "Top 10 Jateng 2020"),
        ("KIPP Jateng 2021 - Top 40 (wawancara)", HonourLevel.NOMINEE, "Top 40 Jateng 2020"),
        ("KIPP DIY 2025 - Juara II", HonourLevel.WINNER, "Juara KIPP DIY 2020"),
        ("KIPP DIY 2025 - Finalis", HonourLevel.NONE, ""),
        ("Sinovik/KIPP 2020 - lolos seleksi administrasi", HonourLevel.NONE, ""),
        ("Registered in a kabupaten IID portal", HonourLevel.NONE, ""),
    ],
)
def test_recognitions_are_ranked_by_their_published_name(award, level, badge):
    assert classify_recognition(award, 2020) == (level, badge)


def test_every_level_of_the_national_competitions_is_an_honour_with_a_badge_of_its_own():
    awards = {level["award"] for competition in COMPETITIONS for level in competition["levels"]}

    classified = {award: classify_recognition(award, 2020) for award in awards}

    assert {level for level, _badge in classified.values()} == {HonourLevel.NATIONAL}
    assert len({badge for _level, badge in classified.values()}) == len(awards)


def test_national_level_is_found_by_the_facet_and_counted_once(site):
    published_past_innovation(award="KIPP nasional - Outstanding Achievement of Public Service Innovation", year=2021)

    assert [(entry.honour_level, entry.honour) for entry in CatalogueEntry.objects.all()] == [
        (HonourLevel.NATIONAL, "Outstanding Achievement 2021")
    ]
    assert catalogue_statistics().honours == [
        (2021, {HonourLevel.NATIONAL: 1, HonourLevel.WINNER: 0, HonourLevel.NOMINEE: 0})
    ]
    assert winner_years() == [2021]


def test_honours_stand_highest_first_and_name_their_sources(db):
    innovation = past_innovation(award="KIPP nasional - Top 99", year=2021)
    RecognitionFactory(
        innovation=innovation, award="KIPP Jateng 2020 - Top 10", year=2020, source_url="https://example.id/jateng"
    )

    honours = honours_of([innovation.pk])

    assert honours == {
        innovation.pk: [
            Honour(
                name="KIPP nasional - Top 99",
                badge="Top 99 nasional 2021",
                year=2021,
                level=HonourLevel.NATIONAL,
                source_url="https://example.id/berita",
            ),
            Honour(
                name="KIPP Jateng 2020 - Top 10",
                badge="Top 10 Jateng 2020",
                year=2020,
                level=HonourLevel.WINNER,
                source_url="https://example.id/jateng",
            ),
        ]
    }


@pytest.mark.parametrize("state", [AwardState.PROVISIONAL, AwardState.FINAL])
def test_a_provisional_award_leads_to_the_form_of_objections(client, site, state):
    award = AwardFactory(state=state)
    page = publish_innovation(award.submission.innovation_id)

    [honour] = honours_of([award.submission.innovation_id])[award.submission.innovation_id]

    is_provisional = state == AwardState.PROVISIONAL
    assert honour.provisional_award == (award.pk if is_provisional else 0)
    assert (f"/sanggah/penghargaan/{award.pk}/" in client.get(page.url).content.decode()) is is_provisional


def test_a_revoked_award_is_no_honour(db):
    award = AwardFactory(state=AwardState.REVOKED)

    assert honours_of([award.submission.innovation_id]) == {}
