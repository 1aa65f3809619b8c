import pytest
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from submissions.models import Verification, VerificationClaim
from submissions.services.claims import claim_submission
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory, handed_in


@pytest.fixture
def edition(db):
    return EditionFactory()


@pytest.fixture
def waiting(edition):
    return handed_in(edition)


@pytest.fixture
def colleague(db):
    return UserFactory(name="Budi Santoso", roles=[Role.VERIFIER])


@pytest.fixture
def desk(client, verifier):
    client.force_login(verifier)
    return client


def address(name, submission):
    return reverse(f"verification:{name}", args=[submission.pk])


def test_reading_is_not_claiming_and_the_button_is(desk, waiting, verifier):
    desk.get(address("decide", waiting))
    desk.get(address("claim", waiting))
    desk.get(reverse("verification:next"))
    assert not VerificationClaim.objects.exists()

    response = desk.post(address("claim", waiting))

    assert response.url == address("decide", waiting)
    assert VerificationClaim.objects.get().verifier == verifier


def test_next_one_is_claimed_from_the_queue(desk, waiting, verifier):
    assert desk.get(reverse("verification:index")).context["free_count"] == 1

    response = desk.post(reverse("verification:next"))

    assert response.url == address("decide", waiting)
    assert VerificationClaim.objects.get().verifier == verifier


def test_next_one_of_an_empty_queue_is_explained(desk):
    response = desk.post(reverse("verification:next"))

    assert response.context["form"].non_field_errors() == ["Tidak ada yang menunggu Anda."]


def test_queue_says_who_works_on_what(desk, waiting, colleague):
    claim_submission(waiting.pk, actor=colleague)

    page = desk.get(reverse("verification:index")).content.decode()

    assert "Budi Santoso, sejak " in page


def test_what_a_colleague_works_on_has_no_decision_and_keeps_the_post_out(desk, waiting, colleague):
    claim_submission(waiting.pk, actor=colleague)

    page = desk.get(address("decide", waiting)).content.decode()
    version = waiting.versions.get()
    refused = desk.post(address("decide", waiting), {"version_id": version.pk, "outcome": "passed"})

    assert "Budi Santoso sedang mengerjakannya sejak" in page
    assert 'name="outcome"' not in page
    assert "Budi Santoso" in refused.context["form"].non_field_errors()[0]
    assert not Verification.objects.exists()


def test_taking_over_asks_for_a_note(desk, waiting, colleague, verifier):
    claim_submission(waiting.pk, actor=colleague)

    refused = desk.post(address("claim", waiting), {"takeover_note": ""})
    assert list(refused.context["form"].errors) == ["takeover_note"]
    assert VerificationClaim.objects.get().verifier == colleague

    desk.post(address("claim", waiting), {"takeover_note": "Budi cuti."})
    page = desk.get(address("decide", waiting)).content.decode()
    assert VerificationClaim.objects.get().verifier == verifier
    assert "Diambil alih dari Budi Santoso: Budi cuti." in page


def test_deciding_claims_the_next_one(desk, edition, waiting, verifier):
    second = handed_in(edition)
    version = waiting.versions.get()

    response = desk.post(address("decide", waiting), {"version_id": version.pk, "outcome": "passed"})

    assert response.url == address("decide", second)
    assert VerificationClaim.objects.get().submission == second


def test_giving_back_leads_to_the_queue(desk, waiting, verifier):
    claim_submission(waiting.pk, actor=verifier)

    response = desk.post(address("release", waiting))

    assert response.url == reverse("verification:index")
    assert not VerificationClaim.objects.exists()


def test_open_page_learns_whether_the_claim_still_stands(desk, waiting, verifier, colleague):
    claim_submission(waiting.pk, actor=verifier)
    assert desk.post(address("keep-claim", waiting)).json() == {"is_held": True}

    claim_submission(waiting.pk, actor=colleague, takeover_note="Perlu cepat.")
    assert desk.post(address("keep-claim", waiting)).json() == {"is_held": False}
    assert VerificationClaim.objects.get().verifier == colleague
