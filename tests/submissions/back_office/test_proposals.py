import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.roles import Role
from submissions.models import Verification, VerificationProposal
from submissions.services.verification import verify_submission
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory, ReasonCodeFactory, handed_in


@pytest.fixture
def waiting(db):
    return handed_in(EditionFactory(needs_second_verifier=True))


@pytest.fixture
def colleague(db):
    return UserFactory(name="Budi Santoso", roles=[Role.VERIFIER])


@pytest.fixture
def desk(client, verifier):
    client.force_login(verifier)
    return client


def address_of(submission):
    return reverse("verification:decide", args=[submission.pk])


def decide(desk, submission, **data):
    return desk.post(address_of(submission), {"version_id": submission.versions.first().pk, **data}, follow=True)


def test_proposal_is_announced_as_one_and_waits(desk, waiting):
    page = decide(desk, waiting, outcome="passed")

    assert "diusulkan" in next(str(message) for message in page.context["messages"])
    assert page.request["PATH_INFO"] == reverse("verification:index")
    assert "Menunggu pemeriksa kedua" in page.content.decode()
    reading = desk.get(address_of(waiting))
    assert (reading.context["waits_for_other"], reading.context["can_decide"]) == (True, False)
    assert 'name="outcome"' not in reading.content.decode()


def test_second_click_leaves_one_proposal(desk, waiting):
    decide(desk, waiting, outcome="passed")
    decide(desk, waiting, outcome="passed")

    assert VerificationProposal.objects.count() == 1
    assert not Verification.objects.exists()


def test_second_person_reads_the_proposal_and_confirms_it(desk, waiting, colleague, verifier):
    ReasonCodeFactory(edition=waiting.edition, code="umur")
    verify_submission(waiting.pk, actor=colleague, outcome="returned", note="Belum ada angka.")

    page = desk.get(address_of(waiting)).content.decode()
    decide(desk, waiting, outcome="returned")

    assert "Budi Santoso" in page
    assert "Belum ada angka." in page
    verification = Verification.objects.get()
    assert (verification.verifier, verification.proposed_by, verification.note) == (
        verifier,
        colleague,
        "Belum ada angka.",
    )


def test_contradicted_author_may_join_the_other(desk, waiting, colleague, verifier):
    verify_submission(waiting.pk, actor=verifier, outcome="passed")
    verify_submission(waiting.pk, actor=colleague, outcome="rejected", note="Di luar kewenangan.")

    reading = desk.get(address_of(waiting))
    assert reading.context["can_decide"] is True
    assert len(reading.context["dossier"].proposals) == 2

    decide(desk, waiting, outcome="rejected", is_confirmed="1")
    assert Verification.objects.get().outcome == "rejected"


def test_own_proposal_is_taken_back_and_another_decision_proposed(desk, waiting, colleague, verifier):
    verify_submission(waiting.pk, actor=colleague, outcome="rejected", note="Di luar kewenangan.")
    decide(desk, waiting, outcome="passed")
    address = reverse("verification:take-back", args=[waiting.pk])
    assert desk.get(address_of(waiting)).content.decode().count(address) == 1

    for _time in range(2):
        assert desk.post(address).url == address_of(waiting)

    assert list(VerificationProposal.objects.values_list("verifier", "outcome")) == [(colleague.pk, "rejected")]
    entry = ModelLogEntry.objects.get(action="submissions.take_back_proposal")
    assert (entry.user, str(entry.message)) == (verifier, "Menarik kembali usul “Lolos”. ")
    decide(desk, waiting, outcome="rejected", is_confirmed="1")
    assert Verification.objects.get().outcome == "rejected"


def test_proposal_that_was_confirmed_is_not_taken_back(desk, waiting, colleague, verifier):
    verify_submission(waiting.pk, actor=verifier, outcome="passed")
    verify_submission(waiting.pk, actor=colleague, outcome="passed")

    page = desk.post(reverse("verification:take-back", args=[waiting.pk]))

    assert page.context["form"].non_field_errors() == [
        "Keadaan usulan ini sudah berubah. Lihat dulu keadaannya sekarang."
    ]
    assert VerificationProposal.objects.filter(verifier=verifier).exists()
