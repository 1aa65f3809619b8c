from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from innovation_portal.utils import clock
from innovation_portal.utils.contacts import without_personal_data
from submissions import models
from submissions.voice_enums import FeedbackKind, FeedbackState, ReplicationState
from tests.factories.accounts import UserFactory
from tests.factories.submissions import AgencyFactory, InnovationFactory, MembershipFactory


class FeedbackFactory(DjangoModelFactory):
    """A question that waits for the editors; `state=FeedbackState.PUBLISHED` is one that the public reads."""

    class Meta:
        model = models.Feedback

    innovation = factory.SubFactory(InnovationFactory)
    kind = FeedbackKind.QUESTION
    text = "Apakah layanan ini buka pada hari Sabtu?"
    consent = "Saya setuju."
    form_key = factory.Sequence(lambda n: f"kunci-{n:05}")
    is_proven = True

    @factory.lazy_attribute
    def public_text(self):
        return without_personal_data(self.text) if self.state == FeedbackState.PUBLISHED else ""

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


class ReplicationFactory(DjangoModelFactory):
    """One that waits for the agency of origin; `state=ReplicationState.CONFIRMED` is one that counts."""

    class Meta:
        model = models.Replication

    innovation = factory.SubFactory(InnovationFactory)
    agency = factory.SubFactory(AgencyFactory)
    plan = "Antrean daring di tiga puskesmas mulai Mei."
    announced_by = factory.SubFactory(UserFactory)

    @factory.lazy_attribute
    def decided_by(self):
        return UserFactory() if self.state == ReplicationState.CONFIRMED else None

    @factory.lazy_attribute
    def decided_at(self):
        return clock.now() if self.state == ReplicationState.CONFIRMED else None

    @factory.lazy_attribute
    def state(self):
        return ReplicationState.ANNOUNCED


class IdeaFactory(DjangoModelFactory):
    """One that waits for an answer, by a member of its agency."""

    class Meta:
        model = models.Idea

    agency = factory.SubFactory(AgencyFactory)
    author = factory.LazyAttribute(lambda idea: MembershipFactory(agency=idea.agency).user)
    title = factory.Sequence(lambda n: f"Loket malam {n:05}")
    problem = "Antrean mengular sejak subuh."
    proposal = "Buka loket sampai pukul 20 dua kali sepekan."
    benefit = "Buruh pabrik tidak perlu izin kerja."
