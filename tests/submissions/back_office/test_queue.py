import pytest
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from submissions.services.claims import claim_submission
from submissions.services.verification import verify_submission
from tests.factories.accounts import UserFactory
from tests.factories.submissions import CategoryFactory, EditionFactory, handed_in


@pytest.fixture
def desk(client, verifier):
    client.force_login(verifier)
    return client


@pytest.fixture
def waiting(db, verifier):
    """Three submissions: on the own desk, on nobody's with a proposal, on a colleague's."""
    first = EditionFactory()
    second = EditionFactory(categories=[], needs_second_verifier=True)
    CategoryFactory(edition=second, name="Efektivitas institusi")
    mine, proposed, held = handed_in(first), handed_in(second), handed_in(first)
    colleague = UserFactory(roles=[Role.VERIFIER])
    claim_submission(mine.pk, actor=verifier)
    claim_submission(held.pk, actor=colleague)
    verify_submission(proposed.pk, actor=colleague, outcome="passed")
    return {"mine": mine, "proposed": proposed, "held": held}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (lambda waiting: {}, ["mine", "proposed", "held"]),
        (lambda waiting: {"edition": waiting["mine"].edition_id}, ["mine", "held"]),
        (lambda waiting: {"category": "Efektivitas institusi"}, ["proposed"]),
        (lambda waiting: {"region": waiting["held"].innovation.agency.region_id}, ["held"]),
        (lambda waiting: {"desk": "mine"}, ["mine"]),
        (lambda waiting: {"desk": "nobody"}, ["proposed"]),
        (lambda waiting: {"second": "waits"}, ["proposed"]),
    ],
)
def test_queue_is_narrowed(desk, waiting, chosen, expected):
    response = desk.get(reverse("verification:index"), chosen(waiting))

    assert list(response.context["object_list"]) == [waiting[name] for name in expected]
