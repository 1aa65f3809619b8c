import pytest

from home.enums import HonourLevel
from home.selectors.winners import winner_years, winners_of
from home.services.publishing import publish_innovation
from judging.enums import AwardKind, AwardState
from submissions.enums import CataloguePolicy
from tests.factories.home import published_past_innovation
from tests.factories.judging import AwardFactory, AwardLevelFactory, VerifiedSubmissionFactory
from tests.factories.submissions import EditionFactory


def award(level, **fields):
    """An award of that level to an innovation in the catalogue; returns its entry."""
    submission = VerifiedSubmissionFactory(edition=level.edition)
    AwardFactory(level=level, submission=submission, **fields)
    return publish_innovation(submission.innovation_id).entry


@pytest.fixture
def levels(site):
    edition = EditionFactory(year=2031, catalogue_policy=CataloguePolicy.AFTER_VERIFICATION)
    first = AwardLevelFactory(edition=edition, name="Terbaik I", kind=AwardKind.WINNER, sort_order=0)
    nominee = AwardLevelFactory(edition=edition, name="Nomine", kind=AwardKind.NOMINEE, sort_order=1)
    return first, nominee


def shown(groups):
    return [(group.name, [win.entry for win in group.wins]) for group in groups]


def test_own_awards_follow_the_levels_of_the_edition(levels):
    first, nominee = levels
    named, best = award(nominee), award(first)
    award(first, state=AwardState.REVOKED)

    winners = winners_of(2031)

    assert shown(winners.own) == [("Terbaik I", [best]), ("Nomine", [named])]
    assert (winners.count, winners.outside, winner_years()) == (2, [], [2031])


def test_recognitions_outside_stand_by_their_height(site):
    top = published_past_innovation(title="B", award="KIPP nasional - Top 45", year=2019).entry
    also = published_past_innovation(title="A", award="KIPP nasional - Top 45", year=2019).entry
    local = published_past_innovation(award="KIPP Jateng 2019 - Top 10", year=2019).entry
    published_past_innovation(award="Disebut dalam laporan", year=2019)
    published_past_innovation(award="Disebut dalam laporan", year=2015)

    winners = winners_of(2019)

    assert shown(winners.outside) == [("Top 45 nasional 2019", [also, top]), ("Top 10 Jateng 2019", [local])]
    assert [group.level for group in winners.outside] == [HonourLevel.NATIONAL, HonourLevel.WINNER]
    assert winner_years() == [2019]


def test_an_innovation_that_was_taken_down_is_no_winner_here(client, site):
    page = published_past_innovation(year=2019)
    page.entry.delete()

    assert client.get("/pemenang/").context["winners"] is None
    assert client.get("/pemenang/2019/").status_code == 404


def test_every_year_has_its_address_and_the_latest_stands_at_the_top(client, site):
    published_past_innovation(title="Lama", year=2018)
    published_past_innovation(title="Baru", year=2019)

    latest, old = client.get("/pemenang/"), client.get("/pemenang/2018/")

    assert (latest.context["winners"].year, old.context["winners"].year) == (2019, 2018)
    assert latest.context["years"] == [2019, 2018]
    assert '<link rel="canonical" href="http://localhost:8000/pemenang/2018/">' in old.content.decode()
    assert 'href="https://example.id/berita"' in old.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_winners_need_the_same_queries_however_many(client, levels, count, django_assert_num_queries):
    for _ in range(count):
        award(levels[0])
        published_past_innovation(year=2031)
    client.get("/pemenang/")

    with django_assert_num_queries(12):
        assert client.get("/pemenang/").context["winners"].count == 2 * count
