"""WCAG 2.2 beyond what axe sees: enlarged text, still pages, the keyboard, the size of what is hit. Public pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from home.models import AgendaPage, EventPage, HomePage, HomePageFeature, NewsIndexPage, NewsPage
from home.services.publishing import publish_innovation
from home.services.site import set_up_site
from innovation_portal.utils import clock
from submissions.enums import CataloguePolicy, LifeState
from submissions.models import Edition, Innovation
from submissions.voice_enums import FeedbackState, ReplicationState
from tests.browser.measures import CUT, MOVING, SMALL, UNSEEN_FOCUS
from tests.factories.home import make_all_dumps, published_past_innovation
from tests.factories.judging import AwardLevelFactory, RoundFactory
from tests.factories.submissions import AgencyFactory, EditionFactory, ObligationFactory, RegionFactory
from tests.factories.voice import FeedbackFactory, ReplicationFactory
from tests.judging.certificates.conftest import Ceremony

# A window of 1280 × 1024 at 200 and at 400 per cent is one of half and of a quarter of its pixels.
ENLARGED = ((640, 512), (320, 256))
MISSING = "/tidak-ada/"
AGENCY = "Badan Penanggulangan Bencana Daerah"
TITLE = "TITIR: kentongan hulu menyelamatkan desa hilir"


def honoured_page(agency):
    """An innovation with a certificate, figures, a text, an answer to come and a replication."""
    ceremony = Ceremony()
    Edition.objects.filter(pk=ceremony.edition.pk).update(catalogue_policy=CataloguePolicy.AFTER_VERIFICATION)
    certificate = ceremony.certificate(agency=agency, version={"title": TITLE, "summary": "Kabar banjir berantai."})
    innovation = certificate.award.submission.innovation
    FeedbackFactory(innovation=innovation, state=FeedbackState.PUBLISHED)
    ReplicationFactory(innovation=innovation, state=ReplicationState.CONFIRMED)
    Innovation.objects.filter(pk=innovation.pk).update(life_state=LifeState.GROWING)
    page = publish_innovation(innovation.pk)
    page.figures = [("figure", {"label": "Waktu tunggu", "before": "142", "after": "48", "unit": "menit"})]
    page.figures_source = "Catatan pendaftaran."
    page.body = [("heading", "Ceritanya"), ("paragraph", "<p>Dahulu kabar <a href='/tentang/'>datang</a> siang.</p>")]
    page.save()
    return page, certificate


@pytest.fixture
def addresses(db):
    """A portal with a little of everything, in words as long as Indonesian ones; an address of each kind of page."""
    set_up_site()
    edition = EditionFactory(year=2099)
    ObligationFactory.create_batch(3, edition=edition)
    RoundFactory(edition=edition)
    AwardLevelFactory(edition=edition)
    region = RegionFactory(code="33.02", name="Kabupaten Banyumas")
    agency = AgencyFactory(name=AGENCY, region=region)
    ObligationFactory(edition=edition, agency=agency)
    page, certificate = honoured_page(agency)
    past = published_past_innovation(title="Apem Asi", agency=agency)
    for feature in (page, past):
        HomePageFeature.objects.create(page=HomePage.objects.get(), innovation_page=feature)
    now = clock.now()
    later = now + timedelta(hours=2)
    news = NewsPage(title="Pendaftaran dibuka", lead="Sampai akhir bulan.")
    event = EventPage(title="Rapat teknis operator", lead="Terbuka.", starts_at=now, ends_at=later)
    NewsIndexPage.objects.get().add_child(instance=news)
    AgendaPage.objects.get().add_child(instance=event)
    make_all_dumps()
    return (
        "/",
        "/inovasi/",
        "/inovasi/?tampilan=tabel",
        "/inovasi/?q=tidakada",
        page.url,
        past.url,
        reverse("home:feedback-create", args=[page.innovation_id]),
        "/kompetisi/",
        f"/pemenang/{certificate.award.submission.edition.year}/",
        "/perangkat-daerah/",
        f"/perangkat-daerah/{agency.code}/",
        "/statistik/",
        "/kabar/",
        news.url,
        "/agenda/",
        event.url,
        "/pedoman/",
        "/pertanyaan/",
        "/tentang/",
        "/data/",
        "/data/api/",
        "/piagam/",
        reverse("judging:certificate-check", args=[certificate.public_id]),
        "/sanggah/",
        "/masuk/",
        "/pola/",
        MISSING,
    )


def measured(page, addresses, expression, *, sizes=((1280, 800), (360, 640))):
    """What an expression finds on each page in windows of these sizes, by address and width."""
    found = {}
    for address in addresses:
        assert page.goto(address).status == (404 if address == MISSING else 200), address
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            found[address, width] = page.evaluate(expression)
    return {where: faults for where, faults in found.items() if faults}


def test_pages_are_read_at_twice_and_four_times_their_size(page_of, addresses):
    assert measured(page_of(), addresses, CUT, sizes=ENLARGED) == {}


def test_pages_are_read_when_only_their_text_is_twice_as_large(page_of, addresses):
    enlarge = f"() => {{ document.documentElement.style.fontSize = '200%'; return ({CUT})(); }}"

    assert measured(page_of(), addresses, enlarge, sizes=((1280, 1024),)) == {}


def test_nothing_moves_for_those_who_asked_for_it(page_of, addresses):
    page, moving = page_of(reduced_motion="reduce"), page_of()
    moving.goto("/")

    assert moving.evaluate(MOVING) != []
    assert measured(page, addresses, MOVING, sizes=((1280, 800),)) == {}


def test_controls_are_large_enough_to_hit(page_of, addresses):
    assert measured(page_of(), addresses, SMALL) == {}


def test_the_focus_is_seen_and_nothing_lies_over_it(page_of, addresses):
    page = page_of()
    page.goto("/")
    page.keyboard.press("Tab")  # from here on the browser shows the focus as to somebody who uses keys

    assert measured(page, addresses, UNSEEN_FOCUS) == {}
