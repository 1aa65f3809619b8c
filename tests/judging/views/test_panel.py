import pytest
from django.urls import reverse

from innovation_portal.utils.hashing import hash_of
from judging.models import Collaboration
from tests.factories.judging import AssignmentFactory, PanelistFactory
from tests.factories.submissions import AgencyFactory


@pytest.fixture
def desk(client, judge):
    client.force_login(judge)
    return client


@pytest.fixture
def seat(round_, judge):
    return PanelistFactory(round=round_, judge=judge, agreed_at=None, agreed_text="")


@pytest.fixture
def assignment(round_, seat):
    return AssignmentFactory(round=round_, panelist=seat)


def conduct(seat):
    return reverse("judging:conduct-agree", args=[seat.pk])


def test_until_a_judge_agrees_every_page_of_an_entry_leads_to_the_code(desk, assignment, seat):
    addresses = [
        reverse("judging:sheet-detail", args=[assignment.pk]),
        reverse("judging:conflict-declare", args=[assignment.pk]),
        reverse("judging:evidence-file", args=[assignment.pk, 1]),
    ]

    answers = [(page.status_code, page.headers.get("Location")) for page in map(desk.get, addresses)]
    answer = desk.post(addresses[1], {"has_conflict": "no"})

    assert answers == [(302, conduct(seat))] * 3
    assert (answer.status_code, answer.headers["Location"]) == (302, conduct(seat))
    assignment.refresh_from_db()
    assert assignment.cleared_at is None
    assert f'href="{conduct(seat)}"' in desk.get(reverse("judging:task-list")).content.decode()


def test_one_button_agrees_and_the_list_no_longer_asks(desk, assignment, seat):
    page = desk.get(conduct(seat))
    assert "Saya setuju" in page.content.decode()

    answer = desk.post(conduct(seat), {"expected": page.context["form"]["expected"].value()}, follow=True)

    assert answer.redirect_chain == [(reverse("judging:task-list"), 302)]
    assert conduct(seat) not in answer.content.decode()
    assert desk.get(reverse("judging:conflict-declare", args=[assignment.pk])).status_code == 200
    assert "Saya setuju" not in desk.get(conduct(seat)).content.decode()


def test_changed_words_are_shown_anew(desk, seat):
    answer = desk.post(conduct(seat), {"expected": hash_of("Lain.")})

    assert "Kode etik telah berubah. Silakan baca lagi." in answer.content.decode()
    seat.refresh_from_db()
    assert seat.agreed_at is None


def test_the_seat_of_another_judge_is_not_found(desk, round_):
    other = PanelistFactory(round=round_, agreed_at=None, agreed_text="")

    expected = {"expected": hash_of(round_.code_of_conduct)}
    assert (desk.get(conduct(other)).status_code, desk.post(conduct(other), expected).status_code) == (404, 404)
    other.refresh_from_db()
    assert other.agreed_at is None


def test_a_judge_notes_own_collaborations_and_sees_no_others(desk, judge, seat):
    agency, foreign = AgencyFactory(name="Dinas Kesehatan"), AgencyFactory(name="Dinas Rahasia", is_active=False)
    Collaboration.objects.create(judge=PanelistFactory().judge, agency=foreign, note="Rahasia.", entered_by=judge)

    address = reverse("judging:collaborations")
    page = desk.post(address, {"agency": agency.pk, "note": "Narasumber 2025."}, follow=True)

    noted = Collaboration.objects.filter(judge=judge).values_list("agency", "note", "entered_by")
    assert list(noted) == [(agency.pk, "Narasumber 2025.", judge.pk)]
    assert list(page.context["collaborations"]) == list(Collaboration.objects.filter(judge=judge))
    assert "Rahasia" not in page.content.decode()
