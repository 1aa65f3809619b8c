import pytest

from submissions.enums import SubmissionStatus
from tests.factories.submissions import CategoryFactory, EditionFactory, ObligationFactory, SubmissionFactory, put_into

S = SubmissionStatus


@pytest.fixture
def edition(db):
    return EditionFactory(year=2026)


def obliged(edition, status=None, category=None, **duty):
    """An agency of the edition; with a status, a submission in that state."""
    obligation = ObligationFactory(edition=edition, **duty)
    if status:
        submission = SubmissionFactory(edition=edition, innovation__agency=obligation.agency, category=category)
        put_into(submission, status, at=submission.created_at)
    return obligation.agency


def shown(client, **query):
    return [row.agency for row in client.get("/pantau/2026/opd/", query).context["object_list"]]


def test_board_is_narrowed_by_the_duty(client, leader, edition):
    kept = obliged(edition, S.RETURNED)
    owing = obliged(edition, S.DRAFT)
    half = obliged(edition, S.SUBMITTED, required_count=2)
    obliged(edition, is_exempt=True, exemption_reason="Baru dibentuk.")
    client.force_login(leader)

    assert shown(client, duty="met") == [kept]
    assert shown(client, duty="unmet") == [owing, half]


def test_board_is_narrowed_by_the_category_of_what_counts(client, leader, edition):
    wanted, other = edition.categories.get(), CategoryFactory(edition=edition)
    entered = obliged(edition, S.VERIFIED, wanted)
    obliged(edition, S.VERIFIED, other)
    obliged(edition, S.DRAFT, wanted)
    obliged(edition, S.REJECTED, wanted)
    client.force_login(leader)

    assert shown(client, category=wanted.pk) == [entered]


def test_figures_of_the_first_screen_lead_to_as_many_rows(client, leader, edition):
    states = [None, None, *S]
    for status in states:
        obliged(edition, status)
    obliged(edition, is_exempt=True, exemption_reason="Baru dibentuk.")
    client.force_login(leader)
    overview = client.get("/pantau/2026/").context["overview"]

    figures = {"duty=met": overview.share.met, "duty=unmet": overview.share.unmet}
    figures |= {f"state={state}": overview.totals[state] for state in overview.totals}

    rows = {query: client.get(f"/pantau/2026/opd/?{query}").context["page_obj"].paginator.count for query in figures}
    assert rows == figures
    assert (rows["duty=met"], rows["duty=unmet"], rows["state=nothing"]) == (3, 6, 3)
