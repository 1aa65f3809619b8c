"""The portal publishes an innovation twice at once, while it is withdrawn, and while an editor saves its page."""

import pytest
from django.db import transaction

from home.models import CatalogueEntry, InnovationPage
from home.selectors.catalogue import catalogue_number
from home.services.publishing import publish_all, publish_innovation, withdraw_innovation
from home.services.site import set_up_site
from submissions.enums import DataMark
from submissions.models import Innovation
from tests.concurrency.racing import at_once, behind
from tests.factories.home import past_innovation, published_past_innovation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def site(transactional_db):
    set_up_site()


def state_of(innovation):
    """Whether the one page of an innovation is live, and how many lines the catalogue has of it."""
    page = InnovationPage.objects.get(innovation=innovation)
    return page.live, CatalogueEntry.objects.filter(innovation=innovation).count()


def test_two_publishes_at_once_make_one_page_and_one_line_and_count_both():
    innovation, before = past_innovation(), catalogue_number()

    first, second = at_once(*[lambda: publish_innovation(innovation.pk)] * 2)

    assert first == second
    assert (*state_of(innovation), catalogue_number()) == (True, 1, before + 2)


def test_two_innovations_of_one_title_at_once_get_two_addresses():
    innovations = [past_innovation(title="Jemput Bola") for _ in range(2)]

    pages = at_once(*[lambda pk=one.pk: publish_innovation(pk) for one in innovations])

    first, second = sorted(pages, key=lambda page: page.path)
    assert (first.slug, second.slug) == ("jemput-bola", f"jemput-bola-{second.innovation_id}")
    assert InnovationPage.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("_round", range(3))
def test_a_publish_and_a_withdrawal_at_once_leave_page_and_catalogue_in_agreement(_round):
    innovation, before = published_past_innovation().innovation, catalogue_number()

    at_once(lambda: publish_innovation(innovation.pk), lambda: withdraw_innovation(innovation.pk))

    assert state_of(innovation) in {(True, 1), (False, 0)}
    assert catalogue_number() == before + 2


def test_facts_that_are_taken_back_meanwhile_are_not_published_by_whoever_was_waiting():
    innovation = published_past_innovation().innovation

    with transaction.atomic():
        locked = Innovation.objects.select_for_update().get(pk=innovation.pk)
        publishing = behind(lambda: publish_innovation(innovation.pk))
        Innovation.objects.filter(pk=locked.pk).update(data_mark=DataMark.REGISTRY)

    assert publishing.result(timeout=60) is None
    assert state_of(innovation) == (False, 0)


@pytest.mark.parametrize("publish", [publish_innovation, lambda pk: publish_all([pk])])
def test_what_an_editor_saves_while_facts_are_published_is_kept(publish):
    page = published_past_innovation(title="Apem Asi")
    Innovation.objects.filter(pk=page.innovation_id).update(title="Apem Asih")

    with transaction.atomic():
        page.headline, page.slug = "Air sampai ke ujung sawah", "air-irigasi"
        revision = page.save_revision()
        page.save()
        publishing = behind(lambda: publish(page.innovation_id))

    publishing.result(timeout=60)
    saved = InnovationPage.objects.get()
    assert (saved.title, saved.headline, saved.slug, saved.latest_revision) == (
        "Apem Asih",
        "Air sampai ke ujung sawah",
        "air-irigasi",
        revision,
    )
    assert saved.entry.url == "/inovasi/air-irigasi/"


def test_a_page_that_an_editor_publishes_while_it_is_withdrawn_is_gone_in_the_end():
    page = published_past_innovation()
    page.headline = "Air sampai ke ujung sawah"
    draft = page.save_revision()
    Innovation.objects.filter(pk=page.innovation_id).update(data_mark=DataMark.REGISTRY)

    at_once(lambda: publish_innovation(page.innovation_id), draft.publish)

    assert state_of(page.innovation_id) == (False, 0)
    assert InnovationPage.objects.get().headline == "Air sampai ke ujung sawah"
