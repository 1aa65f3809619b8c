"""Two make a draft of one idea at once, two decide differently, and one person supports twice at once."""

import pytest
from django.core.exceptions import ValidationError

from innovation_portal.accounts.models import User
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import MembershipRole
from submissions.models import Idea, IdeaSupport, Innovator, Submission
from submissions.services.ideas import IdeaText, adopt_idea, hand_in_idea, set_idea_aside, support_idea
from tests.concurrency.racing import at_once
from tests.factories.submissions import EditionFactory, MembershipFactory
from tests.factories.voice import IdeaFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def idea(transactional_db):
    return IdeaFactory()


def fresh(user):
    return User.objects.get(pk=user.pk)


def approvers(idea):
    return [MembershipFactory(agency=idea.agency, role=MembershipRole.APPROVER).user for _ in range(2)]


def test_of_two_conversions_at_once_there_is_one_draft(idea):
    edition = EditionFactory()
    calls = [
        lambda person=person: adopt_idea(
            idea.pk, actor=fresh(person), revision=0, edition_id=edition.pk, title="Loket"
        )
        for person in approvers(idea)
    ]

    first, second = at_once(*calls)

    assert first == second == Submission.objects.get()
    assert list(Innovator.objects.values_list("name", flat=True)) == [idea.author.name]
    assert OutgoingMessage.objects.filter(kind="idea_decided").count() == 1


def test_of_a_draft_and_a_refusal_at_once_one_counts(idea):
    edition, (one, other) = EditionFactory(), approvers(idea)

    results = at_once(
        lambda: adopt_idea(idea.pk, actor=fresh(one), revision=0, edition_id=edition.pk, title="Loket"),
        lambda: set_idea_aside(idea.pk, actor=fresh(other), revision=0, reason="Belum."),
    )

    assert [error.code for error in results if isinstance(error, ValidationError)] == ["decided"]
    assert (Idea.objects.get().revision, OutgoingMessage.objects.count()) == (1, 1)


def test_who_supports_twice_at_once_counts_once(idea):
    colleague = MembershipFactory(agency=idea.agency).user

    first, second = at_once(*[lambda: support_idea(idea.pk, actor=fresh(colleague))] * 2)

    assert first == second == IdeaSupport.objects.get()


def test_what_is_handed_in_twice_at_once_is_one_idea():
    member = MembershipFactory()
    text = IdeaText(title="Loket", problem="Antre.", proposal="Buka malam.", benefit="Cepat.")

    first, second = at_once(*[lambda: hand_in_idea(member.agency_id, actor=fresh(member.user), text=text)] * 2)

    assert first == second == Idea.objects.get()
