from datetime import timedelta

import pytest

from innovation_portal.utils import clock
from submissions.enums import AgencyKind, ComplianceState, SubmissionStatus
from submissions.models import Submission
from submissions.models.standing import keep_standing
from submissions.selectors.compliance import compliance_totals, duties_of
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    ObligationFactory,
    RegionFactory,
    SubmissionFactory,
    put_into,
)

S = SubmissionStatus
C = ComplianceState


@pytest.fixture
def edition(db):
    return EditionFactory()


def agency_with(edition, *statuses, **obligation):
    """Make an obliged agency whose submissions of the edition have these statuses."""
    agency = AgencyFactory()
    row = ObligationFactory(edition=edition, agency=agency, **obligation)
    for status in statuses:
        submission = SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
        put_into(submission, status)
    return row


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((), C.NOTHING),
        ((S.WITHDRAWN,), C.NOTHING),
        ((S.DRAFT,), C.DRAFT),
        ((S.DRAFT, S.AWAITING_APPROVAL), C.AWAITING_APPROVAL),
        ((S.REJECTED, S.DRAFT), C.REJECTED),
        ((S.RETURNED, S.REJECTED), C.RETURNED),
        ((S.RETURNED, S.SUBMITTED, S.WITHDRAWN), C.SUBMITTED),
        ((S.VERIFIED, S.REJECTED, S.DRAFT), C.VERIFIED),
    ],
)
def test_state_of_an_agency_is_that_of_its_furthest_submission(edition, statuses, expected):
    agency_with(edition, *statuses)

    assert [row.state for row in duties_of(edition)] == [expected]


def test_exemption_comes_before_what_was_submitted(edition):
    agency_with(edition, S.VERIFIED, is_exempt=True, exemption_reason="Baru dibentuk.")

    assert duties_of(edition).get().state == C.EXEMPT


@pytest.mark.parametrize(
    ("statuses", "count", "is_met"),
    [
        ((), 0, False),
        ((S.DRAFT, S.AWAITING_APPROVAL, S.REJECTED, S.WITHDRAWN), 0, False),
        ((S.VERIFIED,), 1, False),
        ((S.VERIFIED, S.RETURNED), 2, True),
        ((S.SUBMITTED, S.SUBMITTED, S.VERIFIED), 3, True),
    ],
)
def test_obligation_is_met_by_as_many_as_are_owed(edition, statuses, count, is_met):
    agency_with(edition, *statuses, required_count=2)

    row = duties_of(edition).get()

    assert (row.submitted_count, row.is_met) == (count, is_met)


def test_correction_counts_while_it_waits_for_approval(edition):
    row = agency_with(edition, S.RETURNED)
    submission = Submission.objects.get()
    submission.status = S.AWAITING_APPROVAL
    submission.save()

    found = duties_of(edition).get(pk=row.pk)

    assert (found.state, found.submitted_count, found.is_met) == (C.RETURNED, 1, True)


def test_submissions_of_another_edition_do_not_count(edition):
    row = agency_with(edition)
    SubmissionFactory(edition=EditionFactory(), innovation=InnovationFactory(agency=row.agency))

    found = duties_of(edition).get()

    assert (found.state, found.submitted_count, found.last_activity) == (C.NOTHING, 0, None)


def test_last_activity_is_the_latest_change(edition):
    row = agency_with(edition, S.DRAFT, S.DRAFT)
    earlier, later = clock.now() - timedelta(days=3), clock.now() - timedelta(days=1)
    first, second = Submission.objects.filter(innovation__agency=row.agency)
    Submission.objects.filter(pk=first.pk).update(updated_at=later)
    Submission.objects.filter(pk=second.pk).update(updated_at=earlier)
    keep_standing(edition, [row.agency_id])

    assert duties_of(edition).get().last_activity == later


def test_totals_name_every_state(edition):
    agency_with(edition)
    agency_with(edition, S.VERIFIED)
    agency_with(edition, S.VERIFIED, S.DRAFT)
    agency_with(edition, S.DRAFT, is_exempt=True, exemption_reason="Digabung.")
    agency_with(EditionFactory(), S.SUBMITTED)

    assert compliance_totals(edition) == {
        C.EXEMPT: 1,
        C.NOTHING: 1,
        C.DRAFT: 0,
        C.AWAITING_APPROVAL: 0,
        C.REJECTED: 0,
        C.RETURNED: 0,
        C.SUBMITTED: 0,
        C.VERIFIED: 2,
    }


def test_compliance_is_narrowed_by_region_kind_state_and_words(edition):
    region = RegionFactory(code="33", name="Provinsi Uji")
    hospital = ObligationFactory(
        edition=edition,
        agency=AgencyFactory(region=region, kind=AgencyKind.HOSPITAL, name="RSUD Sehat", code="RSUD-S"),
    )
    other = agency_with(edition, S.SUBMITTED)

    assert list(duties_of(edition)) == [hospital, other]
    assert list(duties_of(edition, region=region)) == [hospital]
    assert list(duties_of(edition, kind=AgencyKind.HOSPITAL)) == [hospital]
    assert list(duties_of(edition, state=C.SUBMITTED)) == [other]
    assert list(duties_of(edition, search=" rsud-s ")) == [hospital]


@pytest.mark.parametrize("count", [1, 3])
def test_compliance_query_count_is_constant(edition, count, django_assert_num_queries):
    for _row in range(count):
        agency_with(edition, S.SUBMITTED)

    with django_assert_num_queries(1):
        rows = [(row.region.name, row.state, row.is_met) for row in duties_of(edition)]

    assert len(rows) == count
