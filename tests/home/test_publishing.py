from datetime import UTC, datetime

import pytest
from django.utils.translation import override
from wagtail.models import PageLogEntry

from home.enums import HonourLevel
from home.models import CatalogueEntry, CataloguePage, InnovationPage
from home.services.publishing import publish_all, publish_innovation, withdraw_innovation
from innovation_portal.utils import clock
from judging.enums import AwardKind
from judging.signals import awards_announced
from submissions.enums import CataloguePolicy, DataMark, LifeState, RegionKind, SubmissionStatus
from submissions.models import Submission
from submissions.signals import submission_verified, submission_withdrawn
from tests.factories.home import past_innovation, published_past_innovation, published_submission
from tests.factories.judging import AwardFactory, AwardLevelFactory, VerifiedSubmissionFactory
from tests.factories.submissions import AgencyFactory, EditionFactory, InnovationFactory, RegionFactory

pytestmark = pytest.mark.usefixtures("site")


def test_publish_makes_a_page_and_its_line_from_the_frozen_version():
    region = RegionFactory(name="Kota Uji", kind=RegionKind.CITY)
    innovation = InnovationFactory(
        title="Judul draf", agency=AgencyFactory(name="Dinas Lama", region=region), life_state=LifeState.RUNNING
    )
    edition = EditionFactory(year=2031, catalogue_policy=CataloguePolicy.AFTER_VERIFICATION)
    submission = VerifiedSubmissionFactory(innovation=innovation, edition=edition, version__title="Antrean dari Rumah")
    moment = datetime(2031, 6, 1, 3, 0, tzinfo=UTC)

    with clock.at(moment):
        page = publish_innovation(innovation.pk)

    entry = page.entry
    assert (page.title, page.slug, page.live, page.version) == (
        "Antrean dari Rumah",
        "antrean-dari-rumah",
        True,
        submission.versions.get(),
    )
    assert page.get_parent().specific == CataloguePage.objects.get()
    assert {
        field.attname: getattr(entry, field.attname)
        for field in CatalogueEntry._meta.concrete_fields
        if field.name not in ("search_text", "stems")
    } == {
        "page_id": page.pk,
        "innovation_id": innovation.pk,
        "url": "/inovasi/antrean-dari-rumah/",
        "title": "Antrean dari Rumah",
        "summary": "Antrean dapat dilihat dari rumah.",
        "agency_id": innovation.agency_id,
        "agency_name": "Dinas Lama",
        "region_id": region.pk,
        "region_name": "Kota Uji",
        "region_kind": "kota",
        "field": "kesehatan",
        "life_state": "running",
        "data_mark": "registry",
        "year": 2031,
        "honour_level": HonourLevel.NONE,
        "honour": "",
        "category": submission.versions.get().payload["category"]["name"],
        "form": "public_service",
        "type": "digital",
        "phase": "implementation",
        "replicates_id": None,
        "replication": "",
        "updated_at": moment,
    }
    assert "antrean turun dari 90 menjadi 20 menit" in entry.search_text


def test_publishing_again_changes_nothing_and_keeps_the_words_of_the_editors():
    page = published_past_innovation(title="Apem Asi")
    page.headline, page.slug = "Air sampai ke ujung sawah", "air-sampai-ujung-sawah"
    page.save()
    history = PageLogEntry.objects.filter(page=page.pk).count()

    again = publish_innovation(page.innovation_id)

    assert again == page
    assert (again.headline, again.title, again.entry.url) == (
        "Air sampai ke ujung sawah",
        "Apem Asi",
        "/inovasi/air-sampai-ujung-sawah/",
    )
    assert InnovationPage.objects.count() == CatalogueEntry.objects.count() == 1
    assert PageLogEntry.objects.filter(page=page.pk).count() == history


