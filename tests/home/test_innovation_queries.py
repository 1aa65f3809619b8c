"""What the page of an innovation asks the database, and that it shows all of it."""

import pytest
from wagtail.models import Page

from home.models import InnovationPage
from home.selectors.voice import voice_of
from innovation_portal.utils import clock
from submissions.models import UsefulMark
from submissions.selectors.feedback import ResponseTime
from submissions.services.feedback import answer_feedback
from submissions.voice_enums import FeedbackState, ReplicationProgress, ReplicationState
from tests.factories.home import awarded_page, published_past_innovation
from tests.factories.submissions import MembershipFactory, RecognitionFactory
from tests.factories.voice import FeedbackFactory, ReplicationFactory


@pytest.mark.parametrize("count", [1, 3])
def test_innovation_page_needs_the_same_queries_whatever_is_said_and_known(
    client, site, count, django_assert_num_queries
):
    page = awarded_page()
    operator = MembershipFactory(agency=page.innovation.agency).user
    for year in range(count):
        feedback = FeedbackFactory(innovation=page.innovation, state=FeedbackState.PUBLISHED)
        answer_feedback(feedback.pk, actor=operator, text="Ya.", seen=0)
        UsefulMark.objects.create(innovation=page.innovation, day=clock.today())
        replication = ReplicationFactory(innovation=page.innovation, state=ReplicationState.CONFIRMED)
        progress = ReplicationProgress.RUNNING
        replication.reports.create(year=2040, progress=progress, result="Jalan.", reported_by=operator)
        RecognitionFactory(innovation=page.innovation, year=2010 + year)
    client.get(page.entry.url)

    with django_assert_num_queries(17):
        response = client.get(page.entry.url)

    voice = response.context["voice"]
    assert (voice.useful, len(voice.feedback), len(voice.replications)) == (count, count, count)
    assert (voice.response.answered, len(response.context["facts"].honours)) == (count, 1 + count)


def test_a_page_names_those_above_it_however_it_was_reached(rf, site):
    page = published_past_innovation()
    above = [("Beranda", "/"), ("Etalase", "/inovasi/")]
    request = rf.get(page.url)

    routed = Page.route_for_request(request, page.url).page

    assert routed.trail(request) == InnovationPage.objects.get(pk=page.pk).trail(request) == above


def test_an_agency_that_was_asked_about_another_innovation_shows_how_fast_it_answers(site):
    feedback = FeedbackFactory(state=FeedbackState.PUBLISHED)
    silent = published_past_innovation(agency=feedback.innovation.agency).innovation
    elsewhere = published_past_innovation().innovation

    voices = [voice_of(silent), voice_of(elsewhere)]

    assert [voice.response for voice in voices] == [ResponseTime(None, 0, open=1), ResponseTime(None, 0, open=0)]
    assert [(voice.useful, voice.feedback, voice.replications) for voice in voices] == [(0, [], []), (0, [], [])]
