from io import BytesIO

import pytest
from PIL import Image

from home.selectors.publication import public_facts
from home.services.publishing import withdraw_innovation
from home.share_cards import MOST_OF_A_NAME, MOST_SIGNS, ShareCard, card_of, draw, is_drawn
from home.views.innovations import share_card_url
from submissions.enums import RegionKind
from tests.factories.home import published_past_innovation
from tests.factories.submissions import AgencyFactory, RegionFactory

CARD = ShareCard(
    title="Antrean dari Rumah",
    agency="RSUD Banyumas",
    region="Kabupaten Banyumas",
    honour="Top 45 nasional 2019",
    motif="kawung",
    is_local=True,
    address="inovasi.example.id/i/0042e",
)


@pytest.fixture
def page(site):
    region = RegionFactory(name="Kota Uji", kind=RegionKind.CITY)
    return published_past_innovation(title="Apem Asi", agency=AgencyFactory(name=f"RSUD {'U' * 60}", region=region))


@pytest.fixture
def facts(page):
    return public_facts([page.innovation_id])[page.innovation_id]


def test_a_card_says_the_finding_the_owner_and_the_best_honour(page, facts, settings):
    settings.PORTAL_ADDRESS = "https://inovasi.example.id/"
    page.headline = "A" * 200

    assert card_of(page, facts) == ShareCard(
        title=f"{'A' * (MOST_SIGNS - 1)}…",
        agency=f"RSUD {'U' * (MOST_OF_A_NAME - 6)}…",
        region="Kota Uji",
        honour="Top 45 nasional 2019",
        motif="kawung",
        is_local=True,
        address=f"inovasi.example.id/i/{page.code}",
    )


@pytest.mark.parametrize(
    "title", ["Antrean dari Rumah", "W" * MOST_SIGNS, "</h1><script>alert(1)</script> & “ü” 🚑 漢字"]
)
def test_a_card_is_a_small_picture_of_the_asked_size_whatever_it_says(title):
    picture = draw(ShareCard(**{**CARD.__dict__, "title": title}))

    with Image.open(BytesIO(picture)) as opened:
        assert (opened.size, opened.format) == ((1200, 630), "PNG")
        assert len(opened.convert("RGB").getcolors(1 << 20)) > 8
    assert len(picture) < 150_000


def test_a_card_is_drawn_once_and_kept_for_ever_by_its_name(client, page, facts, monkeypatch):
    address = share_card_url(page, facts)
    first = client.get(address)
    monkeypatch.setattr("home.share_cards.draw", lambda card: pytest.fail("drawn twice"))

    again = client.get(address)

    assert (first.headers["Content-Type"], first.status_code) == ("image/png", 200)
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert again.content == first.content
    assert is_drawn(card_of(page, facts))


def test_an_old_name_leads_to_the_present_picture(client, page, facts):
    response = client.get(f"{page.short_path}kartu-0123456789abcdef.png")

    assert (response.status_code, response.headers["Location"]) == (302, share_card_url(page, facts))


def test_one_address_cannot_have_any_number_of_cards_drawn(client, page, facts, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "share_card": "1/m/ip"}
    other = published_past_innovation()
    drawn = share_card_url(page, facts)
    new = share_card_url(other, public_facts([other.innovation_id])[other.innovation_id])

    answers = [client.get(address) for address in (drawn, new, drawn)]

    assert [answer.status_code for answer in answers] == [200, 429, 200]
    assert answers[1].headers["Retry-After"] == "60"


def test_a_withdrawn_innovation_has_no_card(client, page, facts):
    address = share_card_url(page, facts)
    client.get(address)

    withdraw_innovation(page.innovation_id)

    assert client.get(address).status_code == 410
