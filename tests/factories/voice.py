from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from innovation_portal.utils import clock
from submissions import models
from submissions.voice_enums import FeedbackKind, FeedbackState
from tests.factories.submissions import InnovationFactory


class FeedbackFactory(DjangoModelFactory):
    """A question that waits for the editors; `state=FeedbackState.PUBLISHED` is one that the public reads."""

    class Meta:
        model = models.Feedback

    innovation = factory.SubFactory(InnovationFactory)
    kind = FeedbackKind.QUESTION
    text = "Apakah layanan ini buka pada hari Sabtu?"
    consent = "Saya setuju."
    form_key = factory.Sequence(lambda n: f"kunci-{n}")
    is_proven = True

    @factory.lazy_attribute
    def published_at(self):
        return clock.now() if self.state == FeedbackState.PUBLISHED else None

    @factory.lazy_attribute
    def state(self):
        return FeedbackState.WAITING


class FollowUpRoundFactory(DjangoModelFactory):
    """A yearly question that is open today."""

    class Meta:
        model = models.FollowUpRound

    year = factory.Sequence(lambda n: 2040 + n)
    asks_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=10))
    closes_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=30))


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = models.FollowUp

    round = factory.SubFactory(FollowUpRoundFactory)
    innovation = factory.SubFactory(InnovationFactory)
