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