def test_a_later_verified_version_replaces_the_facts_and_not_the_address():
    page = published_submission(version__title="Antrean Lama")
    later = EditionFactory(year=2095, catalogue_policy=CataloguePolicy.AFTER_VERIFICATION)
    VerifiedSubmissionFactory(innovation=page.innovation, edition=later, version__title="Antrean Baru")

    refreshed = publish_innovation(page.innovation_id)

    assert (refreshed.title, refreshed.slug, refreshed.entry.year) == ("Antrean Baru", "antrean-lama", 2095)
    assert PageLogEntry.objects.filter(page=page.pk).latest("pk").action == "home.facts"


@pytest.mark.parametrize("status", [status for status in SubmissionStatus if status != SubmissionStatus.VERIFIED])
def test_only_a_verified_submission_is_published(status):
    edition = EditionFactory(catalogue_policy=CataloguePolicy.AFTER_VERIFICATION)
    submission = VerifiedSubmissionFactory(edition=edition)
    Submission.objects.filter(pk=submission.pk).update(status=status)

    assert publish_innovation(submission.innovation_id) is None
    assert not InnovationPage.objects.exists()
    assert not CatalogueEntry.objects.exists()


def test_an_innovation_of_the_registry_without_a_submission_is_not_published():
    assert publish_innovation(InnovationFactory(data_mark=DataMark.REGISTRY).pk) is None
    assert not InnovationPage.objects.exists()


def test_an_edition_may_hold_its_innovations_back_until_the_announcement():
    submission = VerifiedSubmissionFactory(
        edition=EditionFactory(catalogue_policy=CataloguePolicy.AFTER_ANNOUNCEMENT, year=2033)
    )
    before = publish_innovation(submission.innovation_id)
    level = AwardLevelFactory(edition=submission.edition, name="Terbaik I", kind=AwardKind.WINNER)
    AwardFactory(submission=submission, level=level)

    after = publish_innovation(submission.innovation_id)

    assert before is None
    assert (after.entry.honour, after.entry.honour_level) == ("Terbaik I 2033", HonourLevel.WINNER)


def test_withdrawing_takes_the_page_down_and_publishing_brings_it_back():
    page = published_past_innovation()

    withdraw_innovation(page.innovation_id)
    withdraw_innovation(page.innovation_id)

    page.refresh_from_db()
    assert (page.live, CatalogueEntry.objects.count()) == (False, 0)
    assert publish_innovation(page.innovation_id) == page
    page.refresh_from_db()
    assert (page.live, page.withdrawn_at, CatalogueEntry.objects.count()) == (True, None, 1)


def test_a_page_that_an_editor_took_down_stays_down(django_capture_on_commit_callbacks):
    page = published_past_innovation()

    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    publish_innovation(page.innovation_id)

    page.refresh_from_db()
    assert (page.live, CatalogueEntry.objects.count()) == (False, 0)


def test_a_new_slug_of_an_editor_reaches_the_catalogue(django_capture_on_commit_callbacks, client):
    page = published_past_innovation(title="Apem Asi")
    page.slug = "air-irigasi"

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert CatalogueEntry.objects.get().url == "/inovasi/air-irigasi/"
    assert client.get("/inovasi/apem-asi/").headers["Location"].endswith("/inovasi/air-irigasi/")


def test_publishing_an_old_draft_of_an_editor_does_not_bring_old_facts_back(django_capture_on_commit_callbacks):
    page = published_submission(version__title="Antrean Lama")
    page.headline = "Tanpa antre"
    draft = page.save_revision()
    later = EditionFactory(year=2095, catalogue_policy=CataloguePolicy.AFTER_VERIFICATION)
    newest = VerifiedSubmissionFactory(innovation=page.innovation, edition=later, version__title="Antrean Baru")
    publish_innovation(page.innovation_id)

    with django_capture_on_commit_callbacks(execute=True):
        draft.publish()

    page.refresh_from_db()
    assert (page.title, page.headline, page.version) == ("Antrean Baru", "Tanpa antre", newest.versions.get())


