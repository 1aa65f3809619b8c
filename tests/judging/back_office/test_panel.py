import pytest
from django.urls import reverse

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import SheetState
from judging.models import Assignment, Panelist
from judging.selectors.departures import departure_of
from judging.services.allocation import propose_allocation
from tests.factories.judging import (
    AssignmentFactory,
    PanelistFactory,
    RoundFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
)
from tests.factories.submissions import CategoryFactory


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def seat(db):
    """A judge with an open entry, a draft and a sheet that is in, and a colleague."""
    round_ = RoundFactory(edition__judges_per_entry=1)
    seat = PanelistFactory(round=round_)
    AssignmentFactory(round=round_, panelist=seat)
    for state in (SheetState.DRAFT, SheetState.SUBMITTED):
        ScoreSheetFactory(assignment__round=round_, assignment__panelist=seat, state=state)
    PanelistFactory(round=round_)
    return seat


def address(name, seat):
    return reverse(f"rounds:{name}", args=[seat.round_id, seat.pk])


def form_errors(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_a_judge_is_replaced_in_two_clicks_from_the_round(office, seat):
    desk = office.get(reverse("rounds:desk", args=[seat.round_id])).content.decode()
    assert desk.count(">Juri berhenti<") == 1
    assert f'href="{address("depart", seat)}"' in desk

    page = office.get(address("depart", seat))
    assert "1 lembar nilai sudah dikirim dan tetap dihitung." in page.content.decode()
    departure = page.context["departure"]
    answer = office.post(address("depart", seat), {"reason": "Sakit.", "expected": departure.digest}, follow=True)

    assert "2 usulan dialihkan kepada juri lain" in answer.content.decode()
    made = Assignment.objects.exclude(panelist=seat).values_list("panelist_id", "version_id")
    assert sorted(made) == sorted(departure.plan.pairs)
    assert "Sakit." in office.get(reverse("rounds:desk", args=[seat.round_id])).content.decode()


def test_anchors_are_named_only_where_they_can_be_assigned(office, seat):
    for _number in range(2):
        ScoreSheetFactory(assignment__round=seat.round, assignment__panelist=PanelistFactory(round=seat.round))
    assert propose_allocation(seat.round_id).anchors

    page = office.get(address("depart", seat))

    assert (page.context["plan"].anchors, page.context["plan"].anchored) == ([], [])
    text = page.content.decode()
    assert "kelompok" in text
    assert "menghubungkan kelompok" not in text
    assert "menghalangi" not in text


def test_leaving_sheets_out_is_previewed_and_done_as_shown(office, seat):
    page = office.get(address("depart", seat), {"leave_out": "1"})
    assert "1 lembar nilai yang sudah dikirim tidak dihitung" in page.content.decode()
    digest = departure_of(seat, keeps_sheets=False).digest
    assert page.context["departure"].digest == digest

    office.post(address("depart", seat), {"reason": "Sakit.", "expected": digest, "leave_out": "1"})

    assert seat.assignments.filter(recused_at=None).count() == 0
    desk = office.get(reverse("rounds:desk", args=[seat.round_id])).content.decode()
    assert "1 lembar nilai yang sudah dikirim tidak dihitung." in desk


def test_a_preview_of_the_other_choice_is_refused_and_shown_anew(office, seat):
    digest = departure_of(seat, keeps_sheets=True).digest

    response = office.post(address("depart", seat), {"reason": "Sakit.", "expected": digest, "leave_out": "1"})

    assert form_errors(response) == {"__all__": ["Ada yang berubah sejak pratinjau ini. Periksa pratinjau yang baru."]}
    assert departure_of(seat, keeps_sheets=False).digest in response.content.decode()
    assert Panelist.objects.get(pk=seat.pk).left_at is None


def test_a_reason_is_asked_for_beside_its_field(office, seat):
    digest = departure_of(seat, keeps_sheets=True).digest

    response = office.post(address("depart", seat), {"reason": " ", "expected": digest})

    assert set(form_errors(response)) == {"reason"}
    assert Panelist.objects.get(pk=seat.pk).left_at is None


def test_a_seat_of_another_round_is_not_found(office, seat):
    other = reverse("rounds:depart", args=[RoundFactory().pk, seat.pk])

    assert (office.get(other).status_code, office.post(other).status_code) == (404, 404)


def test_a_seat_is_changed_with_what_it_has(office, seat):
    health, _school = (CategoryFactory(edition=seat.round.edition, name=name) for name in ("Kesehatan", "Sekolah"))
    Panelist.objects.filter(pk=seat.pk).update(load_limit=7, employer="Undip")

    form = office.get(address("change-seat", seat)).context["form"]
    assert (form["judge"].initial, form["load_limit"].initial, form["employer"].initial) == (seat.judge, 7, "Undip")
    office.post(address("change-seat", seat), {"judge": seat.judge_id, "load_limit": 9, "categories": [health.pk]})

    seat.refresh_from_db()
    assert (seat.load_limit, [str(category) for category in seat.categories.all()]) == (9, ["Kesehatan"])


def test_somebody_new_is_invited_from_the_seat(office, seat):
    data = {"name": "Siti Rahayu", "email": "siti@example.id", "employer": "Undip"}

    answer = office.post(reverse("rounds:seat", args=[seat.round_id]), data, follow=True)

    made = Panelist.objects.get(judge__email="siti@example.id")
    assert (made.round, made.judge.name, made.employer) == (seat.round, "Siti Rahayu", "Undip")
    assert OutgoingMessage.objects.get().kind == "judge_invited"
    assert "Siti Rahayu duduk dalam panel dan diundang melalui surel." in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        ({}, {"__all__"}),
        ({"judge": "{judge}", "name": "Siti", "email": "siti@example.id"}, {"__all__"}),
        ({"name": "Siti"}, {"email"}),
        ({"email": "siti@example.id"}, {"name"}),
        ({"name": "Siti", "email": "siti"}, {"email"}),
    ],
)
def test_a_seat_is_for_one_person_who_is_chosen_or_named(office, seat, data, refused):
    before = set(Panelist.objects.all())
    data = {name: value.format(judge=seat.judge_id) for name, value in data.items()}

    response = office.post(reverse("rounds:seat", args=[seat.round_id]), data)

    assert set(form_errors(response)) == refused
    assert set(Panelist.objects.all()) == before
    assert not OutgoingMessage.objects.exists()


def test_a_category_of_another_edition_is_not_taken(office, seat):
    CategoryFactory(edition=seat.round.edition)
    foreign = CategoryFactory()

    response = office.post(address("change-seat", seat), {"judge": seat.judge_id, "categories": [foreign.pk]})

    assert set(form_errors(response)) == {"categories"}
    assert not seat.categories.exists()


def test_who_dropped_out_is_brought_back_by_the_seat(office, seat):
    Panelist.objects.filter(pk=seat.pk).update(left_at=clock.now(), left_reason="Sakit.")

    office.post(address("change-seat", seat), {"judge": seat.judge_id})

    seat.refresh_from_db()
    assert (seat.left_at, seat.left_reason) == (None, "")


@pytest.mark.parametrize("count", [1, 3])
def test_preview_query_count_is_constant(office, seat, count, django_assert_max_num_queries):
    VerifiedSubmissionFactory.create_batch(count, edition=seat.round.edition)
    for other in PanelistFactory.create_batch(count, round=seat.round):
        other.categories.add(CategoryFactory(edition=seat.round.edition))

    for name, args in (("assign", [seat.round_id]), ("depart", [seat.round_id, seat.pk])):
        with django_assert_max_num_queries(26):
            office.get(reverse(f"rounds:{name}", args=args))
