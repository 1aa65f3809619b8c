from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from innovation_portal.utils import clock
from innovation_portal.utils.schedule import registered_jobs
from submissions.enums import EditionState, MembershipRole
from submissions.models import ComplianceDay
from submissions.services.compliance_days import keep_days
from submissions.services.submissions import change_status
from tests.factories.submissions import (
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    ReadySubmissionFactory,
)

OPENED = datetime(2031, 3, 1, 8, tzinfo=ZoneInfo("Asia/Jakarta"))


def at(day, hour=12):
    return clock.at(OPENED.replace(hour=hour) + timedelta(days=day))


@pytest.fixture
def edition(db):
    """Registration runs for ten days; nothing comes after it."""
    with at(0, hour=8):
        edition = EditionFactory(year=2031)
        edition.stages.exclude(kind="registration").delete()
        edition.stages.update(opens_at=OPENED, closes_at=OPENED + timedelta(days=9))
        ObligationFactory(edition=edition)
    return edition


def kept(edition):
    return [(row.day.day, row.met, row.owed) for row in edition.days.all()]


def hand_in(edition):
    person = MembershipFactory(role=MembershipRole.APPROVER)
    ObligationFactory(edition=edition, agency=person.agency)
    draft = ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=person.agency))
    return change_status(draft.pk, "submit", actor=person.user)


def test_days_that_are_over_are_kept_once(edition):
    with at(1):
        hand_in(edition)
        assert (keep_days(), kept(edition)) == (1, [(1, 0, 1)])
        assert keep_days() == 0
    with at(3):
        hand_in(edition)
        assert keep_days() == 2

    assert kept(edition) == [(1, 0, 1), (2, 1, 2), (3, 1, 2)]
    assert {state: count for state, count in edition.days.last().states.items() if count} == {
        "nothing": 1,
        "submitted": 1,
    }


def test_days_end_with_the_edition_and_come_back_the_same(edition):
    with at(4):
        hand_in(edition)
    with at(60):
        keep_days()
        first = kept(edition)
        ComplianceDay.objects.all().delete()
        keep_days()

    assert kept(edition) == first == [(day, *((1, 2) if day > 4 else (0, 1))) for day in range(1, 11)]


def test_an_edition_in_preparation_keeps_none(edition):
    edition.state = EditionState.PREPARATION
    edition.save()
    with at(5):
        assert keep_days() == 0


def test_the_schedule_keeps_days():
    assert keep_days in [job.run for job in registered_jobs()]