def test_two_innovations_of_one_title_get_two_addresses():
    first, second = past_innovation(title="Jemput Bola"), past_innovation(title="Jemput Bola")

    publish_all()

    assert list(CatalogueEntry.objects.order_by("page_id").values_list("url", flat=True)) == [
        "/inovasi/jemput-bola/",
        f"/inovasi/jemput-bola-{second.pk}/",
    ]
    assert first.page.slug == "jemput-bola"


def test_publish_all_equals_publishing_one_by_one():
    innovations = [past_innovation() for _ in range(3)]
    secret = InnovationFactory()
    alone = publish_innovation(innovations[0].pk)

    count = publish_all()

    catalogue = CataloguePage.objects.get()
    pages = list(InnovationPage.objects.child_of(catalogue).live().order_by("path"))
    assert (count, catalogue.numchild) == (3, 3)
    assert [page.innovation for page in pages] == innovations
    assert pages[0] == alone
    assert [page.url for page in pages] == [entry.url for entry in CatalogueEntry.objects.order_by("page_id")]
    assert CataloguePage.find_problems() == ([], [], [], [], [])
    assert not hasattr(secret, "page")
    assert catalogue.add_child(instance=InnovationPage(title="x", innovation=secret)).path > pages[-1].path


@pytest.mark.parametrize("count", [1, 3])
def test_publish_all_needs_the_same_queries_for_one_and_for_three(count, django_assert_num_queries):
    for _ in range(count):
        past_innovation()

    with django_assert_num_queries(28):
        assert publish_all() == count


@pytest.mark.parametrize("signal", [submission_verified, submission_withdrawn])
def test_news_of_a_submission_refreshes_the_catalogue(signal, django_capture_on_commit_callbacks):
    edition = EditionFactory(catalogue_policy=CataloguePolicy.AFTER_VERIFICATION)
    submission = VerifiedSubmissionFactory(edition=edition)

    with django_capture_on_commit_callbacks(execute=True):
        signal.send_robust(sender=Submission, submission_id=submission.pk)

    assert list(CatalogueEntry.objects.values_list("innovation", flat=True)) == [submission.innovation_id]


def test_the_announcement_fills_the_catalogue_with_the_whole_edition(django_capture_on_commit_callbacks):
    award = AwardFactory()
    edition = award.submission.edition
    other = VerifiedSubmissionFactory(edition=edition)
    VerifiedSubmissionFactory()

    with django_capture_on_commit_callbacks(execute=True):
        awards_announced.send_robust(sender=None, edition_id=edition.pk, submission_ids=[award.submission_id])

    assert set(CatalogueEntry.objects.values_list("innovation", flat=True)) == {
        award.submission.innovation_id,
        other.innovation_id,
    }


def test_publishing_without_a_page_tree_says_so_and_stops(caplog):
    CataloguePage.objects.get().delete()

    assert publish_innovation(past_innovation().pk) is None
    assert "set_up_site" in caplog.text


def test_words_of_the_catalogue_do_not_depend_on_the_language_of_the_reader():
    with override("en"):
        page = published_past_innovation(award="KIPP nasional - Top 99", year=2021)

    assert page.entry.honour == "Top 99 nasional 2021"


def test_words_of_the_editors_introduce_what_has_no_summary_of_its_own():
    told = published_past_innovation(title="Apem Asi", summary="")
    summed_up = published_past_innovation(title="Si Bulan", summary="Ibu pulang membawa akta.")

    for page in (told, summed_up):
        page.lead = "Tercatat sebagai pengakuan nasional."
        page.save_revision().publish()
        publish_innovation(page.innovation_id)

    summaries = CatalogueEntry.objects.order_by("title").values_list("title", "summary")
    assert list(summaries) == [
        ("Apem Asi", "Tercatat sebagai pengakuan nasional."),
        ("Si Bulan", "Ibu pulang membawa akta."),
    ]
