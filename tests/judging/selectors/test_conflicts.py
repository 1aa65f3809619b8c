import pytest
from django.utils import translation

from judging.enums import ConflictSource
from judging.models import ConflictOfInterest
from judging.selectors.conflicts import automatic_conflict, automatic_conflicts, counts_by_source, with_ties
from submissions.models import SubmissionVersion
from tests.factories.accounts import UserFactory
from tests.factories.judging import (
    AssignmentFactory,
    CollaborationFactory,
    PanelistFactory,
    VerifiedSubmissionFactory,
    version_of,
)
from tests.factories.submissions import MembershipFactory


@pytest.fixture
def submission(round_):
    return VerifiedSubmissionFactory(
        edition=round_.edition,
        innovation__agency__name="Dinas Kesehatan Kudus",
        version__innovators=[{"name": "SITI RAHAYU, S.Kep.", "role": "Perawat"}, {"name": "Budi", "role": ""}],
    )


def tie_by_membership(seat, submission):
    MembershipFactory(user=seat.judge, agency=submission.innovation.agency)


def tie_by_employer(seat, submission):
    seat.employer = f"Pemerintah {submission.innovation.agency.region.name}"
    seat.save()


def tie_by_name(seat, submission):
    seat.judge.name = "dr. Hj. Siti Rahayu, Sp.A."
    seat.judge.save()


def tie_by_writing(seat, submission):
    submission.created_by = seat.judge
    submission.save()


def tie_by_submitting(seat, submission):
    submission.versions.update(submitted_by=seat.judge)


def tie_by_agency(seat, submission):
    CollaborationFactory(judge=seat.judge, agency=submission.innovation.agency)


def tie_by_innovation(seat, submission):
    CollaborationFactory(judge=seat.judge, agency=None, innovation=submission.innovation)


TIES = {
    tie_by_membership: "Juri adalah anggota Dinas Kesehatan Kudus dalam portal ini.",
    tie_by_employer: "Juri bekerja pada Pemerintah {region}.",
    tie_by_name: "Seorang inovator usulan ini bernama sama dengan juri, dr. Hj. Siti Rahayu, Sp.A..",
    tie_by_writing: "Juri menulis atau mengirim usulan ini.",
    tie_by_submitting: "Juri menulis atau mengirim usulan ini.",
    tie_by_agency: "Juri pernah bekerja sama dengan Dinas Kesehatan Kudus.",
    tie_by_innovation: "Juri pernah ikut mengerjakan inovasi ini.",
}


def found_between(*seats):
    return automatic_conflicts(seats, with_ties(SubmissionVersion.objects.all()))


@pytest.mark.parametrize("tie", TIES)
def test_each_tie_keeps_its_judge_alone_from_its_entry_alone(round_, submission, tie):
    seat, free = PanelistFactory.create_batch(2, round=round_)
    other = VerifiedSubmissionFactory(edition=round_.edition, version__innovators=[])
    assert found_between(seat, free) == {}

    tie(seat, submission)
    with translation.override("en"):
        found = found_between(seat, free)

    reason = TIES[tie].format(region=submission.innovation.agency.region.name)
    assert found == {(seat.judge_id, submission.pk): reason}
    assigned = AssignmentFactory(round=round_, panelist=seat, version=version_of(submission))
    free_one = AssignmentFactory(round=round_, panelist=seat, version=version_of(other))
    assert [automatic_conflict(one) for one in (assigned, free_one)] == [reason, ""]


@pytest.mark.parametrize("count", [1, 4])
def test_query_count_is_constant(round_, count, django_assert_num_queries):
    for submission in VerifiedSubmissionFactory.create_batch(count, edition=round_.edition):
        seat = PanelistFactory(round=round_)
        tie_by_agency(seat, submission)
        tie_by_membership(PanelistFactory(round=round_), submission)
    panel = list(round_.panel.select_related("judge"))

    with django_assert_num_queries(3):
        found = found_between(*panel)

    assert len(found) == 2 * count


def test_conflicts_are_counted_by_source(submission):
    sources = [ConflictSource.DECLARED, ConflictSource.AUTOMATIC, ConflictSource.DECLARED]
    for source in sources:
        ConflictOfInterest.objects.create(judge=UserFactory(), submission=submission, source=source, reason="x")

    assert [count for _label, count in counts_by_source()] == [1, 2, 0, 0]
