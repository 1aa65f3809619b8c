"""Old pictures for other sites: what the night deletes, and what it leaves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from home.models import InnovationPage
from home.selectors.publication import public_facts
from home.services import card_sweep
from home.services.card_sweep import order_card_sweep, sweep_cards
from home.services.publishing import withdraw_innovation
from home.share_cards import CARDS_FOLDER, card_of
from innovation_portal.utils import clock
from innovation_portal.utils.schedule import registered_jobs, run_jobs
from tests.factories.home import published_past_innovation

pytestmark = pytest.mark.usefixtures("site")

NIGHT = datetime(2026, 11, 26, 18, 35, tzinfo=UTC)  # 25 to two on the 27th in Jakarta


def keep(name: str) -> str:
    return default_storage.save(name, ContentFile(b"PNG"))


def kept() -> set[str]:
    return {f"{CARDS_FOLDER}/{name}" for name in default_storage.listdir(CARDS_FOLDER)[1]}


def file_of(page: InnovationPage) -> str:
    return card_of(page, public_facts([page.innovation_id])[page.innovation_id]).file


def test_what_no_live_page_names_is_swept_and_the_rest_stays(monkeypatch):
    monkeypatch.setattr(card_sweep, "BATCH", 2)
    page, other, withdrawn, taken_down, never_drawn = (published_past_innovation() for _ in range(5))
    present = {keep(file_of(page)), keep(file_of(other))}
    old = [keep(file_of(withdrawn)), keep(file_of(taken_down))]
    for name in (f"{page.code}-0123456789abcdef", "0123456789abcdef", "zzzzz-0123456789abcdef"):
        old.append(keep(f"{CARDS_FOLDER}/{name}.png"))
    elsewhere = keep(f"public_files/{page.code}-0123456789abcdef.png")
    withdraw_innovation(withdrawn.innovation_id)
    InnovationPage.objects.filter(pk=taken_down.pk).update(live=False)

    assert [sweep_cards(), sweep_cards()] == [len(old), 0]

    assert kept() == present
    assert default_storage.exists(elsewhere)
    assert not default_storage.exists(file_of(never_drawn))


def test_a_picture_with_old_words_is_swept_after_the_edit(client):
    page = published_past_innovation(title="Apem Asi")
    before = keep(file_of(page))
    InnovationPage.objects.filter(pk=page.pk).update(headline="Tanpa antre")
    page.refresh_from_db()
    after = keep(file_of(page))

    sweep_cards()

    assert before != after
    assert kept() == {after}


def test_nothing_is_swept_where_nothing_was_drawn():
    assert sweep_cards() == 0


def test_the_schedule_has_the_worker_sweep_once_a_night(django_capture_on_commit_callbacks):
    published_past_innovation()
    old = keep(f"{CARDS_FOLDER}/0123456789abcdef.png")
    [job] = [job for job in registered_jobs() if job.name == "old share cards"]
    answers = []
    for minutes in (-10, 0, 2, 24 * 60):
        with clock.at(NIGHT + timedelta(minutes=minutes)), django_capture_on_commit_callbacks(execute=True):
            answers.append((order_card_sweep(), run_jobs([job])))

    assert answers == [(False, []), (True, []), (False, []), (True, [])]
    assert not default_storage.exists(old)
