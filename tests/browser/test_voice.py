"""The public asks, the agency answers, and agencies say what became of innovations, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from home.services.site import set_up_site
from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.utils import tickets
from submissions.links import follow_up_token
from submissions.models import Feedback, FollowUp
from submissions.services.feedback import answer_feedback
from submissions.voice_enums import FeedbackState, ReplicationState
from tests.factories.accounts import UserFactory
from tests.factories.home import published_past_innovation
from tests.factories.voice import FeedbackFactory, FollowUpFactory, ReplicationFactory


@pytest.fixture
def innovation(agency, operator):
    """An innovation of the agency in the catalogue, with an answered question, an open one and a replication."""
    set_up_site()
    page = published_past_innovation(agency=agency, title="Antre dari Rumah")
    answered, _open = (FeedbackFactory(innovation=page.innovation, state=FeedbackState.PUBLISHED) for _ in range(2))
    answer_feedback(answered.pk, actor=operator, text="Ya, sampai pukul 12.", seen=0)
    ReplicationFactory(innovation=page.innovation, state=ReplicationState.CONFIRMED)
    return page.innovation


def test_pages_of_the_public_are_accessible(page_of, assert_accessible_everywhere, innovation, approver):
    follow_up = FollowUpFactory(innovation=innovation)

    assert_accessible_everywhere(
        page_of(),
        innovation.page.url,
        reverse("home:feedback-create", args=[innovation.pk]),
        reverse("submissions:follow-up-by-mail", args=[follow_up_token(follow_up.pk, approver.pk)]),
    )


def test_pages_of_the_agency_are_accessible(page_of, assert_accessible_everywhere, innovation, approver, agency):
    feedback = innovation.feedback.filter(answered_at=None).get()
    follow_up, waiting = FollowUpFactory(innovation=innovation), ReplicationFactory(innovation=innovation)
    foreign = published_past_innovation(title="Kabut Sirna").innovation

    assert_accessible_everywhere(
        page_of(approver),
        reverse("submissions:feedback-list", args=[agency.pk]),
        reverse("submissions:feedback-answer", args=[agency.pk, feedback.pk]),
        reverse("submissions:follow-up-list", args=[agency.pk]),
        reverse("submissions:follow-up-answer", args=[agency.pk, follow_up.pk]),
        reverse("submissions:replication-list", args=[agency.pk]),
        reverse("submissions:replication-detail", args=[agency.pk, waiting.pk]),
        reverse("submissions:replication-decide", args=[agency.pk, waiting.pk]),
        reverse("submissions:replication-announce", args=[agency.pk, foreign.pk]),
        looks=((360, "light"), (1440, "dark")),
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_a_citizen_asks_from_the_page_of_the_innovation_on_a_phone(page_of, innovation, monkeypatch, javascript):
    monkeypatch.setattr(tickets, "LEAST_OPEN", tickets.LEAST_OPEN * 0)
    page = page_of(width=360, java_script_enabled=javascript)

    page.goto(innovation.page.url)
    page.get_by_role("link", name="Bertanya atau melapor").click()
    page.wait_for_load_state()  # the proof is worked out by a script
    page.get_by_label("Pertanyaan atau laporan Anda").fill("Apakah buka pada hari Sabtu?")
    page.get_by_label("Saya setuju redaksi membaca tulisan saya").check()
    page.get_by_role("button", name="Kirim").click()

    expect(page.get_by_text("Terima kasih. Redaksi membacanya dahulu")).to_be_visible()
    assert Feedback.objects.filter(state="waiting").values_list("text", "is_proven").get() == (
        "Apakah buka pada hari Sabtu?",
        javascript,
    )


def test_an_editor_publishes_and_the_agency_answers(page_of, innovation, operator, agency):
    sync_role_groups()
    FeedbackFactory(innovation=innovation, text="Apakah layanan ini gratis?")
    editor = page_of(UserFactory(roles=[Role.EDITORIAL]))
    editor.goto(reverse("feedback:index"))
    editor.get_by_role("link", name="Apakah layanan ini gratis?").click()
    editor.get_by_role("button", name="Terbitkan").click()
    editor.get_by_text("Masukan sudah terbit").wait_for()

    desk = page_of(operator)
    desk.goto(reverse("submissions:feedback-list", args=[agency.pk]))
    desk.get_by_role("link", name="Apakah layanan ini gratis?").click()
    desk.get_by_label("Jawaban untuk dibaca semua orang").fill("Ya, gratis.")
    desk.get_by_role("button", name="Jawab secara terbuka").click()

    visitor = page_of()
    visitor.goto(innovation.page.url)
    expect(visitor.get_by_text("Ya, gratis.")).to_be_visible()


def test_the_link_of_a_mail_is_answered_by_keyboard(page_of, innovation, approver):
    follow_up = FollowUpFactory(innovation=innovation)
    page = page_of()
    page.goto(reverse("submissions:follow-up-by-mail", args=[follow_up_token(follow_up.pk, approver.pk)]))
    page.get_by_label("Berjalan seperti sebelumnya").focus()

    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("12 desa baru.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Terima kasih, pertanyaan ini sudah dijawab")
    assert FollowUp.objects.values_list("outcome", "note").get() == ("grown", "12 desa baru.")
