import pytest

from innovation_portal.utils import clock
from judging.enums import AwardKind, AwardState
from judging.models import ResultRow
from submissions.enums import SubmissionStatus
from submissions.selectors.funnel import funnel_of
from tests.factories.judging import AwardFactory, AwardLevelFactory, ResultRunFactory, RoundFactory
from tests.factories.submissions import (
    EditionFactory,
    ObligationFactory,
    RecognitionFactory,
    SubmissionFactory,
    put_into,
)

S = SubmissionStatus
STEPS = ["dibuat", "diajukan", "terverifikasi", "dinilai", "nomine", "penerima", "diakui"]


@pytest.fixture
def edition(db):
    return EditionFactory(year=2026)


def entered(edition, status=S.DRAFT, **innovation):
    of_innovation = {f"innovation__{name}": value for name, value in innovation.items()}
    submission = SubmissionFactory(edition=edition, **of_innovation)
    put_into(submission, status, at=submission.created_at)
    return submission


@pytest.fixture
def filled(edition):
    """Seven submissions, each a step further than the one before; the last is recognised."""
    drafted, returned, verified, judged, nominee, winner, recognised = (
        entered(edition, status) for status in (S.DRAFT, S.RETURNED, *[S.VERIFIED] * 5)
    )
    run = ResultRunFactory(round=RoundFactory(edition=edition), confirmed_at=clock.now())
    for rank, submission in enumerate((judged, nominee, winner, recognised), 1):
        ResultRow.objects.create(run=run, submission=submission, rank=rank, sheet_count=1)
    ResultRow.objects.create(run=run, submission=verified, rank=None, sheet_count=0)
    nominees, winners = (AwardLevelFactory(edition=edition, kind=kind) for kind in AwardKind)
    AwardFactory(submission=nominee, level=nominees, run=run)
    for submission in (winner, recognised):
        AwardFactory(submission=submission, level=nominees, run=run)
        AwardFactory(submission=submission, level=winners, run=run)
    revoked = {"state": AwardState.REVOKED, "revoked_at": clock.now(), "revocation_reason": "Salinan."}
    AwardFactory(submission=judged, level=winners, run=run, **revoked)
    RecognitionFactory(innovation=recognised.innovation, year=2027)
    RecognitionFactory(innovation=winner.innovation, year=2025)
    return [drafted, returned, verified, judged, nominee, winner, recognised]


def test_funnel_counts_each_submission_at_every_step_it_reached(edition, filled):
    entered(EditionFactory(year=2025), S.VERIFIED)

    reaches = funnel_of(edition)

    assert [(reach.step.key, reach.count, reach.percent, reach.width) for reach in reaches] == [
        ("dibuat", 7, None, 100),
        ("diajukan", 6, 85, 85),
        ("terverifikasi", 5, 83, 71),
        ("dinilai", 4, 80, 57),
        ("nomine", 3, 75, 42),
        ("penerima", 2, 66, 28),
        ("diakui", 1, 50, 14),
    ]


def test_every_step_leads_to_as_many_rows(client, leader, edition, filled):
    client.force_login(leader)

    for number, step in enumerate(STEPS):
        rows = client.get(f"/pantau/2026/corong/{step}/").context["object_list"]
        assert set(rows) == set(filled[number:])
    assert client.get("/pantau/2026/corong/terbang/").status_code == 404


def test_leadership_reads_no_title_of_a_draft(client, leader, edition):
    entered(edition, title="Rahasia Dapur")
    entered(edition, S.SUBMITTED, title="Klinik Terapung")
    client.force_login(leader)

    page = client.get("/pantau/2026/corong/dibuat/").content.decode()

    assert ("Rahasia Dapur" in page, "Klinik Terapung" in page) == (False, True)


def test_more_at_a_step_than_before_it_is_no_share(edition):
    first, second = entered(edition, S.VERIFIED), entered(edition, S.VERIFIED)
    for submission in (first, second):
        RecognitionFactory(innovation=submission.innovation, year=2026)

    assert [(reach.count, reach.percent) for reach in funnel_of(edition)][-2:] == [(0, None), (2, None)]


def test_funnel_is_narrowed_by_kind_and_region_of_the_duty(client, leader, edition):
    wanted = ObligationFactory(edition=edition, agency__kind="biro")
    entered(edition, S.SUBMITTED, agency=wanted.agency)
    entered(edition, S.SUBMITTED, agency=ObligationFactory(edition=edition, agency__kind="dinas").agency)
    client.force_login(leader)

    for query in ({"kind": "biro"}, {"region": wanted.region_id}):
        rows = client.get("/pantau/2026/corong/", query).context["rows"]
        assert [reach.count for reach, _earlier in rows] == [1, 1, 0, 0, 0, 0, 0]


def test_the_year_before_stands_beside(client, leader, edition):
    entered(EditionFactory(year=2025), S.SUBMITTED)
    client.force_login(leader)

    context = client.get("/pantau/2026/corong/").context

    assert (context["before"].year, [earlier.count for _reach, earlier in context["rows"]][:2]) == (2025, [1, 1])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("", 8), ("diajukan/", 7)])
def test_query_counts_are_constant(client, leader, edition, count, address, queries, django_assert_num_queries):
    EditionFactory(year=2025)
    for _number in range(count):
        entered(edition, S.SUBMITTED)
    client.force_login(leader)

    with django_assert_num_queries(queries):
        client.get(f"/pantau/2026/corong/{address}")
