from datetime import UTC, datetime

from home.models import Dump, InnovationPage
from home.services.dumps import make_dump, order_dumps
from home.services.publishing import publish_innovation
from innovation_portal.utils import clock
from submissions.enums import CataloguePolicy, DataMark, EditionState
from submissions.models import Innovation
from tests.factories.judging import AwardFactory, AwardLevelFactory, VerifiedSubmissionFactory
from tests.factories.submissions import EditionFactory, InnovationFactory, ObligationFactory, RecognitionFactory

NIGHT = datetime(2026, 11, 26, 18, 5, tzinfo=UTC)  # five past one on the 27th in Jakarta


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


def awarded_page(year: int = 2061, **fields) -> InnovationPage:
    """A published submission of a finished edition with an award; of two obliged agencies one has entered."""
    page = published_submission(edition_fields={"year": year, "state": EditionState.FINISHED}, **fields)
    submission = page.version.submission
    level = AwardLevelFactory(edition=submission.edition, name="Terbaik I")
    AwardFactory(run__round__edition=submission.edition, submission=submission, level=level)
    ObligationFactory(edition=submission.edition, agency=submission.innovation.agency)
    ObligationFactory(edition=submission.edition)
    return publish_innovation(submission.innovation_id)


def make_all_dumps(moment: datetime = NIGHT) -> list[Dump]:
    """Order and make the files of one night; return them."""
    with clock.at(moment):
        order_dumps()
        for dump in Dump.objects.filter(made_at__isnull=True):
            make_dump(dump.pk)
        return list(Dump.objects.filter(day=clock.today()))
