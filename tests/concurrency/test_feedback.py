"""Two editors decide at once, two colleagues answer at once, and one form arrives twice."""

import pytest
from django.core.exceptions import ValidationError

from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from innovation_portal.utils.models import OutgoingMessage
from submissions.models import Feedback, FeedbackAnswer, UsefulMark
from submissions.services.feedback import Writer, answer_feedback, give_feedback, mark_useful
from submissions.services.feedback_moderation import publish_feedback, reject_feedback
from submissions.voice_enums import FeedbackKind, FeedbackState
from tests.concurrency.racing import at_once
from tests.factories.accounts import UserFactory
from tests.factories.submissions import InnovationFactory, MembershipFactory
from tests.factories.voice import FeedbackFactory

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(user):
    return User.objects.get(pk=user.pk)


def codes_of(results):
    return [error.code for result in results if isinstance(result, ValidationError) for error in result.error_list]


def test_of_two_decisions_at_once_one_counts_and_the_other_is_stale():
    editor = UserFactory(roles=[Role.EDITORIAL])
    feedback = FeedbackFactory()

    results = at_once(
        lambda: publish_feedback(feedback.pk, actor=fresh(editor), revision=0),
        lambda: reject_feedback(feedback.pk, actor=fresh(editor), revision=0, reason="Menghina."),
    )

    assert codes_of(results) == ["stale"]
    assert Feedback.objects.get().revision == 1


def test_of_two_answers_at_once_one_counts_and_the_other_is_stale():
    operator = MembershipFactory()
    feedback = FeedbackFactory(
        innovation=InnovationFactory(agency=operator.agency), state=FeedbackState.PUBLISHED, email="siti@example.id"
    )

    results = at_once(
        *(
            lambda text=text: answer_feedback(feedback.pk, actor=fresh(operator.user), text=text, seen=0)
            for text in ("Ya.", "Tidak.")
        )
    )

    assert codes_of(results) == ["stale"]
    assert FeedbackAnswer.objects.count() == OutgoingMessage.objects.count() == 1


def test_a_form_that_arrives_twice_at_once_is_one_feedback():
    innovation = InnovationFactory()
    form = {"kind": FeedbackKind.QUESTION, "text": "Buka?", "consent": "Ya.", "form_key": "k", "is_proven": True}

    first, second = at_once(
        *(lambda: give_feedback(innovation.pk, writer=Writer(email="siti@example.id"), **form) for _ in range(2))
    )

    assert first == second
    assert Feedback.objects.count() == OutgoingMessage.objects.count() == 1


def test_marks_from_one_address_at_once_count_once():
    innovation = InnovationFactory()

    counted = at_once(*(lambda: mark_useful(innovation.pk, address="10.0.0.1") for _ in range(4)))

    assert sorted(counted) == [False, False, False, True]
    assert UsefulMark.objects.count() == 1
