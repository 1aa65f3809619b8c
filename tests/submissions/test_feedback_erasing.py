from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from innovation_portal.utils.schedule import registered_jobs, run_jobs
from submissions.links import feedback_id_of, feedback_token
from submissions.models import Feedback, UsefulMark
from submissions.retention import FEEDBACK_WRITERS, FORGOTTEN_FEEDBACK, USEFUL_VISITORS
from submissions.selectors.feedback import published_feedback, useful_counts
from submissions.services.feedback import answer_feedback, mark_useful, write_to_writer
from submissions.services.feedback_erasing import (
    erase_feedback,
    erase_old_feedback,
    forget_useful_visitors,
    withdraw_feedback,
)
from submissions.services.feedback_moderation import publish_feedback, reject_feedback, undo_moderation
from submissions.voice_enums import FeedbackState
from tests.factories.submissions import InnovationFactory
from tests.factories.voice import FeedbackFactory

MONDAY = datetime(2027, 5, 3, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def feedback(agency):
    """A question with name and address that waits for the editors, and the mail to its writer."""
    with clock.at(MONDAY):
        made = FeedbackFactory(innovation=InnovationFactory(agency=agency), name="Siti", email="siti@example.id")
        write_to_writer("feedback_received", made)
    return made


def kept_of(feedback):
    feedback.refresh_from_db()
    mails = OutgoingMessage.objects.filter(recipient=None).count()
    return feedback.state, bool(feedback.text), feedback.name, feedback.email, mails


def erase_at(moment) -> int:
    with clock.at(moment):
        return erase_old_feedback()


def test_its_writer_deletes_everything_by_the_link(feedback, secretary, operator):
    publish_feedback(feedback.pk, actor=secretary, revision=0)
    answer_feedback(feedback.pk, actor=operator, text="Ya.", seen=0)

    withdraw_feedback(feedback_id_of(feedback_token(feedback.pk)))
    withdraw_feedback(feedback.pk)

    assert kept_of(feedback) == ("withdrawn", False, "", "", 0)
    assert list(published_feedback(feedback.innovation)) == []
    acts = ModelLogEntry.objects.for_instance(feedback).filter(action="submissions.withdraw_feedback")
    assert acts.count() == 1


def test_what_was_hidden_is_erased_with_name_and_address(feedback, secretary, operator):
    Feedback.objects.filter(pk=feedback.pk).update(text="WA saya 0812-3456-7890, buka Sabtu?")
    with clock.at(MONDAY):
        publish_feedback(feedback.pk, actor=secretary, revision=0)
        answer_feedback(feedback.pk, actor=operator, text="Ya.", seen=0)

    erase_at(MONDAY + FEEDBACK_WRITERS + SECOND)

    feedback.refresh_from_db()
    assert feedback.text == feedback.public_text == "WA saya [tidak ditampilkan], buka Sabtu?"
    assert feedback.name == feedback.email == ""


@pytest.mark.parametrize("token", ["", "x", "MQ:abc", "MQ:1abc:def"])
def test_a_link_that_is_not_ours_leads_nowhere(token):
    assert feedback_id_of(token) is None


def test_the_secretariat_deletes_for_a_writer_who_asks(feedback, secretary):
    erase_feedback(feedback.pk, actor=secretary)

    assert kept_of(feedback) == ("withdrawn", False, "", "", 0)


def test_nobody_else_deletes(feedback, operator, verifier):
    for user in (operator, verifier):
        with pytest.raises(PermissionDenied):
            erase_feedback(feedback.pk, actor=user)

    assert kept_of(feedback) == ("waiting", True, "Siti", "siti@example.id", 1)


def test_what_was_answered_loses_its_writer_after_its_time_and_stays_public(feedback, secretary, operator):
    with clock.at(MONDAY):
        publish_feedback(feedback.pk, actor=secretary, revision=0)
        answer_feedback(feedback.pk, actor=operator, text="Ya.", seen=0)

    assert erase_at(MONDAY + FEEDBACK_WRITERS) == 0
    assert kept_of(feedback) == ("published", True, "Siti", "siti@example.id", 2)
    assert erase_at(MONDAY + FEEDBACK_WRITERS + SECOND) == 1
    assert kept_of(feedback) == ("published", True, "", "", 0)
    assert erase_at(MONDAY + FEEDBACK_WRITERS + SECOND) == 0


def test_an_amended_answer_begins_the_time_anew(feedback, secretary, operator):
    with clock.at(MONDAY):
        publish_feedback(feedback.pk, actor=secretary, revision=0)
        answer_feedback(feedback.pk, actor=operator, text="Ya.", seen=0)
    with clock.at(MONDAY + timedelta(days=9)):
        answer_feedback(feedback.pk, actor=operator, text="Ralat.", seen=1)

    assert erase_at(MONDAY + FEEDBACK_WRITERS + timedelta(days=9)) == 0
    assert erase_at(MONDAY + FEEDBACK_WRITERS + timedelta(days=9) + SECOND) == 1


def test_what_was_rejected_goes_with_its_text(feedback, secretary):
    with clock.at(MONDAY):
        reject_feedback(feedback.pk, actor=secretary, revision=0, reason="Menghina.")

    assert erase_at(MONDAY + FEEDBACK_WRITERS + SECOND) == 1
    assert kept_of(feedback) == ("rejected", False, "", "", 0)
    with pytest.raises(ValidationError) as refused:
        undo_moderation(feedback.pk, actor=secretary, revision=feedback.revision)
    assert refused.value.code == "erased"


def test_what_nobody_dealt_with_is_forgotten(feedback):
    assert erase_at(MONDAY + FORGOTTEN_FEEDBACK) == 0
    assert erase_at(MONDAY + FORGOTTEN_FEEDBACK + SECOND) == 1
    assert kept_of(feedback) == (FeedbackState.REJECTED, False, "", "", 0)


def test_visitors_of_marks_are_forgotten_and_their_marks_still_count(feedback):
    with clock.at(MONDAY):
        mark_useful(feedback.innovation_id, address="10.0.0.1")
        mark_useful(feedback.innovation_id, address="10.0.0.2")

    with clock.at(MONDAY + USEFUL_VISITORS):
        assert forget_useful_visitors() == 0
    with clock.at(MONDAY + USEFUL_VISITORS + timedelta(days=1)):
        assert forget_useful_visitors() == 2

    assert list(UsefulMark.objects.values_list("visitor", flat=True)) == ["", ""]
    assert useful_counts([feedback.innovation_id]) == {feedback.innovation_id: 2}


def test_the_schedule_calls_it(feedback):
    jobs = [job for job in registered_jobs() if job.name == "retention"]
    with clock.at(MONDAY + FORGOTTEN_FEEDBACK + SECOND):
        assert (len(jobs), run_jobs(jobs)) == (1, [])

    assert Feedback.objects.get().erased_at is not None
