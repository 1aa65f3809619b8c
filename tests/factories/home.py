from home.models import InnovationPage
from home.services.publishing import publish_innovation
from submissions.enums import CataloguePolicy, DataMark
from submissions.models import Innovation
from tests.factories.judging import VerifiedSubmissionFactory
from tests.factories.submissions import EditionFactory, InnovationFactory, RecognitionFactory


def past_innovation(*, award: str = "KIPP nasional - Top 45", year: int = 2019, **fields) -> Innovation:
    """An innovation known from a public source."""
    innovation = InnovationFactory(data_mark=DataMark.PUBLIC, first_known_year=year, **fields)
    RecognitionFactory(innovation=innovation, award=award, year=year)
    return innovation


def published_past_innovation(**fields) -> InnovationPage:
    return publish_innovation(past_innovation(**fields).pk)


def published_submission(*, edition_fields: dict | None = None, **fields) -> InnovationPage:
    """A verified submission of an edition that shows innovations after verification, with its page."""
    edition = EditionFactory(catalogue_policy=CataloguePolicy.AFTER_VERIFICATION, **(edition_fields or {}))
    submission = VerifiedSubmissionFactory(edition=edition, **fields)
    return publish_innovation(submission.innovation_id)
