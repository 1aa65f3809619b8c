from datetime import UTC, datetime, timedelta

import pytest

from innovation_portal.utils import clock
from submissions.enums import ReminderRecipients as Who
from submissions.enums import SubmissionStatus
from submissions.models import Reminder, ReminderTurn, SubmissionEvent
from submissions.selectors.arrival import Arrival, arrival_of
from submissions.selectors.overview import Share
from submissions.selectors.timeline import timeline_of
from tests.factories.submissions import (
    EditionFactory,
    ExtensionFactory,
    ObligationFactory,
    SubmissionFactory,
    put_into,
)

MORNING = datetime(2026, 5, 4, 1, 0, tzinfo=UTC)
S = SubmissionStatus


def at(hour):
    return MORNING + timedelta(hours=hour)


@pytest.fixture
def edition(db):
    with clock.at(MORNING):
        return EditionFactory(year=2026)


@pytest.fixture
def busy(edition, agency):
    """An agency that was entered, reminded up to its superior, had more time and handed one of two drafts in."""
    with clock.at(at(0)):
        ObligationFactory(edition=edition, agency=agency)
    turns = ((2, Who.MEMBERS, 3), (2, Who.MEMBERS, 0), (3, Who.HEAD, 1), (3, Who.SUPERIOR, 1))
    for number, (hour, recipients, people) in enumerate(turns, start=1):
        reminder = Reminder.objects.create(edition=edition, days=number, recipients=recipients)
        day = (MORNING + timedelta(days=hour)).date()
        ReminderTurn.objects.create(reminder=reminder, agency=agency, deadline_on=day, people=people, at=at(hour))
    ExtensionFactory(edition=edition, agency=agency, closes_at=at(100), reason="Banjir.", granted_at=at(4))
    entered = SubmissionFactory(edition=edition, innovation__agency=agency, innovation__title="Klinik Terapung")
    put_into(entered, S.RETURNED, at=at(5))
    draft = SubmissionFactory(edition=edition, innovation__agency=agency, innovation__title="Rahasia")
    steps = ((entered, 1, "start", ""), (entered, 5, "submit", ""), (entered, 6, "return", "Lengkapi bukti."))
    for submission, hour, action, comment in (*steps, (draft, 7, "start", ""), (draft, 8, "withdraw", "Batal.")):
        SubmissionEvent.objects.create(
            submission=submission,
            actor=submission.created_by,
            action=action,
            to_status=submission.status,
            comment=comment,
            at=at(hour),
        )
    return agency


def told(edition, agency, **kwargs):
    return [
        ((happening.at - MORNING).seconds // 3600, str(happening.told), happening.innovation, happening.reason)
        for happening in timeline_of(edition, agency, **kwargs)
    ]


def test_timeline_tells_everything_to_the_agency_itself(edition, busy):
    assert told(edition, busy, with_writing=True) == [
        (8, "menarik usulan", "Rahasia", "Batal."),
        (7, "memulai draf", "Rahasia", ""),
        (6, "mengembalikan usulan untuk diperbaiki", "Klinik Terapung", "Lengkapi bukti."),
        (5, "menyetujui dan mengajukan usulan", "Klinik Terapung", ""),
        (4, "boleh mengajukan sampai Jumat, 8 Mei 2026, pukul 12.00 WIB", "", "Banjir."),
        (3, "kepalanya diingatkan", "", ""),
        (3, "atasannya diberi tahu", "", ""),
        (2, "diingatkan: 3 orang", "", ""),
        (1, "memulai draf", "Klinik Terapung", ""),
        (0, "masuk daftar wajib inovasi", "", ""),
    ]


def test_timeline_tells_leadership_of_no_draft_and_of_no_words_to_the_agency(edition, busy):
    assert told(edition, busy, with_writing=False) == [
        (6, "perlu memperbaiki usulannya", "Klinik Terapung", ""),
        (5, "mengajukan", "Klinik Terapung", ""),
        (4, "boleh mengajukan sampai Jumat, 8 Mei 2026, pukul 12.00 WIB", "", "Banjir."),
        (3, "kepalanya diingatkan", "", ""),
        (3, "atasannya diberi tahu", "", ""),
        (2, "diingatkan: 3 orang", "", ""),
        (0, "masuk daftar wajib inovasi", "", ""),
    ]


def test_timeline_keeps_to_its_edition_and_agency(edition, busy):
    other = ObligationFactory(edition=edition).agency

    assert len(timeline_of(edition, other, with_writing=True)) == 1
    assert timeline_of(EditionFactory(year=2025), busy, with_writing=True) == []


def test_timeline_takes_four_queries(edition, busy, django_assert_num_queries):
    with django_assert_num_queries(4):
        timeline_of(edition, busy, with_writing=True)


def handed_in(edition, agency, hour, status=S.SUBMITTED):
    put_into(SubmissionFactory(edition=edition, innovation__agency=agency), status, at=at(hour))


def test_place_is_taken_with_the_last_submission_that_was_owed(edition):
    first, double, late = (
        ObligationFactory(edition=edition, required_count=required).agency for required in (1, 2, 1)
    )
    handed_in(edition, double, 1)
    handed_in(edition, first, 2)
    handed_in(edition, first, 3)
    handed_in(edition, late, 4, S.REJECTED)
    handed_in(edition, double, 5)
    exempt = ObligationFactory(edition=edition, is_exempt=True, exemption_reason="Baru dibentuk.").agency
    handed_in(edition, exempt, 0)

    share = Share(met=2, owed=3)
    assert [arrival_of(edition, agency) for agency in (first, double, late, exempt)] == [
        Arrival(1, share),
        Arrival(2, share),
        Arrival(None, share),
        Arrival(None, share),
    ]
