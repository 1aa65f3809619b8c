"""Where an agency stands is kept on its obligation whenever a submission changes."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from innovation_portal.utils import clock
from submissions.enums import ComplianceState, EditionState, SubmissionStatus
from submissions.models import Agency, Obligation
from submissions.services.agency_changes import merge_agency
from submissions.services.drafts import touch
from submissions.services.editions import open_edition
from submissions.services.obligations import exempt_agency
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    ObligationFactory,
    SubmissionFactory,
    put_into,
)

S = SubmissionStatus
C = ComplianceState
SAVE, NOTE, LOCK, COUNT = 1, 1, 1, 1  # queries


@pytest.fixture
def edition(db):
    return EditionFactory()


def entered(edition, agency, *statuses):
    """Enter submissions of these statuses; return them."""
    submissions = [
        SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency)) for _status in statuses
    ]
    for submission, status in zip(submissions, statuses, strict=True):
        put_into(submission, status)
    return submissions


def kept():
    return list(Obligation.objects.order_by("pk").values_list("furthest", "submitted_count"))


def latest_changes():
    return list(Obligation.objects.order_by("pk").values_list("last_activity", flat=True))


def test_each_submission_counts_for_its_agency_and_edition_alone(edition):
    first, second = ObligationFactory(edition=edition), ObligationFactory(edition=edition)
    ObligationFactory(edition=EditionFactory(), agency=first.agency)

    entered(edition, first.agency, S.DRAFT, S.REJECTED, S.RETURNED, S.SUBMITTED, S.WITHDRAWN)
    entered(edition, second.agency, S.DRAFT)

    assert kept() == [(C.SUBMITTED, 2), (C.DRAFT, 0), (C.NOTHING, 0)]


def test_what_is_withdrawn_or_comes_back_is_followed(edition):
    duty = ObligationFactory(edition=edition)
    [submission] = entered(edition, duty.agency, S.VERIFIED)
    seen = kept()
    for status, handed_in in ((S.AWAITING_APPROVAL, clock.now()), (S.AWAITING_APPROVAL, None), (S.DRAFT, None)):
        submission.status, submission.first_submitted_at = status, handed_in
        submission.registration_number = submission.registration_number or "INV-1"
        submission.save(update_fields=["status", "first_submitted_at"])
        seen += kept()

    assert seen == [(C.VERIFIED, 1), (C.RETURNED, 1), (C.AWAITING_APPROVAL, 0), (C.DRAFT, 0)]


def test_saving_a_text_counts_nothing_and_notes_when(edition, django_assert_num_queries):
    duty = ObligationFactory(edition=edition)
    [submission] = entered(edition, duty.agency, S.DRAFT)
    later = clock.now() + timedelta(hours=1)

    with clock.at(later), django_assert_num_queries(SAVE + NOTE):
        touch(submission)
    duty.refresh_from_db()
    assert (duty.furthest, duty.last_activity) == (C.DRAFT, later)
    with django_assert_num_queries(SAVE + LOCK + COUNT):
        submission.save(update_fields=["status"])


def test_who_owes_nothing_has_nothing_to_count(edition, django_assert_num_queries):
    [submission] = entered(edition, AgencyFactory(), S.DRAFT)

    with django_assert_num_queries(SAVE + LOCK):
        submission.save(update_fields=["status"])


def test_an_exemption_leaves_what_was_entered(edition, secretary):
    duty = ObligationFactory(edition=edition)
    entered(edition, duty.agency, S.SUBMITTED)

    exempt_agency(duty.pk, actor=secretary, reason="Digabung.")

    assert kept() == [(C.SUBMITTED, 1)]


def test_who_is_obliged_later_stands_where_it_came_to(secretary):
    agency = AgencyFactory(is_obliged=False)
    edition = EditionFactory(state=EditionState.OPEN)
    entered(edition, agency, S.SUBMITTED)
    Agency.objects.update(is_obliged=True)

    open_edition(edition.pk, actor=secretary)

    assert kept() == [(C.SUBMITTED, 1)]


def test_a_merger_takes_what_was_entered_in_editions_not_finished(edition, secretary):
    past = EditionFactory(year=2019, state=EditionState.FINISHED)
    agency, successor = AgencyFactory(), AgencyFactory()
    for one in (edition, past):
        ObligationFactory(edition=one, agency=agency)
        ObligationFactory(edition=one, agency=successor)
        entered(one, agency, S.VERIFIED)

    merge_agency(agency.pk, actor=secretary, successor_id=successor.pk, on=clock.today(), document="Perda 1/2026")

    assert kept() == [(C.NOTHING, 0), (C.VERIFIED, 1), (C.VERIFIED, 1), (C.NOTHING, 0)]


def test_the_migration_counts_as_the_portal_does(edition):
    for status in S.values:
        entered(edition, ObligationFactory(edition=edition).agency, status)
    correction = ObligationFactory(edition=edition)
    [submission] = entered(edition, correction.agency, S.RETURNED)
    submission.status = S.AWAITING_APPROVAL
    submission.save()
    ObligationFactory(edition=edition)
    before = kept(), latest_changes()
    Obligation.objects.update(furthest=C.NOTHING, submitted_count=0, last_activity=None)

    import_module("submissions.migrations.0033_standing_is_kept").count_what_was_entered(apps, None)
    import_module("submissions.migrations.0035_last_activity_is_kept").note_latest_changes(apps, None)

    assert (kept(), latest_changes()) == before
    assert kept()[-2:] == [(C.RETURNED, 1), (C.NOTHING, 0)]
    assert latest_changes()[-2:] == [submission.updated_at, None]
