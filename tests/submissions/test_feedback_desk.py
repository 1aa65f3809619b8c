import re

import pytest
from django.urls import reverse

from submissions.models import FeedbackAnswer
from submissions.services.feedback import answer_feedback
from submissions.voice_enums import FeedbackState
from tests.factories.submissions import InnovationFactory
from tests.factories.voice import FeedbackFactory


@pytest.fixture
def desk(client, operator):
    client.force_login(operator)
    return client


@pytest.fixture
def innovation(agency):
    return InnovationFactory(agency=agency)


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_list_says_what_waits(desk, agency, innovation):
    address = reverse("submissions:feedback-list", args=[agency.pk])
    empty = text_of(desk.get(address))
    waiting = FeedbackFactory(innovation=innovation, state=FeedbackState.PUBLISHED)
    FeedbackFactory(innovation=innovation, text="Belum diperiksa")

    response = desk.get(address)

    assert "Belum ada pertanyaan yang terbit" in empty
    assert list(response.context["feedback"]) == [waiting]
    assert "1 pertanyaan menunggu jawaban Anda" in text_of(response)
    assert "Belum diperiksa" not in text_of(response)


def test_an_answer_leads_back_to_the_list(desk, agency, innovation):
    feedback = FeedbackFactory(innovation=innovation, state=FeedbackState.PUBLISHED)
    address = reverse("submissions:feedback-answer", args=[agency.pk, feedback.pk])

    response = desk.post(address, {"text": "Ya, sampai pukul 12.", "seen": 0}, follow=True)

    assert response.redirect_chain == [(reverse("submissions:feedback-list", args=[agency.pk]), 302)]
    assert "Semua pertanyaan sudah dijawab" in text_of(response)
    assert FeedbackAnswer.objects.get().text == "Ya, sampai pukul 12."


def test_of_two_colleagues_the_second_reads_the_first_answer_and_keeps_the_own(desk, agency, innovation, approver):
    feedback = FeedbackFactory(innovation=innovation, state=FeedbackState.PUBLISHED)
    answer_feedback(feedback.pk, actor=approver, text="Jawaban rekan.", seen=0)

    response = desk.post(
        reverse("submissions:feedback-answer", args=[agency.pk, feedback.pk]), {"text": "Jawaban saya.", "seen": 0}
    )

    text = text_of(response)
    assert "Sementara itu sudah ada yang menjawab." in text
    assert "Jawaban rekan." in text
    assert "Jawaban saya." in text
    assert FeedbackAnswer.objects.get().text == "Jawaban rekan."
