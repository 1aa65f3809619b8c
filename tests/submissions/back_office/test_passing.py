import pytest
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from submissions.back_office.passing import PAGE_SIZE
from submissions.models import Verification
from submissions.services.claims import claim_submission
from submissions.services.verification import verify_submission
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory, handed_in

ADDRESS = "verification:pass"


@pytest.fixture
def edition(db):
    return EditionFactory()


@pytest.fixture
def desk(client, verifier):
    client.force_login(verifier)
    return client


@pytest.fixture
def colleague(db):
    return UserFactory(name="Budi Santoso", roles=[Role.VERIFIER])


def value_of(submission):
    return f"{submission.pk}-{submission.versions.first().pk}"


def test_preview_lists_what_would_be_passed_and_what_is_left_out(desk, edition, colleague):
    clean, held = handed_in(edition), handed_in(edition)
    claim_submission(held.pk, actor=colleague)

    response = desk.get(reverse(ADDRESS))

    assert [each.submission for each in response.context["ready"]] == [clean]
    assert [each.submission for each in response.context["left_out"]] == [held]
    assert "Budi Santoso sedang mengerjakannya." in response.content.decode()
    assert not Verification.objects.exists()


def test_ticked_ones_are_passed_and_the_result_is_listed(desk, edition):
    wanted, unticked = handed_in(edition), handed_in(edition)

    page = desk.post(reverse(ADDRESS), {"chosen": [value_of(wanted)]}, follow=True)

    assert page.request["PATH_INFO"] == reverse("verification:pass-result")
    assert [result["number"] for result in page.context["passed"]] == [wanted.registration_number]
    assert Verification.objects.get().version.submission == wanted
    assert list(unticked.versions.filter(verification=None)) == list(unticked.versions.all())


def test_result_says_why_one_was_left_out(desk, edition, colleague):
    submission = handed_in(edition)
    value = value_of(submission)
    verify_submission(submission.pk, actor=colleague, outcome="passed")

    page = desk.post(reverse(ADDRESS), {"chosen": [value]}, follow=True)

    assert [result["obstacle"] for result in page.context["left_out"]] == ["Usulan ini tidak menunggu lagi."]


@pytest.mark.parametrize("chosen", [[], ["abc"], ["1"], ["1-2-3"]])
def test_choice_that_cannot_be_read_changes_nothing(desk, edition, chosen):
    handed_in(edition)

    response = desk.post(reverse(ADDRESS), {"chosen": chosen})

    assert list(response.context["form"].errors) == ["chosen"]
    assert not Verification.objects.exists()


def test_preview_is_narrowed_as_the_queue_was(desk, edition):
    wanted = handed_in(edition)
    handed_in(EditionFactory())

    response = desk.get(reverse(ADDRESS), {"edition": edition.pk})

    assert [each.submission for each in response.context["ready"]] == [wanted]


def test_preview_shows_a_page_and_says_so(desk, edition):
    waiting = [handed_in(edition) for _each in range(PAGE_SIZE + 1)]

    response = desk.get(reverse(ADDRESS))

    assert [each.submission for each in response.context["ready"]] == waiting[:PAGE_SIZE]
    assert "Ini 20 usulan yang terlama menunggu dari 21." in response.content.decode()
