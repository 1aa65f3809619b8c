import factory
from factory.django import DjangoModelFactory

from submissions import models
from submissions.enums import EvidenceKind
from submissions.services.iid_tables import install_indicator_tables
from tests.factories.accounts import UserFactory
from tests.factories.submissions import InnovationFactory, SubmissionFactory


def official_table() -> models.IndicatorTable:
    """Return the table of 2026 that comes with the portal."""
    install_indicator_tables()
    return models.IndicatorTable.objects.get(year=2026)


class IidAssessmentFactory(DjangoModelFactory):
    """An empty sheet by the table of 2026."""

    class Meta:
        model = models.IidAssessment

    table = factory.LazyFunction(official_table)
    innovation = factory.SubFactory(InnovationFactory)
    started_by = factory.SubFactory(UserFactory)


class EvidenceFactory(DjangoModelFactory):
    """A link of a submission."""

    class Meta:
        model = models.Evidence

    submission = factory.SubFactory(SubmissionFactory)
    kind = EvidenceKind.LINK
    title = "Laporan"
    url = "https://laporan.example.id/"
    uploaded_by = factory.SubFactory(UserFactory)
