from datetime import UTC, datetime, timedelta

import pytest

from innovation_portal.utils import clock
from submissions.enums import MembershipRole
from submissions.selectors.day_news import news_since_yesterday
from submissions.services.obligations import exempt_agency, lift_exemption
from submissions.services.submissions import change_status
from tests.factories.submissions import (
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    ReadySubmissionFactory,
)

NOW = datetime(2031, 5, 18, 2, tzinfo=UTC)  # nine in the morning of the portal
MIDNIGHT = datetime(2031, 5, 16, 17, tzinfo=UTC)  # yesterday begins


def running_edition():
    with clock.at(NOW - timedelta(days=5)):
        return EditionFactory()


@pytest.fixture
def edition(db):
    return running_edition()


def agency_of(edition, name):
    person = MembershipFactory(role=MembershipRole.APPROVER, agency__name=name)
    duty = ObligationFactory(edition=edition, agency=person.agency)
    draft = ReadySubmissionFactory(
        edition=edition, innovation=InnovationFactory(agency=person.agency, title=f"Inovasi {name}")
    )
    return person.user, duty, draft


def told(edition):
    with clock.at(NOW):
        return [(one.at, one.agency, str(one.told), one.innovation) for one in news_since_yesterday(edition)]


def test_what_happened_since_yesterday_began_stands_there_the_latest_first(edition, secretary):
    other = running_edition()
    approver, duty, draft = agency_of(edition, "A")
    early, _duty, before = agency_of(edition, "B")
    elsewhere, _duty, foreign = agency_of(other, "C")
    moments = [MIDNIGHT, MIDNIGHT + timedelta(hours=5), NOW - timedelta(hours=2), NOW - timedelta(hours=1)]
    with clock.at(MIDNIGHT - timedelta(seconds=1)):
        change_status(before.pk, "submit", actor=early)
    with clock.at(moments[0]):
        change_status(draft.pk, "request_approval", actor=approver)
        change_status(draft.pk, "submit", actor=approver)
        change_status(foreign.pk, "submit", actor=elsewhere)
    with clock.at(moments[1]):
        change_status(draft.pk, "withdraw", actor=approver, comment="Salah edisi.")
    with clock.at(moments[2]):
        exempt_agency(duty.pk, actor=secretary, reason="Digabung.")
    with clock.at(moments[3]):
        lift_exemption(duty.pk, actor=secretary)

    assert told(edition) == [
        (moments[3], "A", "kembali wajib berinovasi", ""),
        (moments[2], "A", "dikecualikan", ""),
        (moments[1], "A", "menarik usulannya", "Inovasi A"),
        (moments[0], "A", "mengajukan", "Inovasi A"),
    ]


def test_it_takes_two_queries_however_much_happened(edition, django_assert_num_queries):
    for name in "AB":
        approver, _duty, draft = agency_of(edition, name)
        with clock.at(NOW - timedelta(hours=1)):
            change_status(draft.pk, "submit", actor=approver)

    with clock.at(NOW), django_assert_num_queries(2):
        assert len(news_since_yesterday(edition)) == 2


def test_of_a_draft_that_was_never_handed_in_nothing_is_told(edition):
    approver, _duty, draft = agency_of(edition, "A")
    with clock.at(NOW - timedelta(hours=1)):
        change_status(draft.pk, "withdraw", actor=approver, comment="Belum siap.")

    assert told(edition) == []
